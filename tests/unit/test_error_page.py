"""`docs/errors.md` and the program say the same about every code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.error_words import WORDS
from kiosk.core.errors import Code

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def _sections() -> dict[str, str]:
    """Return the page's text under each `### CODE` heading."""
    parts = PAGE.read_text(encoding="utf-8").split("\n### ")[1:]
    return {head: body for head, _, body in (part.partition("\n") for part in parts)}


def test_the_page_has_a_heading_for_each_code_in_the_program_s_order() -> None:
    assert list(_sections()) == [code.value for code in Code]


def test_every_code_has_words() -> None:
    assert set(WORDS) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_the_page_quotes_what_people_read_and_says_what_staff_do(code: Code) -> None:
    words = WORDS[code]
    quoted = f"> {words.vi} {words.do_vi}\n>\n> {words.en} {words.do_en}\n"
    section = _sections()[code.value]
    assert quoted in section
    assert len(section.partition("\nStaff: ")[2].strip()) > len("Call staff.")


@pytest.mark.parametrize("code", Code)
def test_words_are_whole_sentences_in_both_languages(code: Code) -> None:
    words = WORDS[code]
    for sentence in (words.vi, words.do_vi, words.en, words.do_en):
        assert sentence[0].isupper() or sentence.startswith("kiosk")
        assert sentence.endswith(".")
