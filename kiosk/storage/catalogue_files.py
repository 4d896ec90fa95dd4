"""The catalogue's list files: CSV in fixed columns, read whole or a line at a time. Reads only."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.core.catalogue import CatalogueRow, EverydayPhrase, Synonym
from kiosk.core.errors import Code, KioskError


def table(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, path.name) from error


LIST_COLUMNS = (
    "code",
    "name",
    "field",
    "government",
    "online",
    "published_by",
    "local_to",
    "internal",
    "vertical",
    "channels",
    "audience",
    "time",
    "life_event",
    "decision",
    "updated",
    "source",
    "confidence",
)
_MANY = ("government", "channels", "audience")
_FLAGS = ("internal", "vertical")


def read_rows(path: Path) -> Iterator[CatalogueRow]:
    """Return the rows of a list in the catalogue's own columns; missing columns are empty.

    Raises KioskError CATALOGUE_BROKEN (not readable, or a row without its code).
    """
    for row in table(path):
        if not row.get("code"):
            raise KioskError(Code.CATALOGUE_BROKEN, path.name)
        yield _row(row)


@dataclass(frozen=True, slots=True)
class Lines:
    """A list's lines by code, unread: one row costs microseconds, not the whole file."""

    head: str = ""
    by_code: Mapping[str, str] = field(default_factory=dict)

    def row(self, code: str) -> CatalogueRow | None:
        """Return one row; None when the list hasn't it."""
        line = self.by_code.get(code)
        return _row(next(csv.DictReader([self.head, line]))) if line else None


def read_lines(path: Path) -> Lines:
    """Return a list's lines; no file: none. Raises KioskError CATALOGUE_BROKEN when it isn't readable."""
    try:
        head, *lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Lines()
    except (OSError, ValueError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, path.name) from error
    return Lines(head, {line.partition(",")[0]: line for line in lines})


def _row(row: Mapping[str, str]) -> CatalogueRow:
    values: dict[str, Any] = {key: row.get(key) or "" for key in LIST_COLUMNS}
    values["agency"] = values.pop("published_by")
    for key in _FLAGS:
        values[key] = bool(values[key])
    for key in _MANY:
        values[key] = tuple(part for part in values[key].split("|") if part)
    return CatalogueRow(**values)


def list_row(row: CatalogueRow) -> dict[str, str]:
    """Return a row as the list's file holds it."""
    values = {key: getattr(row, key) for key in LIST_COLUMNS if key != "published_by"}
    values["published_by"] = row.agency
    for key in _FLAGS:
        values[key] = "1" if values[key] else ""
    for key in _MANY:
        values[key] = "|".join(values[key])
    return {key: values[key] for key in LIST_COLUMNS}


def phrases(path: Path) -> tuple[EverydayPhrase, ...]:
    return tuple(
        EverydayPhrase(r["phrase"], tuple(r["codes"].split("|")), r["means"], r["ask_back"] == "1")
        for r in table(path)
    )


def synonyms(path: Path) -> tuple[Synonym, ...]:
    return tuple(Synonym(r["said"], r["official"]) for r in table(path))
