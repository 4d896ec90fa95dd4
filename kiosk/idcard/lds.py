"""The logical data structure's plain files: EF.COM and DG1. Source: ICAO 9303-10, section 4."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.idcard import tlv
from kiosk.idcard.faults import malformed
from kiosk.idcard.mrz import Zone, parse_text

DG1_TAG, COM_TAG, SOD_TAG = 0x61, 0x60, 0x77
_ZONE, _LDS_VERSION, _UNICODE_VERSION, _TAG_LIST = 0x5F1F, 0x5F01, 0x5F36, 0x5C
GROUP_TAGS: dict[int, int] = {
    0x61: 1, 0x75: 2, 0x63: 3, 0x76: 4, 0x65: 5, 0x66: 6, 0x67: 7, 0x68: 8,
    0x69: 9, 0x6A: 10, 0x6B: 11, 0x6C: 12, 0x6D: 13, 0x6E: 14, 0x6F: 15, 0x70: 16,
}  # fmt: skip
"""Outer tag of a data group's file → its number."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What EF.COM lists. It isn't signed: it says what to look for, never what to believe."""

    lds_version: str
    unicode_version: str
    groups: tuple[int, ...]


def parse_com(data: bytes) -> Contents:
    """Return EF.COM's content. Raises CardFault MALFORMED."""
    objects = dict(tlv.walk(tlv.unwrap(data, COM_TAG)))
    try:
        lds, text = (objects[tag].decode("ascii") for tag in (_LDS_VERSION, _UNICODE_VERSION))
        groups = tuple(GROUP_TAGS[tag] for tag in objects[_TAG_LIST])
    except (KeyError, UnicodeDecodeError):
        raise malformed("EF.COM") from None
    return Contents(lds, text, groups)


def encode_com(groups: tuple[int, ...]) -> bytes:
    """Return EF.COM for these data groups (LDS 1.7, Unicode 4.0.0)."""
    tags = {number: tag for tag, number in GROUP_TAGS.items()}
    body = tlv.encode(_LDS_VERSION, b"0107") + tlv.encode(_UNICODE_VERSION, b"040000")
    return tlv.encode(COM_TAG, body + tlv.encode(_TAG_LIST, bytes(tags[number] for number in groups)))


def parse_dg1(data: bytes) -> Zone:
    """Return the machine-readable zone. Raises CardFault MALFORMED."""
    zone = tlv.find(tlv.unwrap(data, DG1_TAG), _ZONE)
    if zone is None:
        raise malformed("DG1")
    try:
        return parse_text(zone.decode("ascii"))
    except UnicodeDecodeError:
        raise malformed("DG1") from None


def encode_dg1(lines: tuple[str, ...]) -> bytes:
    """Return DG1 for a zone."""
    return tlv.encode(DG1_TAG, tlv.encode(_ZONE, "".join(lines).encode("ascii")))
