"""What a filing costs: channel, date, copies, and what isn't known."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kiosk.core.fees import before_starting, fees, total_of
from kiosk.core.procedures import (
    Agency,
    Channel,
    Confidence,
    FeeRule,
    Procedure,
    Words,
)

NAME = Words("Lệ phí")
REDUCED = FeeRule("id", NAME, 70_000, percent=50, valid_to=date(2026, 12, 31))
FULL = FeeRule("id", NAME, 70_000, valid_from=date(2027, 1, 1))
COPY = FeeRule("copy", NAME, 8_000, count="/data/copies")
PAGES = FeeRule("pages", NAME, 2_000, first=2, further=1_000, cap=200_000)
UNKNOWN = FeeRule("council", NAME)
ONLINE = FeeRule("stay", NAME, 7_000, channels=(Channel.ONLINE,))
DIRECT = FeeRule("stay", NAME, 15_000, channels=(Channel.DIRECT,))
EXEMPT = FeeRule("stay", NAME, 0, when="/data/exempt = 'yes'")


def procedure(*rules: FeeRule) -> Procedure:
    return Procedure(
        "1.000001",
        "1",
        Words("Thử"),
        Agency(Words("UBND xã")),
        Words("Công dân"),
        "nguồn",
        date(2026, 11, 23),
        Confidence.SINGLE,
        fees=rules,
    )


def total(
    *rules: FeeRule,
    on: date = date(2026, 11, 23),
    channel: Channel = Channel.DIRECT,
    holds: bool = False,
    count: float = 1,
) -> int | None:
    found = fees(procedure(*rules), channel=channel, on=on, holds=lambda _: holds, number=lambda _: count)
    return found.total


@pytest.mark.parametrize(("on", "due"), [(date(2026, 12, 31), 35_000), (date(2027, 1, 1), 70_000)])
def test_a_reduction_ends_with_its_last_day(on: date, due: int) -> None:
    assert total(REDUCED, FULL, on=on) == due


@pytest.mark.parametrize(("channel", "due"), [(Channel.ONLINE, 7_000), (Channel.DIRECT, 15_000)])
def test_the_fee_of_the_channel_counts(channel: Channel, due: int) -> None:
    assert total(ONLINE, DIRECT, channel=channel) == due


def test_an_exemption_that_is_listed_first_wins() -> None:
    assert total(EXEMPT, DIRECT, holds=True) == 0
    assert total(EXEMPT, DIRECT, holds=False) == 15_000


def test_copies_are_counted() -> None:
    assert total(COPY, count=3) == 24_000
    assert total(COPY, count=math.nan) == 0


@pytest.mark.parametrize(("pages", "due"), [(0, 0), (1, 2_000), (2, 4_000), (3, 5_000), (500, 200_000)])
def test_pages_cost_less_from_the_third_on_up_to_a_cap(pages: int, due: int) -> None:
    assert total_of(PAGES, pages) == due


def test_what_is_not_known_is_never_zero() -> None:
    assert total(UNKNOWN) is None
    assert total(UNKNOWN, COPY) is None
    assert total() is None


def test_a_fee_of_another_time_is_not_shown_before_starting() -> None:
    shown = before_starting(procedure(REDUCED, FULL), channel=Channel.DIRECT, on=date(2026, 11, 23))
    assert shown == (REDUCED,)
