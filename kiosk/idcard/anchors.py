"""Country signing certificates that the kiosk trusts, and the chain from a document signer to one of them.

Source: ICAO 9303-12, sections 4 and 7; 9303-11, 5.1 (validity counts at the time of signing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import pem, x509

from kiosk.idcard import keys
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.sod import ASN1_ERRORS

PRACTICE_ORGANIZATION = "Mot Cua Kiosk practice"
"""Test issuers made by the virtual card name themselves so, and are refused outside practice mode."""

_LETTERS = {"VNM": "VN"}
"""Three-letter States of the zone → two-letter countries of certificates."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The certificates that are trusted, by file as configured."""

    certificates: tuple[x509.Certificate, ...] = field(default=(), repr=False)

    def for_states(self, states: Iterable[str]) -> tuple[x509.Certificate, ...]:
        """Return the anchors that speak for any of these States; one that names no State speaks for all."""
        wanted = {_LETTERS.get(state, state).upper() for state in states}
        return tuple(c for c in self.certificates if country_of(c.subject) in wanted | {""})


def parse_certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a file, DER or PEM. Raises CardFault MALFORMED."""
    try:
        if pem.detect(data):
            ders = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
        else:
            ders = [data]
        return tuple(_load(der) for der in ders)
    except ASN1_ERRORS:
        raise malformed("anchor") from None


def _load(der: bytes) -> x509.Certificate:
    certificate = x509.Certificate.load(der, strict=True)
    _ = certificate.native  # parse all of it now, not at some later access
    return certificate


def country_of(name: x509.Name) -> str:
    """Return the country of a distinguished name in capitals, or nothing."""
    return str(name.native.get("country_name", "")).upper()


def is_practice(certificate: x509.Certificate) -> bool:
    """True for an issuer that the virtual card made."""
    return bool(certificate.subject.native.get("organization_name") == PRACTICE_ORGANIZATION)


def check_chain(
    signer: x509.Certificate, anchors: Iterable[x509.Certificate], signed_at: datetime, *, allow_sha1: bool
) -> None:
    """Accept a document signer that an anchor signed.

    Raises CardFault SIGNER_UNTRUSTED; SIGNER_EXPIRED when only the dates are wrong; UNSUPPORTED.
    """
    _check_hash(signer, allow_sha1=allow_sha1)
    issuers = [anchor for anchor in anchors if _may_sign(anchor) and signed_by(signer, anchor)]
    if not issuers:
        raise CardFault(Fault.SIGNER_UNTRUSTED, "no anchor signed it")
    if not _usable(signer, "digital_signature"):
        raise CardFault(Fault.SIGNER_UNTRUSTED, "key usage")
    if not _valid(signer, signed_at):
        raise CardFault(Fault.SIGNER_EXPIRED, "document signer")
    if not any(_valid(issuer, signer.not_valid_before) for issuer in issuers):
        raise CardFault(Fault.SIGNER_EXPIRED, "country signer")


def signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Say whether `issuer`'s key signed the certificate. Raises CardFault UNSUPPORTED."""
    algorithm = certificate["signature_algorithm"]
    return keys.verify(
        keys.load_public_key(issuer.public_key.dump()),
        algorithm,
        bytes(certificate["signature_value"].native),
        certificate["tbs_certificate"].dump(),
        keys.signature_hash(algorithm),
    )


def _check_hash(certificate: x509.Certificate, *, allow_sha1: bool) -> None:
    if not allow_sha1 and keys.signature_hash(certificate["signature_algorithm"]) == "sha1":
        raise CardFault(Fault.SIGNER_UNTRUSTED, "SHA-1")


def _may_sign(anchor: x509.Certificate) -> bool:
    constraints = anchor.basic_constraints_value
    is_authority = constraints is None or bool(constraints["ca"].native)
    return is_authority and _usable(anchor, "key_cert_sign")


def _usable(certificate: x509.Certificate, usage: str) -> bool:
    value = certificate.key_usage_value
    return value is None or usage in value.native


def _valid(certificate: x509.Certificate, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)
