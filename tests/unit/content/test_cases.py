"""Every form's own cases pass, and a case that doesn't says what came instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.cases import Failure, parse_cases, run_cases
from kiosk.core.errors import KioskError
from kiosk.storage.packages import Catalogue
from kiosk.xforms import parse_form

FORMS = Path(__file__).parents[3] / "forms"
CODES = sorted(path.parent.name for path in FORMS.glob("*/form.xml"))
LANGUAGES = 2


@pytest.mark.parametrize("code", CODES)
def test_the_forms_own_cases_pass(code: str) -> None:
    cases = parse_cases((FORMS / code / "cases.md").read_text(encoding="utf-8"))
    definition = parse_form((FORMS / code / "form.xml").read_bytes())
    assert cases
    assert run_cases(cases, definition, Catalogue(FORMS).procedure(code)) == ()


@pytest.mark.parametrize("code", CODES)
def test_every_question_is_asked_in_both_languages(code: str) -> None:
    definition = parse_form((FORMS / code / "form.xml").read_bytes())
    assert len(definition.languages) == LANGUAGES
    assert definition.languages[0].endswith("(vi)")


def test_a_case_that_fails_says_what_came() -> None:
    code = "3.000348"
    cases = parse_cases(
        "## Bằng mất\n\n| set | value |\n| --- | --- |\n| /data/request/reason | lost |\n\n"
        "| expect | value |\n| --- | --- |\n| /data/request/reason | damaged |\n"
        "| paper health_certificate | yes |\n"
    )
    found = run_cases(cases, parse_form(Catalogue(FORMS).form_xml(code)), Catalogue(FORMS).procedure(code))
    assert found == (
        Failure("Bằng mất", "/data/request/reason: damaged", "lost"),
        Failure("Bằng mất", "paper health_certificate: yes", "no"),
    )


def test_a_refused_step_is_a_failure() -> None:
    cases = parse_cases("## Lạ\n| set | value |\n| /data/request/reason | stolen |\n")
    found = run_cases(cases, parse_form(Catalogue(FORMS).form_xml("3.000348")), None)
    assert [(f.case, f.expected) for f in found] == [("Lạ", "every step taken")]


def test_a_row_outside_a_table_is_refused_with_its_line() -> None:
    with pytest.raises(KioskError, match="line 2"):
        parse_cases("## A\n| /data/x | 1 |\n")
