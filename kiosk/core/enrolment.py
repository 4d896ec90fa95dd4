"""Joining a portal: the code that a technician types, what it proves, and the proof of possession.

Pure. docs/protocol, "Joining", is the wire; SECURITY in docs/security.md says why.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field, fields

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.core import cose, crockford
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import Rng

_HALF_BYTES = 10
_CHARACTERS = 33
_GROUP = 4
_SITE = re.compile(r"[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """What the code says: a secret for the portal, and which portal it is for."""

    secret: bytes = field(repr=False)
    anchors_hash: bytes
    """The first 10 bytes of `hash_of_anchors`."""

    @property
    def secret_text(self) -> str:
        """The secret as it travels: 16 characters."""
        return crockford.encode(self.secret)

    def text(self) -> str:
        """Return the code as it is shown: groups of four, the last of five."""
        plain = crockford.encode(self.secret + self.anchors_hash)
        groups = [plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP)]
        return "-".join(groups) + crockford.check_character(plain)

    def is_for(self, anchors: Anchors) -> bool:
        """Tell whether these anchors are the ones of the portal that gave the code."""
        return hash_of_anchors(anchors)[:_HALF_BYTES] == self.anchors_hash


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a portal shows of itself before anybody trusts it."""

    ca: x509.Certificate
    root: Ed25519PublicKey


def new_code(anchors: Anchors, rng: Rng) -> EnrolmentCode:
    """Return a fresh code for this portal."""
    return EnrolmentCode(rng(_HALF_BYTES), hash_of_anchors(anchors)[:_HALF_BYTES])


def parse_code(text: str) -> EnrolmentCode:
    """Return what was typed, forgiving case, hyphens, spaces, O for 0, I and L for 1.

    Raises KioskError ENROL_CODE_WRONG when a character is wrong, missing or too many.
    """
    plain = crockford.normalised(text)
    try:
        whole = len(plain) == _CHARACTERS and crockford.check_character(plain[:-1]) == plain[-1]
    except ValueError:
        whole = False
    if not whole:
        raise KioskError(Code.ENROL_CODE_WRONG, "check character")
    data = crockford.decode(plain[:-1])
    return EnrolmentCode(data[:_HALF_BYTES], data[_HALF_BYTES:])


def hash_of_anchors(anchors: Anchors) -> bytes:
    """Return SHA-256(SubjectPublicKeyInfo DER of the CA ‖ raw root public key)."""
    spki = anchors.ca.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki + anchors.root.public_bytes_raw()).digest()


def parse_anchors(document: bytes) -> Anchors:
    """Read the answer of `GET /v1/enrolment/anchors`, believing nothing yet.

    Raises KioskError PORTAL_FOREIGN_ANSWER when it isn't such a document.
    """
    try:
        mapping = json.loads(document)
        ca = x509.load_pem_x509_certificate(mapping["ca_certificate"].encode())
        root = public_key_of(mapping["root_public_key"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KioskError(Code.PORTAL_FOREIGN_ANSWER, "anchors") from error
    return Anchors(ca, root)


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """What a kiosk asks with; `parse_request` has verified the proof of possession."""

    secret: bytes = field(repr=False)
    public_key: Ed25519PublicKey
    root_sha256: str
    site_code: str


def signed_request(code: EnrolmentCode, anchors: Anchors, *, key: Ed25519PrivateKey, site_code: str) -> bytes:
    """Return the body of `POST /v1/enrolment`: signed by the key that is to be the kiosk's."""
    payload = {
        "secret": code.secret_text,
        "public_key": text_of_key(key.public_key()),
        "root_sha256": hashlib.sha256(anchors.root.public_bytes_raw()).hexdigest(),
        "site_code": site_code,
    }
    return cose.sign(json.dumps(payload).encode(), kind=cose.Kind.ENROLMENT, key=key)


def parse_request(body: bytes) -> EnrolmentRequest:
    """Return what a new kiosk asks, its possession of the key proven.

    Raises KioskError SIGNATURE_INVALID or SIGNER_UNKNOWN when the proof doesn't hold, and ValueError when the
    payload isn't of the schema enrolment-request.
    """
    mapping = json.loads(cose.unverified_payload(body))
    match mapping:
        case {
            "secret": str(secret),
            "public_key": str(key),
            "root_sha256": str(root),
            "site_code": str(site),
        }:
            if len(mapping) != len(fields(EnrolmentRequest)) or not _SITE.fullmatch(site):
                raise ValueError("members")
        case _:
            raise ValueError("members")
    public_key = public_key_of(key)
    cose.verify(body, kind=cose.Kind.ENROLMENT, key=public_key)
    return EnrolmentRequest(_secret_of(secret), public_key, root, site)


def _secret_of(text: str) -> bytes:
    secret = crockford.decode(text)
    if len(secret) != _HALF_BYTES:
        raise ValueError("secret")
    return secret


def text_of_key(key: Ed25519PublicKey) -> str:
    """Return a public key as it stands in JSON: base64 of its raw 32 bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_key_of(text: str) -> Ed25519PublicKey:
    """Return the key that `text_of_key` wrote. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
