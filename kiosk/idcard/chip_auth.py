"""Chip authentication, the reader's side. Source: ICAO 9303-11, section 6.2; BSI TR-03110-1, 3.4.

The chip proves that it holds the private key for a public key that the issuer signed in DG14: only then can
it answer under the new session's keys. It convinces the reader that ran it, and nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.idcard import dh_keys, keys, security_infos, tlv
from kiosk.idcard.apdu import SHORT_LE, Command
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.groups import Group
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.modp import ModpGroup
from kiosk.idcard.pace import TEMPLATE, Send
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import ChipKeyInfo, KeyKind, SecurityInfos
from kiosk.idcard.suites import Suite

DG14_TAG = 0x6E
_TDES_ARC = 1
_RANK = {Suite.AES256: 0, Suite.AES192: 1, Suite.AES128: 2, Suite.TDES: 3}


@dataclass(frozen=True, slots=True)
class ChipKey:
    """How to authenticate a chip: cipher, identifier, group and public element."""

    suite: Suite
    oid: bytes
    key_id: int | None
    group: Group | ModpGroup
    point: bytes


def parse_dg14(data: bytes) -> SecurityInfos:
    """Return what DG14 offers. Raises CardFault MALFORMED."""
    return security_infos.parse(tlv.unwrap(data, DG14_TAG))


def choose(infos: SecurityInfos) -> ChipKey | None:
    """Return the strongest way that we can run, or None when the card offers none.

    A key without its info means 3DES (ICAO 9303-11, 9.2.5). Raises CardFault UNSUPPORTED, MALFORMED.
    """
    found: list[ChipKey] = []
    unusable: CardFault | None = None
    for info in infos.chip_keys:
        try:
            group, point = _public(info)
        except CardFault as fault:
            if fault.fault is not Fault.UNSUPPORTED:
                raise
            unusable = fault
            continue
        ways = [
            (way.suite, way.oid, way.key_id)
            for way in infos.chip_authentication
            if way.kind is info.kind and (None in (info.key_id, way.key_id) or way.key_id == info.key_id)
        ]
        tdes = security_infos.CHIP_AUTHENTICATION + bytes([info.kind, _TDES_ARC])
        for suite, oid, key_id in ways or [(Suite.TDES, tdes, info.key_id)]:
            found.append(ChipKey(suite, oid, key_id, group, point))
    if unusable is not None and not found:
        raise unusable
    return min(found, key=lambda key: _RANK[key.suite], default=None)


def _public(info: ChipKeyInfo) -> tuple[Group | ModpGroup, bytes]:
    if info.kind is KeyKind.DH:
        return dh_keys.parse(info.public_key)
    public, _ = keys.parse_public_key(info.public_key)
    return keys.curve_of(public), bytes(public["public_key"].native)


def run(send: Send, key: ChipKey, rng: Rng) -> SecureMessaging:
    """Run the protocol and return the reader's end of the new session; its first good answer is the proof.

    Raises CardFault COPIED when the chip refuses.
    """
    private = key.group.private_key(rng)
    public = key.group.public_key(private)
    if key.suite is Suite.TDES:
        _set_kat(send, key, public)
    else:
        _set_at(send, key, public)
    secret = key.group.shared_secret(private, key.point)
    return SecureMessaging(key.suite, key.suite.session_keys(secret))


def _reference(key: ChipKey) -> bytes:
    return b"" if key.key_id is None else tlv.encode(0x84, tlv.minimal(key.key_id))


def _set_kat(send: Send, key: ChipKey, public: bytes) -> None:
    _require(send, Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, public) + _reference(key)))


def _set_at(send: Send, key: ChipKey, public: bytes) -> None:
    _require(send, Command(0x00, 0x22, 0x41, 0xA4, tlv.encode(0x80, key.oid) + _reference(key)))
    data = tlv.encode(TEMPLATE, tlv.encode(0x80, public))
    _require(send, Command(0x00, 0x86, 0, 0, data, SHORT_LE))


def _require(send: Send, command: Command) -> None:
    answer = send(command)
    if not answer.ok:
        raise CardFault(Fault.COPIED, f"chip authentication {answer.sw:04X}", status=answer.sw)
