"""Country signing certificates that the kiosk trusts, and the chain from a document signer to one of them.

Source: ICAO 9303-12, sections 4 and 7; 9303-11, 5.1 (validity counts at the time of signing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509

from kiosk.idcard.anchor_lists import parse_certificates
from kiosk.idcard.certificates import (
    allows,
    country_of,
    is_authority,
    is_practice,
    is_valid,
    signature_hash,
    signed_by,
)
from kiosk.idcard.faults import CardFault, Fault

__all__ = ["Anchors", "check_chain", "is_practice", "parse_certificates"]

_LETTERS = {"VNM": "VN"}
"""Three-letter States of the zone → two-letter countries of certificates."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The certificates that are trusted, of all configured files."""

    certificates: tuple[x509.Certificate, ...] = field(default=(), repr=False)

    def for_states(self, states: Iterable[str]) -> tuple[x509.Certificate, ...]:
        """Return the anchors that speak for any of these States; one that names no State speaks for all."""
        wanted = {_LETTERS.get(state, state).upper() for state in states}
        return tuple(c for c in self.certificates if country_of(c.subject) in wanted | {""})


def check_chain(
    signer: x509.Certificate, anchors: Iterable[x509.Certificate], signed_at: datetime, *, allow_sha1: bool
) -> None:
    """Accept a document signer that an anchor signed.

    Raises CardFault SIGNER_UNTRUSTED; SIGNER_EXPIRED when only the dates are wrong; UNSUPPORTED.
    """
    if not allow_sha1 and signature_hash(signer) == "sha1":
        raise CardFault(Fault.SIGNER_UNTRUSTED, "SHA-1")
    issuers = [anchor for anchor in anchors if is_authority(anchor) and signed_by(signer, anchor)]
    if not issuers:
        raise CardFault(Fault.SIGNER_UNTRUSTED, "no anchor signed it")
    if not allows(signer, "digital_signature"):
        raise CardFault(Fault.SIGNER_UNTRUSTED, "key usage")
    if not is_valid(signer, signed_at):
        raise CardFault(Fault.SIGNER_EXPIRED, "document signer")
    if not any(is_valid(issuer, signer.not_valid_before) for issuer in issuers):
        raise CardFault(Fault.SIGNER_EXPIRED, "country signer")
