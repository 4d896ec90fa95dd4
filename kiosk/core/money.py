"""Đồng in digits and in words, dates in words, and both read back. Pure.

Words as on Vietnamese payment papers: a zero hundred inside a number is said (một nghìn không trăm linh năm),
an empty group of three isn't.
"""

from __future__ import annotations

import re
from datetime import date

from kiosk.core.text import fold

LIMIT = 999_999_999_999
"""999 tỷ and all below it."""
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_TEN = 10
_HUNDRED = 100


def grouped(amount: int) -> str:
    """Return `135000` as `135.000 đồng`; number and unit are joined by a no-break space."""
    return f"{amount:,}".replace(",", ".") + "\u00a0đồng"


def number_words(number: int) -> str:
    """Return a whole number from 0 to 999 999 999 999 in words. Raises ValueError outside."""
    if not 0 <= number <= LIMIT:
        raise ValueError(number)
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    for size, name in _GROUPS:
        group = number // size % 1000
        if group:
            parts += [_three(group, full=bool(parts)), name]
    return " ".join(part for part in parts if part)


def amount_words(amount: int) -> str:
    """Return an amount as receipts write it: `Một trăm ba mươi lăm nghìn đồng`."""
    words = f"{number_words(amount)} đồng"
    return words[0].upper() + words[1:]


def _three(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, _HUNDRED)
    parts = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, ones = divmod(rest, _TEN)
    if tens == 0 and ones:
        parts += (["linh"] if parts else []) + [_DIGITS[ones]]
    elif tens:
        parts += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        parts += [_ones(ones, tens)] if ones else []
    return " ".join(parts)


def _ones(ones: int, tens: int) -> str:
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return special.get(ones, _DIGITS[ones])


def date_words(day: date) -> str:
    """Return a date as civil-status forms write it: `Ngày mùng năm tháng tư năm hai nghìn …`."""
    numbered = f"mùng {number_words(day.day)}" if day.day <= _TEN else number_words(day.day)
    month = "tư" if day.month == 4 else number_words(day.month)  # noqa: PLR2004 -- the fourth month
    return f"Ngày {numbered} tháng {month} năm {number_words(day.year)}"


_VALUES = {
    **{fold(word): value for value, word in enumerate(_DIGITS)},
    "mot": 1,
    "tu": 4,
    "lam": 5,
    "nham": 5,
    "bay": 7,
}
_SIZES = {"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "ty": 1_000_000_000, "ti": 1_000_000_000}
_IGNORED = {"linh", "le", "dong", "chan"}


def read_number(words: str) -> int:
    """Return the number that words say; also lẻ, ngàn, tỉ and words without marks. Raises ValueError."""
    total = group = 0
    pending: int | None = None
    said = [word for word in re.findall(r"[a-z]+", fold(words)) if word not in _IGNORED]
    if not said:
        raise ValueError(words)
    for word in said:
        if word in _VALUES:
            group, pending = group + (pending or 0), _VALUES[word]
        elif word == "muoi":
            group, pending = group + (10 if pending is None else pending * 10), None
        elif word == "tram":
            group, pending = group + (pending or 0) * 100, None
        elif word in _SIZES:
            total, group, pending = total + (group + (pending or 0)) * _SIZES[word], 0, None
        else:
            raise ValueError(words)
    return total + group + (pending or 0)


_MONTH_NAMES = {"gieng": 1, "chap": 12}
_DATE = re.compile(r"(?:ngay )?(?:mung |mong )?(?P<day>.+?),? thang (?P<month>.+?),? nam (?P<year>.+)")


def read_date(words: str) -> date:
    """Return the date that words say. Raises ValueError."""
    found = _DATE.fullmatch(" ".join(fold(words).split()))
    if not found:
        raise ValueError(words)
    month = (
        1 if found["month"] == "gieng" else 12 if found["month"] == "chap" else read_number(found["month"])
    )
    return date(read_number(found["year"]), month, read_number(found["day"]))
