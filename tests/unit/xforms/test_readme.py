"""The package's README and API page are run as they stand, and name everything that is public."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from kiosk import xforms
from kiosk.xforms import FormSession

PAGES = Path(__file__).parents[3] / "kiosk" / "xforms"


@pytest.mark.parametrize(("page", "examples"), [("README.md", 10), ("API.md", 30)])
def test_a_pages_examples_hold(page: str, examples: int) -> None:
    results = doctest.testfile(
        str(PAGES / page), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert results.attempted > examples
    assert results.failed == 0


def test_everything_public_has_an_example() -> None:
    text = (PAGES / "API.md").read_text(encoding="utf-8")
    examples = "\n".join(line for line in text.splitlines() if line.startswith((">>>", "...")))
    methods = [f".{name}" for name in vars(FormSession) if not name.startswith("_") and name != "definition"]
    assert [name for name in (*xforms.__all__, *methods) if name not in examples] == []
