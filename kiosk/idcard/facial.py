"""DG2: the portrait, as the bytes of a JPEG or JPEG 2000. Decoding pixels is the caller's business.

Source: ICAO 9303-10, 4.7.2; ISO/IEC 19794-5:2005, section 5; ISO/IEC 7816-11 (the biometric template).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from kiosk.idcard import tlv
from kiosk.idcard.faults import CardFault, Fault, malformed

TAG = 0x75
_GROUP, _COUNT, _ONE, _HEAD = 0x7F61, 0x02, 0x7F60, 0xA1
_PLAIN, _CONSTRUCTED = 0x5F2E, 0x7F2E
_RECORD = struct.Struct(">4s4sIH")
_FACE = struct.Struct(">IH14s")
_IMAGE = struct.Struct(">BBHHBBHH")
_POINT_BYTES = 8
_MAGIC, _VERSION = b"FAC\0", b"010\0"
_JPEG, _JPEG2000 = 0, 1


@dataclass(frozen=True, slots=True)
class Portrait:
    """One image as stored, `image/jpeg` or `image/jp2`; the sizes are what the record claims."""

    media_type: str
    data: bytes = field(repr=False)
    width_px: int
    height_px: int


def parse(dg2: bytes) -> Portrait:
    """Return the first image. Raises CardFault MALFORMED; UNSUPPORTED for other encodings than 19794-5."""
    group = tlv.find(tlv.unwrap(dg2, TAG), _GROUP)
    first = tlv.find(group or b"", _ONE)
    if first is None:
        raise malformed("DG2: template")
    record = tlv.find(first, _PLAIN) or tlv.find(first, _CONSTRUCTED)
    if record is None:
        raise malformed("DG2: record")
    return _parse_record(record)


def _parse_record(record: bytes) -> Portrait:
    if record[:4] != _MAGIC:
        raise CardFault(Fault.UNSUPPORTED, "DG2: not ISO/IEC 19794-5")
    try:
        _, _, length, faces = _RECORD.unpack_from(record)
        block, points, _ = _FACE.unpack_from(record, _RECORD.size)
        at = _RECORD.size + _FACE.size + points * _POINT_BYTES
        _, kind, width, height, *_ = _IMAGE.unpack_from(record, at)
    except struct.error:
        raise malformed("DG2: record cut short") from None
    start, end = at + _IMAGE.size, _RECORD.size + block
    if not faces or length > len(record) or not start < end <= len(record):
        raise malformed("DG2: lengths")
    if kind not in (_JPEG, _JPEG2000):
        raise CardFault(Fault.UNSUPPORTED, f"DG2: image type {kind}")
    return Portrait("image/jpeg" if kind == _JPEG else "image/jp2", record[start:end], width, height)


def encode(portrait: Portrait) -> bytes:
    """Return DG2 with one image, for the virtual card."""
    kind = _JPEG if portrait.media_type == "image/jpeg" else _JPEG2000
    image = _IMAGE.pack(1, kind, portrait.width_px, portrait.height_px, 1, 2, 0, 0) + portrait.data
    face = _FACE.pack(_FACE.size + len(image), 0, bytes(14)) + image
    record = _RECORD.pack(_MAGIC, _VERSION, _RECORD.size + len(face), 1) + face
    head = tlv.encode(_HEAD, tlv.encode(0x81, b"\x02") + tlv.encode(0x87, b"\x01\x01"))
    one = tlv.encode(_ONE, head + tlv.encode(_PLAIN, record))
    return tlv.encode(TAG, tlv.encode(_GROUP, tlv.encode(_COUNT, b"\x01") + one))
