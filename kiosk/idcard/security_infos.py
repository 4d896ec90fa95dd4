"""SecurityInfos: what EF.CardAccess and DG14 offer. Source: ICAO 9303-11, 9.2; BSI TR-03110-3, A.1.1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from kiosk.idcard import tlv
from kiosk.idcard.faults import malformed
from kiosk.idcard.suites import Suite

_BSI = bytes.fromhex("04007F00070202")
_PACE = _BSI + b"\x04"
CHIP_AUTHENTICATION = _BSI + b"\x03"
_CHIP_KEY = _BSI + b"\x01"
_ACTIVE = bytes.fromhex("678108010105")
_SET, _SEQUENCE, _INTEGER, _OID = 0x31, 0x30, 0x02, 0x06
_SUITES = {1: Suite.TDES, 2: Suite.AES128, 3: Suite.AES192, 4: Suite.AES256}


class Mapping(IntEnum):
    """How PACE turns the nonce into a generator; the value is the arc of the identifier."""

    DH_GM = 1
    ECDH_GM = 2
    DH_IM = 3
    ECDH_IM = 4
    ECDH_CAM = 6


class KeyKind(IntEnum):
    """The key agreement of chip authentication."""

    DH = 1
    ECDH = 2


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """One way to run PACE."""

    oid: bytes
    mapping: Mapping
    suite: Suite
    parameters: int


@dataclass(frozen=True, slots=True)
class ChipAuthenticationInfo:
    """One way to run chip authentication."""

    oid: bytes
    kind: KeyKind
    suite: Suite
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ChipKeyInfo:
    """A static public key of the chip, as a DER SubjectPublicKeyInfo."""

    kind: KeyKind
    public_key: bytes
    key_id: int | None


@dataclass(frozen=True, slots=True)
class SecurityInfos:
    """Everything of a set that we know; what we don't is skipped."""

    pace: tuple[PaceInfo, ...] = ()
    chip_authentication: tuple[ChipAuthenticationInfo, ...] = ()
    chip_keys: tuple[ChipKeyInfo, ...] = ()
    active_signature_oid: bytes | None = None
    """How an elliptic curve signs active authentication's challenge."""


def parse(data: bytes) -> SecurityInfos:
    """Return the infos of a DER SET. Raises CardFault MALFORMED."""
    pace: list[PaceInfo] = []
    authentication: list[ChipAuthenticationInfo] = []
    keys: list[ChipKeyInfo] = []
    active: bytes | None = None
    for oid, rest in _entries(data):
        head, tail = oid[: len(_PACE)], oid[len(_PACE) :]
        if head == _PACE and (info := _pace(oid, tail, rest)):
            pace.append(info)
        elif head == CHIP_AUTHENTICATION and (ca := _chip_authentication(oid, tail, rest)):
            authentication.append(ca)
        elif head == _CHIP_KEY and len(tail) == 1 and tail[0] in (KeyKind.DH, KeyKind.ECDH):
            keys.append(
                ChipKeyInfo(
                    KeyKind(tail[0]), tlv.encode(_SEQUENCE, _value(rest, 0, _SEQUENCE)), _int(rest, 1)
                )
            )
        elif oid == _ACTIVE:
            active = _value(rest, 1, _OID)
    return SecurityInfos(tuple(pace), tuple(authentication), tuple(keys), active)


def _entries(data: bytes) -> Iterator[tuple[bytes, list[tuple[int, bytes]]]]:
    for tag, body in tlv.walk(tlv.unwrap(data, _SET)):
        parts = list(tlv.walk(body))
        if tag != _SEQUENCE or not parts or parts[0][0] != _OID:
            raise malformed("SecurityInfo")
        yield parts[0][1], parts[1:]


def _pace(oid: bytes, tail: bytes, rest: list[tuple[int, bytes]]) -> PaceInfo | None:
    if len(tail) != 2 or tail[0] not in list(Mapping) or tail[1] not in _SUITES:  # noqa: PLR2004 -- two arcs
        return None
    parameters = _int(rest, 1)
    return PaceInfo(oid, Mapping(tail[0]), _SUITES[tail[1]], -1 if parameters is None else parameters)


def _chip_authentication(
    oid: bytes, tail: bytes, rest: list[tuple[int, bytes]]
) -> ChipAuthenticationInfo | None:
    if len(tail) != 2 or tail[0] not in list(KeyKind) or tail[1] not in _SUITES:  # noqa: PLR2004 -- two arcs
        return None
    return ChipAuthenticationInfo(oid, KeyKind(tail[0]), _SUITES[tail[1]], _int(rest, 1))


def _int(parts: list[tuple[int, bytes]], at: int) -> int | None:
    return int.from_bytes(_value(parts, at, _INTEGER), "big") if at < len(parts) else None


def _value(parts: list[tuple[int, bytes]], at: int, tag: int) -> bytes:
    if at >= len(parts) or parts[at][0] != tag:
        raise malformed("SecurityInfo's content")
    return parts[at][1]


# -- writing, for the virtual card


def encode(*entries: bytes) -> bytes:
    """Return a SET of entries."""
    return tlv.encode(_SET, b"".join(entries))


def encode_pace(mapping: Mapping, suite: Suite, parameters: int) -> bytes:
    """Return one PACEInfo."""
    return _entry(_PACE + bytes([mapping, _arc(suite)]), _integer(2), _integer(parameters))


def encode_chip_authentication(kind: KeyKind, suite: Suite, public_key: bytes) -> bytes:
    """Return the ChipAuthenticationInfo and the ChipAuthenticationPublicKeyInfo for one key."""
    info = _entry(CHIP_AUTHENTICATION + bytes([kind, _arc(suite)]), _integer(1))
    return info + _entry(_CHIP_KEY + bytes([kind]), public_key)


def encode_active(signature_oid: bytes) -> bytes:
    """Return the ActiveAuthenticationInfo for an elliptic curve key."""
    return _entry(_ACTIVE, _integer(1), tlv.encode(_OID, signature_oid))


def _arc(suite: Suite) -> int:
    return next(arc for arc, known in _SUITES.items() if known is suite)


def _integer(value: int) -> bytes:
    return tlv.encode(_INTEGER, bytes([value]))


def _entry(oid: bytes, *parts: bytes) -> bytes:
    return tlv.encode(_SEQUENCE, tlv.encode(_OID, oid) + b"".join(parts))
