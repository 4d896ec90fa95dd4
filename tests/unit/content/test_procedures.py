"""Packages as they are shipped, and what is refused in one."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import PaperKind
from kiosk.core.procedures_papers import components_for, needed_scans, still_to_bring
from kiosk.core.procedures_toml import parse
from kiosk.storage.packages import Catalogue
from kiosk.xforms import FormSession, parse_form

FORMS = Path(__file__).parents[3] / "forms"
CODES = sorted(path.parent.name for path in FORMS.glob("*/procedure.toml"))
NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
TIMED = "/data/request/timed = 'yes'"


def tables() -> dict[str, Any]:
    return tomllib.loads((FORMS / "3.000348" / "procedure.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", CODES)
def test_every_package_states_its_source_and_how_sure_it_is(code: str) -> None:
    procedure = Catalogue(FORMS).procedure(code)
    assert procedure.code == code
    assert procedure.source
    assert procedure.name.en
    assert procedure.components
    assert procedure.legal
    assert len({c.key for c in procedure.components}) == len(procedure.components)


@pytest.mark.parametrize("code", CODES)
def test_a_conditional_paper_says_its_condition_in_words(code: str) -> None:
    procedure = Catalogue(FORMS).procedure(code)
    assert [c.key for c in procedure.components if c.when and not c.badge] == []


@pytest.mark.parametrize("code", CODES)
def test_no_fee_of_nothing_without_a_word_about_it(code: str) -> None:
    procedure = Catalogue(FORMS).procedure(code)
    assert [f.key for f in procedure.fees if not f.amount and not f.note] == []


def test_a_misspelt_key_is_refused_by_name() -> None:
    broken = tables()
    broken["component"][1]["kinds"] = "card"
    with pytest.raises(KioskError, match=r"3\.000348: component\[2\]\.kinds") as caught:
        parse(broken, has_form=True)
    assert caught.value.code is Code.CATALOGUE_BROKEN


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schema": 2}, "schema"),
        ({"colour": "red"}, "colour"),
        ({"minutes": "four"}, "minutes"),
        ({"confidence": "certain"}, "confidence"),
        ({"name": 3}, "name"),
        ({"aliases": "x"}, "aliases"),
        ({"who": {"texts": "x"}}, "who"),
    ],
)
def test_a_wrong_value_is_refused(change: dict[str, Any], where: str) -> None:
    with pytest.raises(KioskError, match=where):
        parse({**tables(), **change}, has_form=True)


def test_a_missing_key_is_refused() -> None:
    broken = tables()
    del broken["checked_on"]
    with pytest.raises(KioskError, match="checked_on"):
        parse(broken, has_form=True)


def test_papers_follow_the_answers() -> None:
    licence = Catalogue(FORMS).procedure("3.000348")
    needed = {n.component.key: n.needed for n in components_for(licence, lambda when: when == TIMED)}
    assert needed["health_certificate"]
    assert not needed["penalty_decision"]
    assert needed["identity_card"]


def test_what_is_still_to_bring_after_scanning() -> None:
    licence = Catalogue(FORMS).procedure("3.000348")
    scans = needed_scans(licence, lambda _: True)
    assert [c.key for c in scans] == ["health_certificate", "penalty_decision"]
    bring = still_to_bring(licence, lambda _: True, {"health_certificate", "penalty_decision"})
    assert [c.key for c in bring] == ["health_certificate"]  # its original
    assert still_to_bring(licence, lambda _: False, ()) == ()


def test_nothing_that_the_card_proves_is_asked_as_a_paper() -> None:
    licence = Catalogue(FORMS).procedure("3.000348")
    assert {c.key for c in licence.components if c.kind is PaperKind.CARD} == {"identity_card"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1.000005", Code.PROCEDURE_WITHOUT_FORM),
        ("9.999999", Code.PROCEDURE_UNKNOWN),
        ("../tests", Code.PROCEDURE_UNKNOWN),
    ],
)
def test_a_code_without_a_package_says_why(code: str, expected: Code) -> None:
    with pytest.raises(KioskError) as caught:
        Catalogue(FORMS).procedure(code)
    assert caught.value.code is expected


@pytest.mark.parametrize("code", CODES)
def test_every_condition_names_answers_that_the_form_has(code: str) -> None:
    catalogue = Catalogue(FORMS)
    procedure = catalogue.procedure(code)
    conditions = [c.when for c in procedure.components] + [t.when for t in procedure.times]
    conditions += [f.when for f in procedure.fees] + [f.count for f in procedure.fees]
    named = {ref for condition in conditions for ref in re.findall(r"/data(?:/\w+)+", condition)}
    if not procedure.has_form:
        assert named == set()
        return
    session = FormSession(parse_form(catalogue.form_xml(code)), now=NOW, seed=1)
    for ref in sorted(named):
        session.value(ref)  # raises for a node that isn't there
    for condition in conditions:
        session.evaluate(condition or "true()")
