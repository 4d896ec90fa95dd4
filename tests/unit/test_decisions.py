"""Decisions are numbered pages, each with its four parts on one page."""

from __future__ import annotations

from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "decisions").iterdir())
PARTS = ("**Context.**", "**Decision.**", "**Consequences.**", "**Alternatives.**")
ONE_PAGE = 60


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name[:4] for page in PAGES]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_decision_is_numbered_and_has_its_four_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. "), "named NNNN-what.md, titled `# N. What`"
    assert [part for part in PARTS if f"\n{part}" not in text] == []
    assert len(text.splitlines()) <= ONE_PAGE
