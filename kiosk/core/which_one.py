"""Which one is mine? Two or three questions that lead from a family of procedures to one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer; it leads to a procedure's code or to another question, never both."""

    text: Words
    code: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a family."""

    key: str
    text: Words
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Procedures that people mix up, and the questions that tell them apart; the first one comes first."""

    key: str
    title: Words
    questions: tuple[Question, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Return every procedure that the family leads to."""
        return frozenset(c.code for q in self.questions for c in q.choices if c.code)

    def question(self, key: str = "") -> Question:
        """Return a question; the first when no key is given."""
        return next((q for q in self.questions if q.key == key), self.questions[0])


def families(tables: Mapping[str, Any]) -> tuple[Family, ...]:
    """Return the families of `which.toml`. Raises KioskError CATALOGUE_BROKEN naming the family."""
    return tuple(_family(table) for table in tables.get("family", []))


def family_of(known: tuple[Family, ...], codes: tuple[str, ...]) -> Family | None:
    """Return the family that at least two of the codes found belong to: then ask instead of listing."""
    for family in known:
        if len(family.codes.intersection(codes)) > 1:
            return family
    return None


def _family(table: Mapping[str, Any]) -> Family:
    name = str(table.get("key", "?"))
    try:
        questions = tuple(_question(question) for question in table["question"])
        family = Family(name, _words(table["title"]), questions)
    except (KeyError, TypeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, f"which.toml: {name}") from error
    keys = {question.key for question in questions}
    for choice in (c for q in questions for c in q.choices):
        if bool(choice.code) == bool(choice.next) or (choice.next and choice.next not in keys):
            raise KioskError(Code.CATALOGUE_BROKEN, f"which.toml: {name}")
    return family


def _question(table: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(_words(c), c.get("code", ""), c.get("next", "")) for c in table["choices"])
    return Question(table["key"], _words(table["text"]), choices)


def _words(table: Mapping[str, Any]) -> Words:
    return Words(table["vi"], table["en"])
