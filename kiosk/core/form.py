"""A procedure's form as the citizen meets it: one question a screen, papers, and the check screen's rows.

These are values; `core/formflow.py` makes them from the form session. Text is in the visit's language, NFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Where an answer came from (DESIGN: provenance)."""

    CHIP = "chip"
    QR = "qr"
    TYPED = "typed"
    FILE = "file"
    CARRIED = "carried"


class Kind(StrEnum):
    """How a question is asked."""

    TEXT = "text"
    NAME = "name"
    LONG_TEXT = "long_text"
    DIGITS = "digits"
    INTEGER = "integer"
    DATE = "date"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands now. `value` is the form's lexical value ("" when unanswered).

    `error` says what is wrong and how to mend it; it is set only after the person has answered.
    `locked`: the value comes from the chip and can't be edited. `suggestions` are touches that fill.
    """

    ref: str
    kind: Kind
    section: str
    label: str
    hint: str
    example: str
    required: bool
    value: str = field(repr=False)
    shown: str = field(repr=False)
    """The value as people read it: a choice's label, a date as dd/mm/yyyy."""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    source: Source | None = None
    locked: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """One paper that the answers so far call for. `condition` says in words when it is needed."""

    key: str
    name: str
    detail: str
    condition: str
    scannable: bool
    pages: int = 0
    later: bool = False
    """To be brought to the counter."""


@dataclass(frozen=True, slots=True)
class Section:
    """The check screen's group of answers."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the citizen stands: question `at` of `of`, about `minutes` left."""

    at: int
    of: int
    minutes: int
