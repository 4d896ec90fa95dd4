"""The receipt code: what people type is understood, what they mistype is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.crockford import ALPHABET
from kiosk.core.receipt_code import new_receipt_code, receipt_code_of

codes = st.binary(min_size=5, max_size=5).map(lambda drawn: new_receipt_code("TH01", lambda _: drawn))


def test_it_names_the_site_and_has_two_groups_of_four() -> None:
    assert new_receipt_code("SL07", lambda count: b"\x5a" * count) == "SL07-9D5M-PJTK"


@given(codes)
def test_a_code_reads_back_however_it_is_typed(code: str) -> None:
    sloppy = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + " "
    assert receipt_code_of(code) == code
    assert receipt_code_of(sloppy.replace("tho l", "th01").replace("thol", "th01")) == code


@given(codes, st.integers(5, 13).filter(lambda at: at != 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, at: int, other: str) -> None:
    wrong = code[:at] + other + code[at + 1 :]
    assert receipt_code_of(wrong) == (code if wrong == code else None)


@given(codes, st.sampled_from([5, 6, 7, 10, 11, 12]))
def test_two_neighbours_swapped_are_noticed(code: str, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert receipt_code_of(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize("typed", ["", "TH01", "TH01-7Q4K", "TH01-7Q4K-M2HD-X", "TH01-7Q4U-M2HD", "Ở-đâu-đó"])
def test_what_can_not_be_a_code_is_none(typed: str) -> None:
    assert receipt_code_of(typed) is None
