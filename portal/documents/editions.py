"""The office's papers as data: one folder a circular, in force by its dates. Reads files; draws nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.core.print_template import Template, parse_template

FOLDER = Path(__file__).parent / "editions"


@dataclass(frozen=True, slots=True)
class Edition:
    """One circular's papers. `confidence` tells how sure their layout is."""

    name: str
    circular: str
    since: date
    until: date
    numbers: tuple[int, ...]
    confidence: str

    def template(self, number: int) -> Template:
        """Return the layout of a paper. Raises KioskError DOCUMENT_NOT_DUE, FORM_BROKEN."""
        if number not in self.numbers:
            raise KioskError(Code.DOCUMENT_NOT_DUE, f"{self.name}: {number}")
        text = (FOLDER / self.name / f"mau-{number:02}.toml").read_text(encoding="utf-8")
        return parse_template(tomllib.loads(text))


@cache
def editions() -> tuple[Edition, ...]:
    """Return every edition, the oldest first."""
    return tuple(sorted(map(_read, FOLDER.glob("*/edition.toml")), key=lambda edition: edition.since))


def edition_on(day: date) -> Edition:
    """Return the papers in force on a day; before the oldest, the oldest."""
    known = editions()
    return next((each for each in reversed(known) if each.since <= day), known[0])


def edition_named(name: str) -> Edition:
    """Return an edition by its folder's name. Raises KioskError DOCUMENT_NOT_DUE."""
    for edition in editions():
        if edition.name == name:
            return edition
    raise KioskError(Code.DOCUMENT_NOT_DUE, name)


def _read(path: Path) -> Edition:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return Edition(
        path.parent.name,
        facts["circular"],
        facts["since"],
        facts.get("until", date.max),
        tuple(facts["numbers"]),
        facts["confidence"],
    )
