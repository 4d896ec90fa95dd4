"""Personal numbers and telephone numbers. Pure.

A personal number has 12 digits: province (3), century and sex (1), year (2), random (6); no check digit
(Nghị định 137/2015/NĐ-CP, Điều 13). Only length and digits refuse; everything else is a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_NUMBER = re.compile(r"[0-9]{12}")
_SEPARATORS = re.compile(r"[\s.\-]")
_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{8,9}")
_FEMALE = ("nữ", "f", "female")


class Doubt(StrEnum):
    """What in a personal number doesn't fit what else is known; ask, never refuse."""

    SEX = "sex"
    YEAR = "year"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """What the digits say. `year` is the year of birth; the digits never give the whole date."""

    digits: str = field(repr=False)
    province: str
    """Three digits; `0` and the province's code of before July 2025."""
    female: bool
    year: int


def personal_number(text: str) -> PersonalNumber | None:
    """Return what a personal number says, typed with or without spaces; None unless it is twelve digits."""
    digits = _SEPARATORS.sub("", text)
    if not _NUMBER.fullmatch(digits):
        return None
    century_and_sex = int(digits[3])
    return PersonalNumber(
        digits,
        digits[:3],
        female=century_and_sex % 2 == 1,
        year=1900 + century_and_sex // 2 * 100 + int(digits[4:6]),
    )


def doubts(
    number: PersonalNumber,
    *,
    sex: str | None = None,
    born: date | None = None,
    provinces: frozenset[str] = frozenset(),
) -> tuple[Doubt, ...]:
    """Return what doesn't fit. `provinces` are the known three-digit codes; empty: not looked at."""
    found: list[Doubt] = []
    if sex and (sex.strip().lower() in _FEMALE) != number.female:
        found.append(Doubt.SEX)
    if born and born.year != number.year:
        found.append(Doubt.YEAR)
    if provinces and number.province not in provinces:
        found.append(Doubt.PROVINCE)
    return tuple(found)


def spaced_number(digits: str) -> str:
    """Return a personal number as people read it aloud: `014 087 003 512`."""
    return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))


def masked_number(digits: str) -> str:
    """Return it with the middle hidden: `014 087 ••• 512`; all of it when it isn't twelve digits."""
    if not _NUMBER.fullmatch(digits):
        return "•" * len(digits)
    return f"{digits[:3]} {digits[3:6]} ••• {digits[9:]}"


def phone(text: str) -> str | None:
    """Return a Vietnamese telephone number in E.164 (`+84987000214`); None when it isn't one.

    Mobile: ten digits from 03, 05, 07, 08, 09. Landline: 02 and eight or nine more. `+84` drops the 0.
    """
    digits = _SEPARATORS.sub("", text).replace("(", "").replace(")", "")
    local = re.sub(r"^(\+84|0084|84(?=[0-9]{9,10}$))0?", "0", digits)
    if _MOBILE.fullmatch(local) or _LANDLINE.fullmatch(local):
        return "+84" + local[1:]
    return None


def spaced_phone(e164: str) -> str:
    """Return a number as people write it: `0987 000 214`, `0212 3852 123`."""
    local = "0" + e164.removeprefix("+84")
    return f"{local[:4]} {local[4:-3]} {local[-3:]}" if local[1] != "2" else f"{local[:4]} {local[4:]}"


def masked_phone(e164: str) -> str:
    """Return it with the middle hidden: `0987 ••• 214`."""
    local = "0" + e164.removeprefix("+84")
    return f"{local[:4]} ••• {local[-3:]}"
