"""BER-TLV as ISO/IEC 7816-4 uses it: definite lengths, tags of one or two bytes."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.idcard.faults import malformed

_LONG_TAG = 0x1F
_MORE_TAG_BYTES = 0x80
_LONG_LENGTH = 0x80
_MAX_LENGTH_BYTES = 3


def encode(tag: int, value: bytes) -> bytes:
    """Return tag, length and value."""
    return encode_tag(tag) + encode_length(len(value)) + value


def encode_tag(tag: int) -> bytes:
    """Return the tag's bytes; `tag` is written as in the standards, such as 0x7F49."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big")


def encode_length(length: int) -> bytes:
    """Return the shortest definite length."""
    if length < _LONG_LENGTH:
        return bytes([length])
    body = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([_LONG_LENGTH | len(body)]) + body


def read_header(data: bytes, at: int = 0) -> tuple[int, int, int]:
    """Return tag, length of the value, and where the value begins. Raises CardFault MALFORMED."""
    tag, at = _read_tag(data, at)
    if at >= len(data):
        raise malformed("length missing")
    first, at = data[at], at + 1
    if first < _LONG_LENGTH:
        return tag, first, at
    count = first & 0x7F
    if not 1 <= count <= _MAX_LENGTH_BYTES or at + count > len(data):
        raise malformed("length of length")
    return tag, int.from_bytes(data[at : at + count], "big"), at + count


def _read_tag(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise malformed("tag missing")
    tag, at = data[at], at + 1
    if tag & _LONG_TAG == _LONG_TAG:
        if at >= len(data) or data[at] & _MORE_TAG_BYTES:
            raise malformed("tag too long")
        tag, at = tag << 8 | data[at], at + 1
    return tag, at


def read(data: bytes, at: int = 0) -> tuple[int, bytes, int]:
    """Return tag, value, and where the next object begins. Raises CardFault MALFORMED."""
    tag, length, start = read_header(data, at)
    if start + length > len(data):
        raise malformed("value cut short")
    return tag, data[start : start + length], start + length


def walk(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each object's tag and value. Raises CardFault MALFORMED on anything else."""
    at = 0
    while at < len(data):
        tag, value, at = read(data, at)
        yield tag, value


def unwrap(data: bytes, tag: int) -> bytes:
    """Return the value of the one object that `data` begins with, which must have `tag`."""
    found, value, _ = read(data)
    if found != tag:
        raise malformed(f"tag {found:X} instead of {tag:X}")
    return value


def find(data: bytes, tag: int) -> bytes | None:
    """Return the value of the first object with `tag`, or None."""
    return next((value for found, value in walk(data) if found == tag), None)


def minimal(number: int) -> bytes:
    """Return an unsigned number in as few bytes as it needs, one at least."""
    return number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big")
