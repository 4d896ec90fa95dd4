"""Deadlines: the office's hours, days off of 2026, cut-offs and paused clocks."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.deadlines import Calendar, Office, due, parse_calendar, paused
from kiosk.core.errors import KioskError
from kiosk.core.procedures import Unit

LISTS = Path(__file__).parents[3] / "forms" / "lists"
OFFICE = Office(parse_calendar(tomllib.loads((LISTS / "calendar.toml").read_text(encoding="utf-8"))))
MOMENTS = st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2027-06-30")).map(
    lambda m: m.replace(second=0, microsecond=0)
)
UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.HOUR, Unit.MONTH, Unit.SAME_DAY])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-11-23T09:40", 5, Unit.WORKING_DAY, "2026-12-01T09:40"),  # 24 November is off
        ("2026-11-20T18:10", 5, Unit.WORKING_DAY, "2026-12-01T07:00"),  # Friday evening: Monday morning
        ("2026-11-21T10:00", 1, Unit.WORKING_DAY, "2026-11-25T07:00"),  # a Saturday
        ("2026-11-25T12:15", 3, Unit.WORKING_DAY, "2026-11-30T13:30"),  # at lunch
        ("2026-11-25T06:00", 1, Unit.WORKING_DAY, "2026-11-26T07:00"),
        ("2026-08-21T10:00", 1, Unit.WORKING_DAY, "2026-08-22T10:00"),  # the Saturday worked for 31 August
        ("2026-08-28T10:00", 1, Unit.WORKING_DAY, "2026-09-03T10:00"),  # 31 August, 1 and 2 September off
        ("2026-02-13T16:00", 3, Unit.WORKING_DAY, "2026-02-25T16:00"),  # over Tết
        ("2026-04-24T09:00", 1, Unit.WORKING_DAY, "2026-04-28T09:00"),  # Giỗ Tổ on a Sunday: Monday off
        ("2026-11-25T10:00", 10, Unit.DAY, "2026-12-07T17:00"),  # ends on a Saturday: Monday evening
        ("2026-11-25T10:00", 1, Unit.DAY, "2026-11-26T17:00"),
        ("2026-01-30T10:00", 1, Unit.MONTH, "2026-03-02T17:00"),  # 28 February is a Saturday
        ("2026-12-30T10:00", 3, Unit.MONTH, "2027-03-30T17:00"),
        ("2026-11-25T10:00", 4, Unit.HOUR, "2026-11-25T16:00"),  # over lunch
        ("2026-11-25T16:00", 4, Unit.HOUR, "2026-11-26T10:00"),  # over night
        ("2026-11-25T10:00", 8, Unit.HOUR, "2026-11-26T10:00"),
        ("2026-11-25T15:00", 1, Unit.SAME_DAY, "2026-11-25T17:00"),
        ("2026-11-25T15:01", 1, Unit.SAME_DAY, "2026-11-26T17:00"),
        ("2026-11-27T16:00", 1, Unit.SAME_DAY, "2026-11-30T17:00"),
    ],
)
def test_a_deadline_is(received: str, amount: int, unit: Unit, expected: str) -> None:
    assert due(at(received), amount, unit, OFFICE) == at(expected)


@given(MOMENTS, st.integers(0, 60), UNITS)
def test_a_deadline_is_always_within_hours(received: datetime, amount: int, unit: Unit) -> None:
    end = due(received, amount, unit, OFFICE)
    assert OFFICE.calendar.is_working(end.date())
    assert OFFICE.into_hours(end) == end
    assert end >= received


@given(MOMENTS, st.integers(0, 40), UNITS)
def test_more_time_never_ends_earlier(received: datetime, amount: int, unit: Unit) -> None:
    assert due(received, amount, unit, OFFICE) <= due(received, amount + 1, unit, OFFICE)


@given(MOMENTS, st.integers(0, 60 * 24 * 20), st.integers(0, 40), UNITS)
def test_received_later_is_never_due_earlier(received: datetime, later: int, amount: int, unit: Unit) -> None:
    assert due(received, amount, unit, OFFICE) <= due(
        received + timedelta(minutes=later), amount, unit, OFFICE
    )


@given(MOMENTS, MOMENTS, st.integers(-5000, 60 * 24 * 40))
def test_a_pause_never_shortens(end: datetime, asked: datetime, minutes: int) -> None:
    assert paused(end, asked, asked + timedelta(minutes=minutes), OFFICE) >= end


def test_a_pause_moves_the_deadline_by_its_length() -> None:
    moved = paused(at("2026-12-01T09:40"), at("2026-11-25T09:00"), at("2026-11-27T09:00"), OFFICE)
    assert moved == at("2026-12-03T09:40")


def test_a_year_that_was_not_announced_is_not_covered() -> None:
    assert OFFICE.calendar.covers(date(2026, 12, 31))
    assert not OFFICE.calendar.covers(date(2027, 1, 1))


def test_a_calendar_without_its_keys_is_refused() -> None:
    with pytest.raises(KioskError, match=r"calendar\.toml"):
        parse_calendar({"year": [{"year": 2026}]})


def test_without_any_data_only_weekends_are_off() -> None:
    assert not Calendar().is_working(date(2026, 11, 22))
    assert Calendar().is_working(date(2026, 11, 24))
