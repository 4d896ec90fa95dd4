"""A chip's own keys: for chip authentication and active authentication. The chip's ends of both protocols.

Source: ICAO 9303-11, sections 6.1 and 6.2.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.idcard import dh_keys, iso9796, other_curves, security_infos, tlv
from kiosk.idcard.active_auth import DG15_TAG
from kiosk.idcard.chip_auth import DG14_TAG
from kiosk.idcard.groups import Group, group_by_number, pace_group
from kiosk.idcard.keys import CURVE_OIDS
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.modp import ModpGroup
from kiosk.idcard.rng import Rng, below
from kiosk.idcard.security_infos import KeyKind
from kiosk.idcard.suites import Suite

_PLAIN_SHA256 = bytes.fromhex("04007F000701010401") + b"\x03"
_RSA_EXPONENT = 65537


@dataclass(frozen=True, slots=True)
class AgreementKey:
    """The static key of chip authentication."""

    suite: Suite
    group: Group | ModpGroup
    private: int = field(repr=False)

    @property
    def kind(self) -> KeyKind:
        """A curve's or a prime group's."""
        return KeyKind.DH if isinstance(self.group, ModpGroup) else KeyKind.ECDH

    def infos(self) -> bytes:
        """Return its SecurityInfos."""
        public, group = self.group.public_key(self.private), self.group
        key = dh_keys.encode(group, public) if isinstance(group, ModpGroup) else spki(group, public)
        return security_infos.encode_chip_authentication(self.kind, self.suite, key)

    def session(self, theirs: bytes) -> SecureMessaging:
        """Return the chip's end of the session that a reader's ephemeral key makes."""
        return SecureMessaging(
            self.suite, self.suite.session_keys(self.group.shared_secret(self.private, theirs))
        )


class EcSigner:
    """Active authentication with an elliptic curve: plain ECDSA over SHA-256."""

    infos = security_infos.encode_active(_PLAIN_SHA256)

    def __init__(self, group: Group, private: int) -> None:
        self._group = group
        self._private = private

    @classmethod
    def another(cls, original: EcSigner) -> EcSigner:
        """Return a signer on the same curve with another key, as a copy of a card has."""
        return cls(original._group, original._private // 2 + 1)

    def dg15(self) -> bytes:
        """Return the group that holds the public key."""
        return tlv.encode(DG15_TAG, spki(self._group, self._group.public_key(self._private)))

    def sign(self, challenge: bytes, rng: Rng) -> bytes:
        """Return r ‖ s."""
        digest = hashlib.sha256(challenge).digest()
        return other_curves.sign(self._group, self._private, digest, below(rng, self._group.order))


class RsaSigner:
    """Active authentication with RSA: ISO/IEC 9796-2, scheme 1."""

    infos = b""

    def __init__(self, bits: int, hash_name: str = "sha256") -> None:
        self._numbers = rsa.generate_private_key(_RSA_EXPONENT, bits).private_numbers()
        self._hash = hash_name

    def dg15(self) -> bytes:
        """Return the group that holds the public key."""
        public = self._numbers.public_numbers.public_key()
        return tlv.encode(DG15_TAG, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def sign(self, challenge: bytes, rng: Rng) -> bytes:
        """Return the signature."""
        modulus = self._numbers.public_numbers.n
        size = (modulus.bit_length() + 7) // 8
        filler = rng(iso9796.room(size, self._hash))
        representative = iso9796.compose(size, challenge, filler, self._hash)
        return pow(int.from_bytes(representative, "big"), self._numbers.d, modulus).to_bytes(size, "big")


Signer = EcSigner | RsaSigner


def agreement_key(text: str, rng: Rng) -> AgreementKey:
    """Return a key from a person's file, such as `AES-128/12`. Raises ValueError, KeyError."""
    suite, number = text.split("/")
    group = pace_group(int(number))
    return AgreementKey(SUITES[suite], group, group.private_key(rng))


def signer(text: str, rng: Rng) -> Signer:
    """Return a key from a person's file: `ECDSA/12`, `RSA/1024`, `RSA-SHA1/1024`. Raises ValueError."""
    kind, number = text.split("/")
    if kind == "ECDSA":
        group = group_by_number(int(number))
        return EcSigner(group, group.private_key(rng))
    if kind in ("RSA", "RSA-SHA1"):
        return RsaSigner(int(number), "sha1" if kind == "RSA-SHA1" else "sha256")
    raise ValueError("chip.active must look like ECDSA/12 or RSA/1024")


SUITES = {"3DES": Suite.TDES, "AES-128": Suite.AES128, "AES-192": Suite.AES192, "AES-256": Suite.AES256}


def dg14(*infos: bytes) -> bytes:
    """Return the group that holds these SecurityInfos."""
    return tlv.encode(DG14_TAG, security_infos.encode(*infos))


def spki(group: Group, point: bytes) -> bytes:
    """Return a public key as SubjectPublicKeyInfo with a named curve."""
    oid = next(oid for oid, number in CURVE_OIDS.items() if number == group.number)
    parameters = asn1_keys.ECDomainParameters("named", asn1_keys.NamedCurve.unmap(oid))
    algorithm = {"algorithm": "ec", "parameters": parameters}
    info = asn1_keys.PublicKeyInfo({"algorithm": algorithm, "public_key": asn1_keys.ECPointBitString(point)})
    return bytes(info.dump())
