"""When an office must answer: working hours, days off, cut-offs, paused clocks. Pure.

The day of reception isn't counted (Bộ luật Dân sự 2015, Điều 147). A working-day period keeps the hour of
reception; one in calendar days or months ends with the last day's working hours, and where that is a day
off, with those of the next working day (Điều 148).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Unit

_SATURDAY = 5
_HOURS_A_DAY = 8
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off besides Saturdays and Sundays, and the Saturdays that are worked instead."""

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    """The years that were announced; a deadline beyond them is provisional."""

    def is_working(self, day: date) -> bool:
        """Whether offices are open on this day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def next_working(self, day: date) -> date:
        """Return the first working day after `day`."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def covers(self, day: date) -> bool:
        """Whether the days off of that year were announced."""
        return day.year in self.years


@dataclass(frozen=True, slots=True)
class Hours:
    """The office's hours; together eight."""

    morning: time = time(7, 0)
    noon: time = time(11, 30)
    afternoon: time = time(13, 30)
    evening: time = time(17, 0)


@dataclass(frozen=True, slots=True)
class Office:
    """An office's calendar and hours; `cut_off` is for results promised on the day of reception."""

    calendar: Calendar = field(default_factory=Calendar)
    hours: Hours = Hours()
    cut_off: time = time(15, 0)

    def into_hours(self, moment: datetime) -> datetime:
        """Return `moment`, or the next moment at which the office is open."""
        hours = self.hours
        if not self.calendar.is_working(moment.date()) or moment.time() > hours.evening:
            return _at(self.calendar.next_working(moment.date()), hours.morning)
        if moment.time() < hours.morning:
            return _at(moment.date(), hours.morning)
        if hours.noon < moment.time() < hours.afternoon:
            return _at(moment.date(), hours.afternoon)
        return moment


def due(received: datetime, amount: int, unit: Unit, office: Office) -> datetime:
    """Return when the result is due; `received` and the result are local times of the office."""
    start = office.into_hours(received)
    if unit is Unit.SAME_DAY:
        return _same_day(start, office)
    if unit is Unit.HOUR:
        return _after_hours(_after_days(start, amount // _HOURS_A_DAY, office), amount % _HOURS_A_DAY, office)
    if unit is Unit.WORKING_DAY:
        return _after_days(start, amount, office)
    last = start.date() + timedelta(days=amount) if unit is Unit.DAY else _months_later(start.date(), amount)
    if not office.calendar.is_working(last):
        last = office.calendar.next_working(last)
    return _at(last, office.hours.evening)


def paused(due_at: datetime, asked: datetime, resumed: datetime, office: Office) -> datetime:
    """Return the deadline after a pause from `asked` to `resumed`; never earlier than before."""
    return office.into_hours(due_at + max(resumed - asked, timedelta(0)))


def _same_day(start: datetime, office: Office) -> datetime:
    late = start.time() > office.cut_off
    day = office.calendar.next_working(start.date()) if late else start.date()
    return _at(day, office.hours.evening)


def _after_days(moment: datetime, days: int, office: Office) -> datetime:
    day = moment.date()
    for _ in range(days):
        day = office.calendar.next_working(day)
    return _at(day, moment.time())


def _after_hours(moment: datetime, hours: int, office: Office) -> datetime:
    left = timedelta(hours=hours)
    while left > timedelta(0):
        end = _at(moment.date(), _closing(moment.time(), office.hours))
        if moment + left <= end:
            return moment + left
        left -= end - moment
        moment = office.into_hours(end + timedelta(microseconds=1))
    return moment


def _closing(clock: time, hours: Hours) -> time:
    return hours.noon if clock <= hours.noon else hours.evening


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


def parse_calendar(tables: Mapping[str, Any]) -> Calendar:
    """Return the calendar from the tables of `calendar.toml`. Raises KioskError CATALOGUE_BROKEN."""
    try:
        years = list(tables["year"])
        return Calendar(
            frozenset(day for year in years for day in year["off"]),
            frozenset(day for year in years for day in year["worked"]),
            frozenset(year["year"] for year in years if year["confidence"] == "confirmed"),
        )
    except (KeyError, TypeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, "calendar.toml") from error
