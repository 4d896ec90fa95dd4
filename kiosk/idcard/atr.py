"""What an answer to reset says about lengths. Source: ISO/IEC 7816-4, 12.1.1 (card capabilities)."""

from __future__ import annotations

from kiosk.idcard.channel import Limits

_CAPABILITIES = 0x7
_EXTENDED = 0x40
_CATEGORY_TLV = (0x80, 0x00)
EXTENDED_BLOCK = 4096
"""Bytes asked for in one extended answer: whole files but the photograph."""


def limits_of(atr: bytes) -> Limits:
    """Return what the card says it takes; short lengths when it says nothing."""
    capabilities = _capabilities(_historical(atr))
    extended = len(capabilities) == 3 and bool(capabilities[2] & _EXTENDED)  # noqa: PLR2004 -- the third byte
    return Limits(EXTENDED_BLOCK if extended else None)


def _historical(atr: bytes) -> bytes:
    """Return the historical bytes: what stands behind the interface bytes."""
    if len(atr) < 2:  # noqa: PLR2004 -- TS and T0
        return b""
    count, at = atr[1] & 0xF, 2
    present = atr[1] >> 4
    while present:
        following = present & 0x8
        at += present.bit_count()
        present = atr[at - 1] >> 4 if following and at <= len(atr) else 0
    return atr[at : at + count]


def _capabilities(historical: bytes) -> bytes:
    if historical[:1] not in (bytes([category]) for category in _CATEGORY_TLV):
        return b""
    at = 1
    while at < len(historical):
        tag, length = historical[at] >> 4, historical[at] & 0xF
        value = historical[at + 1 : at + 1 + length]
        if tag == _CAPABILITIES:
            return value
        at += 1 + length
    return b""
