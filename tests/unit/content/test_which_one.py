"""The questions that tell similar procedures apart."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kiosk.core.errors import KioskError
from kiosk.core.which_one import Family, families, family_of
from kiosk.storage.packages import Catalogue

FORMS = Path(__file__).parents[3] / "forms"
KNOWN = families(tomllib.loads((FORMS / "catalogue" / "which.toml").read_text(encoding="utf-8")))
LONGEST = 3


def ways(family: Family, key: str = "", so_far: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    found = []
    question = family.question(key)
    for choice in question.choices:
        path = (*so_far, choice.text.vi)
        found += [(path, choice.code)] if choice.code else ways(family, choice.next, path)
    return found


@pytest.mark.parametrize("family", KNOWN, ids=lambda family: family.key)
def test_every_way_ends_at_a_procedure_within_three_questions(family: Family) -> None:
    catalogue = Catalogue(FORMS)
    for path, code in ways(family):
        assert len(path) <= LONGEST
        assert catalogue.row(code).code == code
    assert {code for _, code in ways(family)} == family.codes


def test_results_of_one_family_are_asked_about() -> None:
    asked = family_of(KNOWN, ("1.013225", "1.013226", "1.013228"))
    assert asked is not None
    assert asked.key == "permit"
    assert family_of(KNOWN, ("1.013225", "1.000894")) is None


@pytest.mark.parametrize(
    "choice", [{"code": "1.1", "next": "a"}, {}, {"next": "nowhere"}, {"code": "", "next": ""}]
)
def test_a_choice_that_leads_nowhere_is_refused(choice: dict[str, str]) -> None:
    words = {"vi": "a", "en": "a"}
    broken = {
        "key": "k",
        "title": words,
        "question": [{"key": "a", "text": words, "choices": [words | choice]}],
    }
    with pytest.raises(KioskError, match=r"which\.toml: k"):
        families({"family": [broken]})


def test_a_family_without_its_questions_is_refused() -> None:
    with pytest.raises(KioskError, match=r"which\.toml: k"):
        families({"family": [{"key": "k"}]})
