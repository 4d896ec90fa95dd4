"""Keys and certificates of a test country. Source: ICAO 9303-12, section 4 and 7."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from kiosk.idcard.certificates import PRACTICE_ORGANIZATION
from kiosk.idcard.rng import Rng

_YEAR = timedelta(days=365)
_SERIAL = 8


@dataclass(frozen=True, slots=True)
class Dates:
    """When a country's certificates are valid, and when its signer signs."""

    csca: tuple[datetime, datetime]
    signer: tuple[datetime, datetime]
    signs_at: datetime


def dates_around(now: datetime) -> Dates:
    """Return dates under which a card issued a year ago is good for a decade."""
    now = now.astimezone(UTC).replace(microsecond=0)
    return Dates((now - 5 * _YEAR, now + 15 * _YEAR), (now - 2 * _YEAR, now + 11 * _YEAR), now - _YEAR)


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key with its certificate."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    def dump(self) -> dict[str, str]:
        """Return both as PEM. Secret, though only of a test country."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return {
            "key": key.decode("ascii"),
            "certificate": self.certificate.public_bytes(Encoding.PEM).decode("ascii"),
        }

    @classmethod
    def load(cls, document: dict[str, str]) -> Identity:
        """Undo `dump`. Raises ValueError."""
        key = load_pem_private_key(document["key"].encode("ascii"), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("issuer's key")  # noqa: TRY004 -- a file's content, not a caller's mistake
        return cls(key, x509.load_pem_x509_certificate(document["certificate"].encode("ascii")))


def make_authority(country: str, valid: tuple[datetime, datetime], rng: Rng) -> Identity:
    """Return a self-signed CSCA."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = _name("CSCA", country)
    builder = _builder(name, name, key.public_key(), valid, rng)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Identity(key, _signed(builder, key, key.public_key(), is_authority=True))


def make_signer(authority: Identity, country: str, valid: tuple[datetime, datetime], rng: Rng) -> Identity:
    """Return a document signer under the authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("Document Signer", country)
    builder = _builder(authority.certificate.subject, subject, key.public_key(), valid, rng)
    return Identity(key, _signed(builder, authority.key, authority.key.public_key(), is_authority=False))


def _builder(
    issuer: x509.Name,
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    valid: tuple[datetime, datetime],
    rng: Rng,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(int.from_bytes(b"\x01" + rng(_SERIAL), "big"))
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _signed(
    builder: x509.CertificateBuilder,
    key: ec.EllipticCurvePrivateKey,
    authority: ec.EllipticCurvePublicKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority)
    builder = builder.add_extension(usage, critical=True).add_extension(issuer, critical=False)
    return builder.sign(key, hashes.SHA384())


def _name(role: str, country: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, PRACTICE_ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, role),
        ]
    )
