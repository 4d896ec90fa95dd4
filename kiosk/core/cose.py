"""Signed documents: COSE_Sign1 with Ed25519 over exact bytes (RFC 9052, RFC 9053; docs/protocol).

Pure. A verifier always names the kind of document that it expects, so that nothing signed for one purpose
serves another.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core.errors import Code, KioskError

MEDIA_TYPE = "application/cose"
_TAG = 18
_ALG, _CONTENT_TYPE, _KID = 1, 3, 4
_EDDSA = -8
_PARTS = 4


class Kind(StrEnum):
    """What a document is; stands in its content type `application/vnd.motcua.<kind>`."""

    ENROLMENT = "enrolment"
    PORTAL_KEY = "portal-key"
    RECIPIENTS = "recipients"
    KIOSK_KEYS = "kiosk-keys"
    MANIFEST = "manifest"
    ACKNOWLEDGEMENT = "acknowledgement"
    EVENT = "event"
    EVENT_ACKNOWLEDGEMENT = "event-acknowledgement"
    AUDIT_HEAD = "audit-head"
    KEY_ROLLOVER = "key-rollover"
    TIME = "time"
    USB_INDEX = "usb-index"
    SLIP = "slip"
    CAPABILITY = "capability"

    @property
    def content_type(self) -> str:
        """The protected content type."""
        return f"application/vnd.motcua.{self.value}"


@dataclass(frozen=True, slots=True)
class _Message:
    protected: bytes = field(repr=False)
    payload: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    content_type: str
    key_id: bytes


def key_id(key: Ed25519PublicKey) -> bytes:
    """Return the 8 bytes that name a key: the first of SHA-256 over its raw 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).digest()[:8]


def sign(payload: bytes, *, kind: Kind, key: Ed25519PrivateKey) -> bytes:
    """Return the tagged COSE_Sign1 of `payload`."""
    headers = {_ALG: _EDDSA, _CONTENT_TYPE: kind.content_type, _KID: key_id(key.public_key())}
    protected = cbor2.dumps(headers)
    signature = key.sign(_to_be_signed(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(_TAG, [protected, {}, payload, signature]))


def verify(message: bytes, *, kind: Kind, key: Ed25519PublicKey) -> bytes:
    """Return the payload that `key` signed as `kind`.

    Raises KioskError: SIGNER_UNKNOWN when another key is named, SIGNATURE_INVALID for everything else.
    """
    return verify_any(message, kind=kind, keys={key_id(key): key})


def verify_any(message: bytes, *, kind: Kind, keys: Mapping[bytes, Ed25519PublicKey]) -> bytes:
    """Return the payload that one of `keys` (by key id) signed as `kind`. Errors as `verify`."""
    parsed = _parsed(message)
    if parsed.content_type != kind.content_type:
        raise KioskError(Code.SIGNATURE_INVALID, f"not a document of kind {kind.value}")
    key = keys.get(parsed.key_id)
    if key is None:
        raise KioskError(Code.SIGNER_UNKNOWN, parsed.key_id.hex())
    try:
        key.verify(parsed.signature, _to_be_signed(parsed.protected, parsed.payload))
    except InvalidSignature as error:
        raise KioskError(Code.SIGNATURE_INVALID, f"key {parsed.key_id.hex()}") from error
    return parsed.payload


def named_key_id(message: bytes) -> bytes:
    """Return the key id that a message names, unverified: to look up the key. Raises SIGNATURE_INVALID."""
    return _parsed(message).key_id


def unverified_payload(message: bytes) -> bytes:
    """Return the payload without believing it: to find the key that it names. Raises SIGNATURE_INVALID."""
    return _parsed(message).payload


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """RFC 9052, section 4.4: Sig_structure, without external data."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _parsed(message: bytes) -> _Message:
    match _decoded(message):
        case cbor2.CBORTag(
            tag=18, value=[bytes() as protected, unprotected, bytes() as payload, bytes() as signature]
        ):
            if unprotected != {}:
                raise KioskError(Code.SIGNATURE_INVALID, "unprotected headers")
        case _:
            raise KioskError(Code.SIGNATURE_INVALID, "not a COSE_Sign1")
    match _decoded(protected):
        case {1: -8, 3: str() as content_type, 4: bytes() as kid, **others} if not others:
            return _Message(protected, payload, signature, content_type, kid)
        case _:
            raise KioskError(Code.SIGNATURE_INVALID, "protected headers")


def _decoded(data: bytes) -> Any:
    """Return the one CBOR item that `data` is, with nothing after it."""
    stream = io.BytesIO(data)
    try:
        item = cbor2.load(stream)
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise KioskError(Code.SIGNATURE_INVALID, "not CBOR") from error
    if stream.tell() != len(data):
        raise KioskError(Code.SIGNATURE_INVALID, "bytes after the end")
    return item
