"""The lists that a kiosk trusts its portal by: the portal's key, the recipients, every kiosk's key.

Pure. Each is verified up to the province's root; a list never goes back to a lower version. docs/protocol has
the schemas; whoever stores a list stores its signed bytes and verifies again when loading.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import cose
from kiosk.core.enrolment import public_key_of
from kiosk.core.errors import Code, KioskError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PortalKey:
    """The key that signs acknowledgements and lists."""

    version: int
    key: Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a parcel is sealed to: all of them."""

    version: int
    portal: tuple[str, ...]
    recovery: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every age recipient."""
        return self.portal + self.recovery


@dataclass(frozen=True, slots=True)
class KioskKey:
    """One kiosk's key. `state` is `active`, `retired` (old signatures hold) or `revoked` (none holds)."""

    kiosk_id: str
    key: Ed25519PublicKey
    state: str


@dataclass(frozen=True, slots=True)
class KioskKeys:
    """Every kiosk's keys, by key id."""

    version: int
    keys: dict[bytes, KioskKey]

    def proving(self) -> dict[bytes, Ed25519PublicKey]:
        """Return the keys whose signatures prove something, for `cose.verify_any`."""
        return {name: entry.key for name, entry in self.keys.items() if entry.state != "revoked"}

    def kiosk_of(self, key_id: bytes) -> str:
        """Return the kiosk that a key belongs to. Raises KioskError SIGNER_UNKNOWN."""
        if key_id not in self.keys:
            raise KioskError(Code.SIGNER_UNKNOWN, key_id.hex())
        return self.keys[key_id].kiosk_id


def verified_portal_key(document: bytes, *, root: Ed25519PublicKey, at_least: int = 1) -> PortalKey:
    """Return the portal's key. Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN, LIST_OLDER."""
    payload = cose.verify(document, kind=cose.Kind.PORTAL_KEY, key=root)
    return _read(payload, at_least, lambda m, version: PortalKey(version, public_key_of(m["public_key"])))


def verified_recipients(document: bytes, *, root: Ed25519PublicKey, at_least: int = 1) -> Recipients:
    """Return whom to seal to. Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN, LIST_OLDER."""
    payload = cose.verify(document, kind=cose.Kind.RECIPIENTS, key=root)
    return _read(payload, at_least, _recipients)


def verified_kiosk_keys(document: bytes, *, portal: PortalKey, at_least: int = 1) -> KioskKeys:
    """Return every kiosk's keys. Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN, LIST_OLDER."""
    payload = cose.verify(document, kind=cose.Kind.KIOSK_KEYS, key=portal.key)
    return _read(payload, at_least, _kiosk_keys)


def _read(payload: bytes, at_least: int, build: Callable[[dict[str, Any], int], T]) -> T:
    """Build a list from what was signed. A signed list of another shape is no list of ours."""
    try:
        mapping = json.loads(payload)
        version = int(mapping["version"])
        built = build(mapping, version)
    except (ValueError, TypeError, KeyError) as error:
        raise KioskError(Code.SIGNATURE_INVALID, "the list has another shape") from error
    if version < at_least:
        raise KioskError(Code.LIST_OLDER, f"version {version}, have {at_least}")
    return built


def _recipients(mapping: dict[str, Any], version: int) -> Recipients:
    by_purpose: dict[str, tuple[str, ...]] = {
        purpose: tuple(str(entry["age"]) for entry in mapping["recipients"] if entry["purpose"] == purpose)
        for purpose in ("portal", "recovery")
    }
    if not by_purpose["portal"]:
        raise ValueError("nobody could open it")
    return Recipients(version, by_purpose["portal"], by_purpose["recovery"])


def _kiosk_keys(mapping: dict[str, Any], version: int) -> KioskKeys:
    entries = [
        KioskKey(str(entry["kiosk_id"]), public_key_of(entry["public_key"]), str(entry["state"]))
        for entry in mapping["keys"]
    ]
    return KioskKeys(version, {cose.key_id(entry.key): entry for entry in entries})
