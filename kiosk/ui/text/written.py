"""Dates, money and numbers as people read them, in Vietnamese and English. No Qt here.

A number and its unit are joined by a no-break space, so that they stay together on one line.
"""

from __future__ import annotations

from datetime import date, datetime

_WEEKDAYS_VI = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_JOIN = "\u00a0"
_HIDDEN = "•••"


def weekday(day: date, language: str) -> str:
    """Return `Thứ tư` or `Wednesday`."""
    return (_WEEKDAYS_EN if language == "en" else _WEEKDAYS_VI)[day.weekday()]


def short_date(day: date) -> str:
    """Return `17/05/2017`."""
    return f"{day:%d/%m/%Y}"


def dated(day: date, language: str) -> str:
    """Return `Thứ tư, 17/05/2017`."""
    return f"{weekday(day, language)}, {short_date(day)}"


def date_in_words(day: date, language: str) -> str:
    """Return `Thứ tư, ngày 17 tháng 5 năm 2017`."""
    if language == "en":
        return f"{weekday(day, language)}, {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    return f"{weekday(day, language)}, ngày {day.day} tháng {day.month} năm {day.year}"


def clock(moment: datetime) -> str:
    """Return `9:41`."""
    return f"{moment.hour}:{moment:%M}"


def money(amount: int, language: str) -> str:
    """Return `135.000 đồng`."""
    grouped = f"{amount:,}"
    return f"{grouped if language == 'en' else grouped.replace(',', '.')}{_JOIN}đồng"


def grouped(digits: str) -> str:
    """Return digits in threes (`014 087 000 512`); a ten-digit phone number as 4 3 3."""
    first = 4 if len(digits) == 10 else 3  # noqa: PLR2004 -- Vietnamese mobile numbers
    parts = [digits[:first]] + [digits[i : i + 3] for i in range(first, len(digits), 3)]
    return _JOIN.join(part for part in parts if part)


def masked(digits: str) -> str:
    """Return the number with its middle hidden: `014 087 ••• 512`."""
    parts = grouped(digits).split(_JOIN)
    if len(parts) < 3:  # noqa: PLR2004 -- nothing would be left to hide
        return _HIDDEN
    return _JOIN.join([*parts[:-2], _HIDDEN, parts[-1]])


def time_past(day: date, today: date, language: str) -> str:
    """Return how long ago, in whole years and months; empty for the future and the last month."""
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 1:
        return ""
    years, rest = divmod(months, 12)
    if language == "en":
        parts = [
            f"{n}{_JOIN}{unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n
        ]
        return f"{' '.join(parts)} ago."
    parts = [f"{n}{_JOIN}{unit}" for n, unit in ((years, "năm"), (rest, "tháng")) if n]
    return f"Cách đây {' '.join(parts)}."
