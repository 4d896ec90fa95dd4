"""Dates and times as ODK writes them, and the number of days they stand for (data types `date`, `dateTime`).

A date without a zone is midnight in the session's zone; a time on a date likewise.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

DAY_S = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[-+]\d{2}:\d{2})?)?\Z",
    re.ASCII,
)
_UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?\Z", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[-+]\d{2}:\d{2})?\Z", re.ASCII)
_MAX_OFFSET_H = 14


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """Return the aware date-time that `text` stands for, in `zone`; None when it is no date."""
    match = _MOMENT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    own_zone = _zone_of(offset, zone)
    if own_zone is None:
        return None
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            _microseconds(fraction), tzinfo=own_zone,
        )  # fmt: skip
        return moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def days_of(text: str, zone: tzinfo) -> float | None:
    """Return days since 1970-01-01 UTC, or None when `text` is no date."""
    moment = moment_of(text, zone)
    return None if moment is None else days_between(moment)


def days_between(moment: datetime) -> float:
    """Return days since 1970-01-01 UTC, to the millisecond."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    return milliseconds / (DAY_S * 1000)


def moment_of_days(days: float, zone: tzinfo) -> datetime | None:
    """Return the date-time `days` after 1970, or None when it is out of the calendar."""
    try:
        return (EPOCH + timedelta(milliseconds=round(days * DAY_S * 1000))).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def pad_date(text: str) -> str:
    """Return `2024-1-5` as `2024-01-05`; other texts as they are."""
    match = _UNPADDED.match(text)
    if match is None:
        return text
    year, month, day, rest = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}{rest or ''}"


def show_moment(moment: datetime) -> str:
    """Return `2024-01-05T10:00:00.000+07:00`."""
    offset = moment.strftime("%z")
    milliseconds = moment.microsecond // 1000
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds:03}{offset[:3]}:{offset[3:5]}".rjust(29, "0")


def show_date(moment: datetime) -> str:
    """Return the date alone at midnight, the whole moment otherwise."""
    at_midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if at_midnight else show_moment(moment)


def day_fraction(text: str) -> float | None:
    """Return a time of day as a part of a day, on its own clock; None when `text` is no time."""
    match = _TIME.match(text)
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if hour > 23 or minute > 59 or second > 59 or _zone_of(match[5], UTC) is None:  # noqa: PLR2004
        return None
    return (hour * 3600 + minute * 60 + second + _microseconds(match[4]) / 1e6) / DAY_S


def is_time(text: str) -> bool:
    """Say whether `text` is `HH:MM:SS` with optional fraction and offset."""
    return text[5:6] == ":" and day_fraction(text) is not None


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _zone_of(offset: str | None, default: tzinfo) -> tzinfo | None:
    if offset is None:
        return default
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > _MAX_OFFSET_H or minutes > 59:  # noqa: PLR2004
        return None
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
