"""docs/security.md and docs/torture.md name tests; each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:tests/[\w/]+/)?test_\w+\.py)(?:::(\w+))?`")


def missing(page: str) -> list[str]:
    """Return the references of a page that lead nowhere. A bare file name counts anywhere under tests."""
    lost = []
    for file, name in NAMED.findall(page):
        paths = [ROOT / file] if "/" in file else list((ROOT / "tests").rglob(file))
        texts = [path.read_text(encoding="utf-8") for path in paths if path.exists()]
        if not any(re.search(rf"^\s*(?:def |class )?{name}\b", text, re.MULTILINE) for text in texts):
            lost.append(f"{file}::{name}")
    return lost


def test_a_reference_that_leads_nowhere_is_found() -> None:
    assert missing("`test_security_page.py::test_gone` `tests/unit/test_no_file.py`") == [
        "test_security_page.py::test_gone",
        "tests/unit/test_no_file.py::",
    ]


@pytest.mark.parametrize(("name", "least"), [("security", 20), ("torture", 10)])
def test_every_test_that_the_page_names_exists(name: str, least: int) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert len(NAMED.findall(page)) > least
    assert missing(page) == []
