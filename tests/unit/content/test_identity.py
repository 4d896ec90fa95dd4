"""Personal numbers and telephone numbers. All of them are invented."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.core.identity import (
    Doubt,
    doubts,
    masked_number,
    masked_phone,
    personal_number,
    phone,
    spaced_number,
    spaced_phone,
)


@pytest.mark.parametrize(
    ("text", "province", "female", "year"),
    [
        ("014087003512", "014", False, 1987),
        ("014 187 003 512", "014", True, 1987),
        ("001204.000.001", "001", False, 2004),
        ("096312000001", "096", True, 2012),
        ("014400000001", "014", False, 2100),
    ],
)
def test_what_a_number_says(text: str, province: str, female: bool, year: int) -> None:  # noqa: FBT001 -- a column
    number = personal_number(text)
    assert number is not None
    assert (number.province, number.female, number.year) == (province, female, year)


@pytest.mark.parametrize("text", ["", "01408700351", "0140870035120", "014o87003512", "٠14087003512"])
def test_only_length_and_digits_refuse(text: str) -> None:
    assert personal_number(text) is None


def test_doubts_are_named_and_never_refuse() -> None:
    number = personal_number("999087003512")
    assert number is not None
    found = doubts(number, sex="Nữ", born=date(1990, 1, 1), provinces=frozenset({"014"}))
    assert found == (Doubt.SEX, Doubt.YEAR, Doubt.PROVINCE)
    assert doubts(number) == ()
    assert doubts(number, sex="Nam", born=date(1987, 3, 14)) == ()


def test_a_number_is_not_in_the_records_repr() -> None:
    assert "014087003512" not in repr(personal_number("014087003512"))


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0987000214", "+84987000214"),
        ("0987 000 214", "+84987000214"),
        ("+84 987 000 214", "+84987000214"),
        ("84987000214", "+84987000214"),
        ("0084987000214", "+84987000214"),
        ("(0212) 3852 123", "+842123852123"),
        ("0356.000.214", "+84356000214"),
        ("0123000214", None),
        ("098700021", None),
        ("113", None),
        ("098700021a", None),
    ],
)
def test_a_telephone_number(text: str, e164: str | None) -> None:
    assert phone(text) == e164


def test_numbers_as_people_read_them() -> None:
    assert spaced_number("014087003512") == "014 087 003 512"
    assert spaced_phone("+84987000214") == "0987 000 214"
    assert spaced_phone("+842123852123") == "0212 3852123"
    assert masked_number("014087003512") == "014 087 ••• 512"
    assert masked_number("0140") == "••••"
    assert masked_phone("+84987000214") == "0987 ••• 214"
