"""What an instance may hold for each data type, and how an answer is brought to that form.

`normalise` is forgiving, for defaults and calculations: what doesn't fit becomes empty. `accept` is for
people's answers: what doesn't fit is refused (specification, "Data Types").
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.xpath.dates import is_time, moment_of
from kiosk.xforms.xpath.functions.geo import point_of
from kiosk.xforms.xpath.values import NAN

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?\Z", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?\Z", re.ASCII)
_INT_MIN, _INT_MAX = -(2**31), 2**31 - 1
_PLACE_PARTS = 4
_SHAPE_POINTS = 3
MAX_ANSWER = 100_000


def normalise(datatype: str, text: str) -> str:
    """Return the text as the data type holds it; empty when it doesn't fit."""
    coder = _CODERS.get(datatype)
    return text if coder is None or not text else coder(text)


def accept(datatype: str, text: str, where: str) -> str:
    """Return a person's answer as the data type holds it.

    Raises XFormError VALUE_REFUSED, TOO_LARGE (over 100,000 characters). The error doesn't quote the answer.
    """
    if len(text) > MAX_ANSWER:
        raise XFormError(XFormCode.TOO_LARGE, where, f"an answer of more than {MAX_ANSWER} characters")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\t\n\r" for letter in text):
        raise XFormError(XFormCode.VALUE_REFUSED, where, "control characters")
    answer = unicodedata.normalize("NFC", text)
    held = normalise(datatype, answer)
    if answer.strip() and not held:
        raise XFormError(XFormCode.VALUE_REFUSED, where, f"not of type {datatype}")
    return held


def number_in(text: str) -> float:
    """Return a plain number; NaN for anything else."""
    stripped = text.strip()
    return float(stripped) if _NUMBER.match(stripped) else NAN


def _int(text: str) -> str:
    number = number_in(text)
    if not math.isfinite(number) or not _INT_MIN <= math.trunc(number) <= _INT_MAX:
        return ""
    return str(math.trunc(number))


def _decimal(text: str) -> str:
    number = number_in(text)
    return show_decimal(number) if math.isfinite(number) else ""


def show_decimal(number: float) -> str:
    """Return a decimal with a fraction of at least one digit, never an exponent."""
    text = format(Decimal(repr(number)), "f")
    return text if "." in text else f"{text}.0"


def _date(text: str) -> str:
    match = _DATE.match(text)
    if match is None:
        return ""
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return ""


def _time(text: str) -> str:
    return text if is_time(text) else ""


def _date_time(text: str) -> str:
    from datetime import UTC

    return text if _DATE_TIME.match(text) and moment_of(text, UTC) is not None else ""


def _geopoint(text: str) -> str:
    parts = [number_in(part) for part in text.split()]
    if len(parts) < 2 or any(math.isnan(part) for part in parts[:_PLACE_PARTS]):  # noqa: PLR2004
        return ""
    if point_of(text) is None or (parts[0] == 0 and parts[1] == 0):
        return ""
    return " ".join(show_decimal(part) for part in parts[:_PLACE_PARTS])


def _points(text: str) -> list[str]:
    parts = text.split(";")
    if parts and not parts[-1].strip():
        parts.pop()
    return [_geopoint(part) for part in parts]


def _is_closed(points: list[str]) -> bool:
    return points[0].split()[:2] == points[-1].split()[:2]


def _geotrace(text: str) -> str:
    points = _points(text)
    if len(points) < 2 or "" in points or _is_closed(points):  # noqa: PLR2004
        return ""
    return ";".join(points)


def _geoshape(text: str) -> str:
    points = _points(text)
    if len(points) < _SHAPE_POINTS or "" in points or not _is_closed(points):
        return ""
    return ";".join(points)


_CODERS: dict[str, Callable[[str], str]] = {
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _geopoint,
    "geotrace": _geotrace,
    "geoshape": _geoshape,
}
