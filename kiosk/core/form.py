"""A procedure's form as the citizen meets it: one question a screen, papers, and the check screen's rows.

These are values; `core/formflow.py` makes them from the form session. Text is in the visit's language, NFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.idcard.holder import Holder


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


@dataclass(slots=True)
class Papers:
    """What was done about one paper."""

    pages: int = 0
    later: bool = False


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


@dataclass(frozen=True, slots=True)
class ToQuestion:
    """The way leads to a question."""

    ref: str


@dataclass(frozen=True, slots=True)
class ToPaper:
    """The way leads to a paper."""

    paper: str


@dataclass(frozen=True, slots=True)
class ToCheck:
    """The way leads to the check screen."""


@dataclass(frozen=True, slots=True)
class ToIdentity:
    """The way leads back to what the card said."""


Step = ToQuestion | ToPaper | ToCheck | ToIdentity


class Form(Protocol):
    """A dossier's form with its papers and provenance; `core/formflow.py` implements it.

    It stands here alone so that the screen's first frame doesn't wait for the form engine's import.
    """

    def fill_from_card(self, holder: Holder) -> None:
        """Give every question that names a card field its value, as coming from the chip."""
        ...

    def give(self, ref: str, value: str) -> bool:
        """Answer a question by hand; return whether it stands without error."""
        ...

    def question(self, ref: str) -> Question:
        """Return one question as it stands."""
        ...

    def sections(self) -> tuple[Section, ...]:
        """Return what the check screen shows."""
        ...

    def open_problems(self) -> tuple[Question, ...]:
        """Return the questions that keep the dossier from being submitted, with their errors."""
        ...

    def papers(self) -> tuple[PaperNeed, ...]:
        """Return the papers that the answers call for and that can be scanned or brought."""
        ...

    def to_bring(self) -> tuple[str, ...]:
        """Return, in words, the papers that must still come to the counter."""
        ...

    def first(self) -> Step:
        """Return the first question that the person must look at."""
        ...

    def after(self, ref: str, *, returning: bool) -> Step:
        """Return what follows a question; from the check screen, only what is wrong stands between."""
        ...

    def after_paper(self, key: str, *, returning: bool) -> Step:
        """Return what follows a paper."""
        ...

    def before(self, place: str, *, returning: bool) -> Step:
        """Return what stands before a question or paper (or, for "", before the check screen)."""
        ...

    def stand_at(self, step: Step) -> None:
        """Remember where the citizen goes, so that a draft goes on there."""
        ...

    def stood_at(self) -> Step:
        """Return where the citizen was going; the first open question when that is no longer asked."""
        ...

    def progress(self, place: str) -> Progress:
        """Say where on the way a question or paper stands, and about how long the rest takes."""
        ...

    def set_pages(self, key: str, pages: int) -> None:
        """Record how many pages of a paper are scanned."""
        ...

    def set_later(self, key: str, *, later: bool) -> None:
        """Record that a paper comes to the counter instead."""
        ...

    def set_language(self, language: str) -> None:
        """Show labels, hints and messages in another language."""
        ...

    def state(self) -> bytes:
        """Return everything that a draft needs to go on from here."""
        ...
