"""Strings, numbers, booleans and node-sets, and how one becomes another.

XPath 1.0 (section 4) with ODK's additions: a date or date-time counts as days since 1970 where a number is
wanted (specification, "XPath operators"), and NaN is the empty string, for an instance holds no "NaN".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal

from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.dates import days_of

Nodes = list[Element]
Value = str | float | bool | Nodes

NAN = float("nan")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_SPACE = " \t\r\n"
_SAFE_INTEGER = 2**53


class Moment(float):
    """A date that is also a number of days: arithmetic takes the days, text takes the date."""

    __slots__ = ("shown",)
    shown: str

    def __new__(cls, days: float, shown: str) -> Moment:  # noqa: PYI034 -- a float's own way
        moment = super().__new__(cls, days)
        moment.shown = shown
        return moment


def number_of_text(text: str, zone: tzinfo) -> float:
    """Return the number that a text stands for; days since 1970 for a date; NaN for neither."""
    stripped = text.strip(_SPACE)
    if _NUMBER.match(stripped):
        return float(stripped)
    if text[4:5] == "-":
        days = days_of(text, zone)
        return NAN if days is None else days
    return math.inf if stripped == "Infinity" else -math.inf if stripped == "-Infinity" else NAN


def text_of_number(number: float) -> str:
    """Return a number as an instance holds it: no exponent, no `.0`, and nothing for NaN."""
    if isinstance(number, Moment):
        return number.shown
    if number != number:  # noqa: PLR0124 -- NaN
        return ""
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _SAFE_INTEGER:
        return str(int(number))
    return format(Decimal(repr(float(number))), "f").removesuffix(".0")


def to_text(value: Value) -> str:
    """`string()`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return text_of_number(value)
    return value[0].text() if value else ""


def to_number(value: Value, zone: tzinfo) -> float:
    """`number()`."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return number_of_text(to_text(value), zone)


def to_boolean(value: Value) -> bool:
    """`boolean()`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0  # noqa: PLR0124 -- NaN is false
    return len(value) > 0


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compare(operator: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """Compare two values (XPath 1.0, 3.4): a node-set compares when one of its nodes does."""
    if isinstance(left, bool) or isinstance(right, bool):
        if operator in {"=", "!="}:
            return (to_boolean(left) == to_boolean(right)) == (operator == "=")
        return _ORDER[operator](float(_boolean_side(left, zone)), float(_boolean_side(right, zone)))
    for one in _atoms(left):
        for other in _atoms(right):
            if _compare_atoms(operator, one, other, zone):
                return True
    return False


def _boolean_side(value: Value, zone: tzinfo) -> float:
    return float(to_boolean(value)) if isinstance(value, list) else to_number(value, zone)


def _atoms(value: Value) -> list[str | float]:
    if isinstance(value, list):
        return [node.text() for node in value]
    return [value]


def _compare_atoms(operator: str, one: str | float, other: str | float, zone: tzinfo) -> bool:
    if operator in {"=", "!="}:
        if isinstance(one, str) and isinstance(other, str):
            return (one == other) == (operator == "=")
        return (to_number(one, zone) == to_number(other, zone)) == (operator == "=")
    return _ORDER[operator](to_number(one, zone), to_number(other, zone))
