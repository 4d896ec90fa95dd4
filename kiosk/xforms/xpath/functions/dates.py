"""Dates and times (specification, "Date and Time Functions")."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.xpath.dates import (
    day_fraction,
    days_between,
    moment_of,
    moment_of_days,
    pad_date,
    show_date,
    show_moment,
)
from kiosk.xforms.xpath.library import Surroundings, surrounded
from kiosk.xforms.xpath.values import NAN, Moment, Value, to_text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MARK = re.compile("%[YymnbdeaWHhMS3]")
NO_DATE = "Invalid Date"


def _zone(around: Surroundings) -> tzinfo:
    zone = around.now.tzinfo
    assert zone is not None  # noqa: S101 -- a session's clock is aware
    return zone


def _moment(around: Surroundings, value: Value) -> datetime | None:
    if isinstance(value, bool):
        raise XFormError(XFormCode.TYPE_WRONG, "date", "a boolean is no date")
    if isinstance(value, float):
        return moment_of_days(value, _zone(around)) if value == value else None  # noqa: PLR0124 -- NaN
    return moment_of(to_text(value), _zone(around))


def _today(around: Surroundings) -> Moment:
    midnight = around.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(days_between(midnight), midnight.date().isoformat())


def _now(around: Surroundings) -> Moment:
    return Moment(days_between(around.now), show_moment(around.now))


def _date(around: Surroundings, value: Value) -> Value:
    if isinstance(value, bool):
        return ""
    if not isinstance(value, float):
        text = to_text(value)
        if not text:
            return ""
        value = pad_date(text)
    moment = _moment(around, value)
    return Moment(NAN, NO_DATE) if moment is None else Moment(days_between(moment), show_date(moment))


def _format(around: Surroundings, text: str, form: str) -> str:
    moment = moment_of(text, _zone(around))
    return "" if moment is None else _MARK.sub(lambda found: _part(moment, found.group()), form)


def _part(moment: datetime, mark: str) -> str:
    parts = {
        "%Y": f"{moment.year:04}",
        "%y": f"{moment.year:04}"[2:],
        "%m": f"{moment.month:02}",
        "%n": str(moment.month),
        "%b": _MONTHS[moment.month - 1],
        "%d": f"{moment.day:02}",
        "%e": str(moment.day),
        "%a": _DAYS[moment.weekday()],
        "%W": f"{moment.isocalendar().week:02}",
        "%H": f"{moment.hour:02}",
        "%h": str(moment.hour),
        "%M": f"{moment.minute:02}",
        "%S": f"{moment.second:02}",
        "%3": f"{moment.microsecond // 1000:03}",
    }
    return parts[mark]


def _decimal_date_time(around: Surroundings, value: Value) -> float:
    moment = _moment(around, value)
    return NAN if moment is None else days_between(moment)


def _decimal_time(around: Surroundings, text: str) -> float:
    """Give a time's part of the day on the device's clock, which a time with another offset is moved to."""
    fraction = day_fraction(text)
    if fraction is None:
        return NAN
    moment = moment_of(f"1970-01-01T{text}", _zone(around))
    if moment is None:
        return NAN
    return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86_400


surrounded("today", "", "number", _today)
surrounded("now", "", "number", _now)
surrounded("date", "v", "any", _date)
surrounded("date-time", "v", "any", _date)
surrounded("format-date", "tt", "text", _format)
surrounded("format-date-time", "tt", "text", _format)
surrounded("decimal-date-time", "v", "number", _decimal_date_time)
surrounded("decimal-time", "t", "number", _decimal_time)
