"""Typing errors, joined words and sayings, before any row is looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.catalogue import Synonym
from kiosk.core.search_words import Phrasebook, Vocabulary, mended, units
from kiosk.core.text import words

KNOWN = {"giay": 40, "phep": 30, "lai": 25, "xe": 20, "bang": 10, "mat": 8}


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(KNOWN, KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["gjay", "phep"], ["giay", "phep"]),
        (["phpe", "xe"], ["phep", "xe"]),
        (["giayphep", "lai"], ["giay", "phep", "lai"]),
        (["banglaixe"], ["bang", "lai", "xe"]),
        (["qqqqq", "xe"], ["qqqqq", "xe"]),
    ],
)
def test_one_typing_error_is_mended(vocabulary: Vocabulary, typed: list[str], meant: list[str]) -> None:
    assert mended(typed, vocabulary) == meant


def test_a_word_still_being_typed_is_left_alone(vocabulary: Vocabulary) -> None:
    assert mended(["mat", "ban"], vocabulary) == ["mat", "ban"]


def test_the_longest_saying_wins(vocabulary: Vocabulary) -> None:
    book = Phrasebook([Synonym("bằng", "văn bằng"), Synonym("bằng lái", "giấy phép lái xe")])
    found = units(["mat", "bang", "lai"], vocabulary, book, loose=False)
    assert [unit.typed for unit in found] == [("mat",), ("bang", "lai")]
    assert ("giay", "phep", "lai", "xe") in [way.words for way in found[1].ways]


@given(
    st.lists(st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=9), max_size=6)
)
def test_no_word_is_lost_by_mending(typed: list[str]) -> None:
    found = mended(typed, Vocabulary(KNOWN, KNOWN))
    assert len(found) >= len(typed)
    assert all(found)


def test_a_closing_i_or_y_is_one_letter() -> None:
    assert words("đăng kí") == words("đăng ký")
    assert words("liệt sỹ") == words("liệt sĩ")
    assert words("thủy lợi") == ["thuy", "loi"]
    assert words("quy hoạch, ý kiến") == ["quy", "hoach", "y", "kien"]


def test_a_word_that_is_said_before_the_next_one_is_not_mended() -> None:
    known = {"tien": 20, "that": 1, "thai": 30, "nghiep": 40, "san": 40}
    pairs = frozenset({("tien", "thai"), ("thai", "san"), ("that", "nghiep")})
    assert mended(["tien", "that", "nghiep"], Vocabulary(known, known, pairs)) == ["tien", "that", "nghiep"]
