"""Amounts and dates in words, and read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import LIMIT, amount_words, date_words, grouped, number_words, read_date, read_number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (1010, "một nghìn không trăm mười"),
        (1000000, "một triệu"),
        (1001001, "một triệu không trăm linh một nghìn không trăm linh một"),
        (20_000_020, "hai mươi triệu không trăm hai mươi"),
        (135_000, "một trăm ba mươi lăm nghìn"),
        (999_000_000_000, "chín trăm chín mươi chín tỷ"),
    ],
)
def test_a_number_in_words(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize("number", [-1, LIMIT + 1])
def test_numbers_outside_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        number_words(number)


def test_an_amount_as_on_a_receipt() -> None:
    assert amount_words(1005) == "Một nghìn không trăm linh năm đồng"
    assert grouped(135000) == "135.000\u00a0đồng"


@given(st.integers(0, LIMIT))
def test_what_is_written_is_read_back(number: int) -> None:
    assert read_number(number_words(number)) == number
    assert read_number(amount_words(number)) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("một ngàn lẻ năm", 1005),
        ("mot tram le nam nghin dong chan", 105_000),
        ("hai mươi nhăm", 25),
        ("hai tỉ", 2_000_000_000),
        ("hai mươi bốn", 24),
    ],
)
def test_other_ways_to_say_it_are_read_too(words: str, number: int) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize("words", ["đồng", "một vạn"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_number(words)


def test_a_date_in_words() -> None:
    assert date_words(date(1987, 3, 14)) == ("Ngày mười bốn tháng ba năm một nghìn chín trăm tám mươi bảy")
    assert date_words(date(2026, 4, 5)) == "Ngày mùng năm tháng tư năm hai nghìn không trăm hai mươi sáu"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_is_read_back(day: date) -> None:
    assert read_date(date_words(day)) == day


def test_months_by_their_old_names() -> None:
    assert read_date("mồng một tháng giêng năm hai nghìn") == date(2000, 1, 1)
    assert read_date("ngày ba mươi tháng chạp năm hai nghìn") == date(2000, 12, 30)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="hôm qua"):
        read_date("hôm qua")
