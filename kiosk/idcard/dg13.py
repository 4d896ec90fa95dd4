"""DG13, Việt Nam's national data, as a table: a field's number, its name, how its value is read and written.

    6D { SEQUENCE { INTEGER 1, OID 1.0.10646.1.0.8, SET { SEQUENCE { INTEGER n, value? } … } } }

Some cards leave the inner wrapper out. Open readers agree on most of the numbers, not on 15, 16: a value
of nine digits is the old number, whichever of them holds it. Strict about form, tolerant about absence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.idcard import tlv
from kiosk.idcard.faults import malformed
from kiosk.idcard.holder import Holder

TAG = 0x6D
_SEQUENCE, _SET, _INTEGER, _OID = 0x30, 0x31, 0x02, 0x06
_UTF8, _PRINTABLE = 0x0C, 0x13
_TEXT_TAGS = (_UTF8, _PRINTABLE, 0x16, 0x1A)
_CHARACTER_SET = bytes.fromhex("28D316010008")
_NO_END = "không thời hạn"
_OLD_NUMBER = re.compile(r"[0-9]{9}\Z")
_NUMBER = re.compile(r"[0-9]{12}\Z")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})\Z")
_PART_OF_A_DAY = re.compile(r"(?:00/)?(?:(?:00|0[1-9]|1[0-2])/)?\d{4}\Z", re.ASCII)
_LONGEST = 1000
_WRAPPERS = 3

Value = str | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """One numbered field: what `Holder` calls it, and its form."""

    number: int
    name: str
    read: Callable[[str], Value]


def _text(value: str) -> str:
    return value


def _personal_number(value: str) -> str:
    if not _NUMBER.match(value):
        raise malformed("DG13: personal number")
    return value


def _day(value: str) -> date:
    match = _DATE.match(value)
    if match is None:
        raise malformed("DG13: date")
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise malformed("DG13: date") from None


def _birth(value: str) -> date | None:
    """Where only the year, or month and year, are known, there is no day to tell."""
    return None if _PART_OF_A_DAY.match(value) else _day(value)


def _end(value: str) -> date | None:
    return None if value.casefold() == _NO_END else _day(value)


def _old_number(value: str) -> str | None:
    return value if _OLD_NUMBER.match(value) else None


FIELDS: tuple[Field, ...] = (
    Field(1, "personal_number", _personal_number),
    Field(2, "full_name", _text),
    Field(3, "date_of_birth", _birth),
    Field(4, "sex", _text),
    Field(5, "nationality", _text),
    Field(6, "ethnicity", _text),
    Field(7, "religion", _text),
    Field(8, "place_of_origin", _text),
    Field(9, "place_of_residence", _text),
    Field(10, "identifying_features", _text),
    Field(11, "date_of_issue", _day),
    Field(12, "date_of_expiry", _end),
    Field(14, "spouse_name", _text),
    Field(15, "old_id_number", _old_number),
    Field(16, "old_id_number", _old_number),
)
PARENTS = 13
_BY_NUMBER = {field.number: field for field in FIELDS}


def parse(data: bytes) -> Holder:
    """Return the holder. Raises CardFault MALFORMED for a wrong form or a missing personal number."""
    values: dict[str, Value] = {}
    for number, parts in _fields(data):
        if number == PARENTS:
            names = [_decode(tag, raw) for tag, raw in _flat(parts)]
            values |= dict(
                zip(("father_name", "mother_name"), (name or None for name in names), strict=False)
            )
        elif number in _BY_NUMBER and parts:
            field = _BY_NUMBER[number]
            text = _decode(*parts[0])
            if text and (value := field.read(text)) is not None:
                values.setdefault(field.name, value)
    if "personal_number" not in values:
        raise malformed("DG13: no personal number")
    return Holder(**values)  # type: ignore[arg-type]  # the table gives each name its own type


def _fields(data: bytes) -> Iterator[tuple[int, list[tuple[int, bytes]]]]:
    seen: set[int] = set()
    for tag, body in tlv.walk(_inner(tlv.unwrap(data, TAG))):
        parts = list(tlv.walk(body)) if tag == _SEQUENCE else []
        if not parts or parts[0][0] != _INTEGER:
            raise malformed("DG13: field")
        number = int.from_bytes(parts[0][1], "big")
        if number in seen:
            raise malformed(f"DG13: field {number} twice")
        seen.add(number)
        yield number, parts[1:]


def _inner(content: bytes) -> bytes:
    """Return the fields one after another, whatever wrappers stand around them."""
    for _ in range(_WRAPPERS):
        objects = list(tlv.walk(content))
        sets = [value for tag, value in objects if tag == _SET]
        if len(sets) == 1 and all(tag in (_INTEGER, _OID, _SET) for tag, _ in objects):
            return sets[0]
        if len(objects) != 1 or objects[0][0] != _SEQUENCE or objects[0][1][:1] == bytes([_INTEGER]):
            break
        content = objects[0][1]
    return _without_head(content)


def _without_head(content: bytes) -> bytes:
    """Unwrap a lone head `SEQUENCE { INTEGER 1, OID, SET }`; leave fields as they are."""
    objects = list(tlv.walk(content))
    if len(objects) == 1 and objects[0][0] == _SEQUENCE:
        parts = list(tlv.walk(objects[0][1]))
        if [tag for tag, _ in parts] == [_INTEGER, _OID, _SET]:
            return parts[2][1]
    return content


def _flat(parts: list[tuple[int, bytes]], depth: int = 2) -> Iterator[tuple[int, bytes]]:
    """Yield the texts, whether bare or each in a sequence of its own."""
    for tag, value in parts:
        if tag == _SEQUENCE and depth:
            yield from _flat(list(tlv.walk(value)), depth - 1)
        else:
            yield tag, value


def _decode(tag: int, raw: bytes) -> str:
    if tag not in _TEXT_TAGS or len(raw) > _LONGEST:
        raise malformed("DG13: text")
    try:
        text = raw.decode("utf-8" if tag == _UTF8 else "ascii")
    except UnicodeDecodeError:
        raise malformed("DG13: text") from None
    text = unicodedata.normalize("NFC", text).strip()
    if not text.isprintable():
        raise malformed("DG13: text")
    return text


# -- writing, for the virtual card


def encode(holder: Holder, *, wrapped: bool = True, nested_parents: bool = False) -> bytes:
    """Return DG13 for a holder; the two options are the variants that open readers know."""
    fields = [
        _field(field.number, _written(field.number, getattr(holder, field.name))) for field in FIELDS[:-1]
    ]
    parents = [_utf8(name or "") for name in (holder.father_name, holder.mother_name)]
    if nested_parents:
        parents = [tlv.encode(_SEQUENCE, name) for name in parents]
    if holder.father_name or holder.mother_name:
        fields.append(_field(PARENTS, tlv.encode(_SEQUENCE, b"".join(parents))))
    body = tlv.encode(_SET, b"".join(fields))
    if wrapped:
        head = tlv.encode(_INTEGER, b"\x01") + tlv.encode(_OID, _CHARACTER_SET)
        body = tlv.encode(_SEQUENCE, head + body)
    return tlv.encode(TAG, body)


def _field(number: int, value: bytes) -> bytes:
    return tlv.encode(_SEQUENCE, tlv.encode(_INTEGER, bytes([number])) + value) if value else b""


def _written(number: int, value: Value) -> bytes:
    if number == 1:
        return tlv.encode(_PRINTABLE, str(value).encode("ascii"))
    if isinstance(value, date):
        return tlv.encode(_PRINTABLE, f"{value:%d/%m/%Y}".encode("ascii"))
    if number == _BY_NAME["date_of_expiry"] and value is None:
        return _utf8("Không thời hạn")
    return _utf8(value) if value else b""


def _utf8(text: str) -> bytes:
    return tlv.encode(_UTF8, text.encode("utf-8"))


_BY_NAME = {field.name: field.number for field in FIELDS[:-1]}
