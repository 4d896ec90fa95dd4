"""Which server is believed: one authority, the host's name, and dates by a clock that can be relied on.

A kiosk's own clock may be dead. Then certificates are checked by the portal's signed time instead: OpenSSL is
told to leave the dates (X509_V_FLAG_NO_CHECK_TIME), and they are compared here.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from urllib3.util.ssl_ import create_urllib3_context

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (OpenSSL, x509_vfy.h); not named in Python's ssl."""
_NOT_YET_VALID, _EXPIRED = 9, 10


@dataclass(frozen=True, slots=True)
class Trust:
    """`ca_pem` is the only authority; None believes anybody (joining's first step alone).

    `dates_s`: Unix seconds to check dates by, instead of this machine's clock. `any_dates`: they aren't
    checked at all (the one probe for the portal's signed time).
    """

    ca_pem: str | None
    dates_s: Callable[[], float] | None = None
    any_dates: bool = False

    @property
    def cert_reqs(self) -> str:
        """As urllib3 wants it."""
        return "CERT_NONE" if self.ca_pem is None else "CERT_REQUIRED"

    def check_dates(self, connected: Any) -> None:
        """Check the server's certificate and the authority's by `dates_s`, when that is given.

        Raises ssl.SSLCertVerificationError as OpenSSL would.
        """
        if self.dates_s is None or self.ca_pem is None:
            return
        now = datetime.fromtimestamp(self.dates_s(), UTC)
        server = x509.load_der_x509_certificate(connected.getpeercert(binary_form=True))
        for certificate in (server, x509.load_pem_x509_certificate(self.ca_pem.encode())):
            if now < certificate.not_valid_before_utc:
                raise _refused(_NOT_YET_VALID)
            if now > certificate.not_valid_after_utc:
                raise _refused(_EXPIRED)


def context_of(trust: Trust) -> ssl.SSLContext:
    """Return TLS that believes exactly that."""
    context = create_urllib3_context()
    if trust.ca_pem is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    context.verify_mode = ssl.CERT_REQUIRED
    context.check_hostname = True
    context.load_verify_locations(cadata=trust.ca_pem)
    if trust.dates_s is not None or trust.any_dates:
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


def _refused(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("dates of a certificate, by the portal's time")
    error.verify_code = code
    error.verify_message = "dates, by the portal's time"
    return error
