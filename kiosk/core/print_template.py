"""What an author writes in a `print.toml`: the paper form as parts in order, with places for answers. Pure.

A part is one table with one of `line`, `head`, `table`, `sign`, `page`, `code`. In texts `{name}` is an
answer by its question's name, `{name|boxes 12}` in another form, `{}` a place to fill by hand, `{… |tick}`
a box crossed when the condition holds; in conditions names stand as `${name}`. `**bold**`, `//italic//`.
docs/authoring.md has the table. An unknown key is an error: a misspelt one would silently drop a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.core.errors import Code, KioskError

_PLACE = re.compile(r"\{((?:\$\{[^{}]*\}|[^{}])*)\}")
_STYLE = re.compile(r"(\*\*|//)")
_LINE_KEYS = {
    "line": str,
    "align": str,
    "size": (int, float),
    "indent": (int, float),
    "lines": int,
    "before": (int, float),
    "keeps": bool,
}
_COMMON = {"when": str, "blank": bool}
_KEYS: dict[str, dict[str, Any]] = {
    "line": _LINE_KEYS,
    "head": {"head": list, "right": list, "code": str},
    "table": {"table": str, "columns": list, "rows": int},
    "sign": {"sign": list, "room": (int, float)},
    "page": {"page": bool},
    "code": {"code": str, "side": (int, float)},
}
_COLUMN = {"title", "width", "value"}
_SIGN = {"above", "title", "hint", "name", "below", "when"}
_TOP = {"schema", "title", "margins", "size", "foot", "parts"}
_MARGINS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One `{…}`: what is asked for, and in which form."""

    source: str
    form: str = ""
    bold: bool = False
    italic: bool = False


Piece = tuple[str, bool, bool] | Place
"""Fixed words with bold and italic, or a place."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its kind and its keys as written."""

    kind: str
    keys: Mapping[str, Any]

    @property
    def when(self) -> str:
        """The condition under which it is printed; empty: always."""
        return str(self.keys.get("when", ""))

    @property
    def on_blank(self) -> bool:
        """Whether the blank form shows it."""
        return bool(self.keys.get("blank", True))


@dataclass(frozen=True, slots=True)
class Template:
    """A `print.toml`, read."""

    title: str
    parts: tuple[Part, ...]
    margins: tuple[float, float, float, float]
    size: float
    foot: str = ""


def parse_template(tables: Mapping[str, Any]) -> Template:
    """Return the template. Raises KioskError FORM_BROKEN naming the part that is wrong."""
    unknown = set(tables) - _TOP
    if unknown or tables.get("schema") != 1:
        raise _wrong(min(unknown) if unknown else "schema")
    margins = tables.get("margins", [20, 20, 15, 30])
    if not isinstance(margins, list) or len(margins) != _MARGINS:
        raise _wrong("margins")
    parts = tables.get("parts", [])
    return Template(
        title=str(tables.get("title", "")),
        parts=tuple(_part(row, number) for number, row in enumerate(parts, start=1)),
        margins=(float(margins[0]), float(margins[1]), float(margins[2]), float(margins[3])),
        size=float(tables.get("size", 11.5)),
        foot=str(tables.get("foot", "")),
    )


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text as fixed words and places, in order."""
    found: list[Piece] = []
    bold = italic = False
    for index, piece in enumerate(_PLACE.split(text)):
        if index % 2:
            source, _, form = piece.partition("|")
            found.append(Place(source.strip(), form.strip(), bold, italic))
            continue
        for part in _STYLE.split(piece):
            if part == "**":
                bold = not bold
            elif part == "//":
                italic = not italic
            elif part:
                found.append((part, bold, italic))
    return tuple(found)


def _part(row: Any, number: int) -> Part:
    kinds = [kind for kind in _KEYS if isinstance(row, Mapping) and kind in row]
    if not kinds:
        raise _wrong(f"parts[{number}]")
    kind = kinds[0] if "head" not in kinds else "head"
    allowed = _KEYS[kind] | _COMMON
    for key, value in row.items():
        if key not in allowed or not isinstance(value, allowed[key]):
            raise _wrong(f"parts[{number}].{key}")
    if kind == "table":
        _keys(row.get("columns", []), _COLUMN, f"parts[{number}].columns")
    if kind == "sign":
        _keys(row["sign"], _SIGN, f"parts[{number}].sign")
    return Part(kind, row)


def _keys(rows: Any, allowed: set[str], where: str) -> None:
    for row in rows:
        if not isinstance(row, Mapping) or set(row) - allowed:
            raise _wrong(where)


def _wrong(where: str) -> KioskError:
    return KioskError(Code.FORM_BROKEN, f"print.toml: {where}")
