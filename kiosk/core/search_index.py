"""The prepared search index: made once when packages are made, loaded in milliseconds.

It holds what a result shows and where each word occurs: in a row's name (`strong`) or in its field and agency
(`weak`). The words are folded: no marks, small letters. Pure; the file is `storage/packages.py`'s business.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.errors import Code, KioskError
from kiosk.core.text import sought, toned_words, words

SCHEMA = 1
_PLAIN = ("code", "name", "level", "has_form", "internal", "citizens")
_TELLING = 0.08
"""A word in the fields and agencies of more than this share of the rows tells nothing."""
_PACKED = ("online", "agency", "local_to", "government", "life_event")
"""Columns of few different values: kept once, with a number a row."""


@dataclass(frozen=True, slots=True)
class Index:
    """Columns of what results show, and where each word occurs."""

    columns: Mapping[str, list[Any]]
    strong: Mapping[str, list[int]]
    weak: Mapping[str, list[int]]
    toned: Mapping[str, str]
    """The commonest spelling with marks of each folded word."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.columns["code"])


def build(rows: Iterable[CatalogueRow]) -> Index:
    """Return the index of these rows. Half a second for ten thousand: not on the kiosk's path."""
    strong: dict[str, list[int]] = defaultdict(list)
    weak: defaultdict[str, list[int]] | dict[str, list[int]] = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    columns: dict[str, list[Any]] = {name: [] for name in _PLAIN + _PACKED}
    for number, row in enumerate(rows):
        for name, value in _cells(row).items():
            columns[name].append(value)
        named = dict.fromkeys(words(f"{row.name} {row.everyday}"))
        for word in named:
            strong[word].append(number)
        for word in dict.fromkeys(words(f"{row.field} {row.agency}")):
            if word not in named:
                weak[word].append(number)
        for toned in toned_words(row.name):
            spellings[sought(toned)][toned] += 1
    telling = len(columns["code"]) * _TELLING
    weak = {word: numbers for word, numbers in weak.items() if len(numbers) <= telling}
    toned_forms = {word: max(sorted(forms), key=forms.__getitem__) for word, forms in spellings.items()}
    changed = {word: form for word, form in toned_forms.items() if form != word}
    return Index(columns, dict(strong), weak, changed)


def _cells(row: CatalogueRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "has_form": row.has_form,
        "internal": row.internal,
        "citizens": "citizen" in row.audience or not row.audience,
        "online": row.online,
        "agency": row.agency,
        "local_to": row.local_to,
        "government": "|".join(row.government),
        "life_event": row.life_event,
    }


def to_document(index: Index) -> dict[str, Any]:
    """Return the index as a JSON document."""
    packed = {name: _pack(index.columns[name]) for name in _PACKED}
    return {
        "schema": SCHEMA,
        "columns": {name: _numbers(index.columns[name]) for name in _PLAIN},
        "packed": packed,
        "strong": dict(sorted(index.strong.items())),
        "weak": dict(sorted(index.weak.items())),
        "toned": dict(sorted(index.toned.items())),
    }


def _numbers(column: list[Any]) -> list[Any]:
    return [int(value) if isinstance(value, bool) else value for value in column]


def _pack(column: list[str]) -> dict[str, list[Any]]:
    values = sorted(set(column))
    place = {value: n for n, value in enumerate(values)}
    return {"values": values, "rows": [place[value] for value in column]}


def from_document(document: Mapping[str, Any]) -> Index:
    """Return the index from its JSON document. Raises KioskError CATALOGUE_BROKEN."""
    if document.get("schema") != SCHEMA:
        raise KioskError(Code.CATALOGUE_BROKEN, "index: schema")
    try:
        columns = dict(document["columns"])
        for name, packed in document["packed"].items():
            values = packed["values"]
            columns[name] = [values[n] for n in packed["rows"]]
        return Index(columns, document["strong"], document["weak"], document["toned"])
    except (KeyError, TypeError, IndexError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, "index") from error
