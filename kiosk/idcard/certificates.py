"""Questions about one certificate, and whether one signed another. Source: ICAO 9303-12, 7; RFC 5280."""

from __future__ import annotations

from datetime import datetime

from asn1crypto import x509

from kiosk.idcard import keys

PRACTICE_ORGANIZATION = "Mot Cua Kiosk practice"
"""Test issuers made by the virtual card name themselves so, and are refused outside practice mode."""


def load(der: bytes) -> x509.Certificate:
    """Return a certificate parsed to its last field, not at some later access. Raises asn1crypto's errors."""
    certificate = x509.Certificate.load(der, strict=True)
    _ = certificate.native
    return certificate


def country_of(name: x509.Name) -> str:
    """Return the country of a distinguished name in capitals, or nothing."""
    return str(name.native.get("country_name", "")).upper()


def is_practice(certificate: x509.Certificate) -> bool:
    """True for an issuer that the virtual card made."""
    return is_practice_name(certificate.subject)


def is_practice_name(name: x509.Name) -> bool:
    """True for the name of an issuer that the virtual card made."""
    return bool(name.native.get("organization_name") == PRACTICE_ORGANIZATION)


def is_authority(certificate: x509.Certificate) -> bool:
    """Say whether a certificate may sign others: basic constraints and key usage, where it has them."""
    constraints = certificate.basic_constraints_value
    may = constraints is None or bool(constraints["ca"].native)
    return may and allows(certificate, "key_cert_sign")


def allows(certificate: x509.Certificate, usage: str) -> bool:
    """Say whether the key usage, where it is given, allows this."""
    value = certificate.key_usage_value
    return value is None or usage in value.native


def is_valid(certificate: x509.Certificate, at: datetime) -> bool:
    """Say whether the certificate was valid at a moment."""
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


def signature_hash(certificate: x509.Certificate) -> str:
    """Return the name of the hash that its issuer signed with. Raises CardFault UNSUPPORTED."""
    return keys.signature_hash(certificate["signature_algorithm"])


def signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Say whether `issuer`'s key signed the certificate. Raises CardFault UNSUPPORTED, MALFORMED."""
    algorithm = certificate["signature_algorithm"]
    return keys.verify(
        keys.load_public_key(issuer.public_key.dump()),
        algorithm,
        bytes(certificate["signature_value"].native),
        certificate["tbs_certificate"].dump(),
        keys.signature_hash(algorithm),
    )
