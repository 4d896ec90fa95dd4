"""The committed XForms are what pyxform makes of the committed XLSForms."""

from __future__ import annotations

from pathlib import Path

import pytest

FORMS = Path(__file__).parents[3] / "forms"
SOURCES = sorted(FORMS.glob("*/form.md"))


def test_there_are_forms() -> None:
    assert (FORMS / "3.000348" / "form.md") in SOURCES


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parent.name)
def test_the_committed_form_is_what_its_source_gives(source: Path) -> None:
    from pyxform.xls2xform import convert

    made = convert(str(source), pretty_print=True)
    assert made.warnings == []
    assert source.with_name("form.xml").read_text(encoding="utf-8") == made.xform
