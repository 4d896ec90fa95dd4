"""A template filled in: from a form's answers, from plain values, or blank. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from kiosk.core.errors import Code, KioskError
from kiosk.core.money import amount_words, date_words, grouped
from kiosk.core.print_template import Part, Piece, Place, Template, pieces
from kiosk.core.printed import (
    Block,
    Code2D,
    Field,
    Head,
    Mark,
    NewPage,
    Paragraph,
    PrintedForm,
    Run,
    Signature,
    Signatures,
    Table,
    Text,
)

_SHORT = re.compile(r" [–(].*$")


class Answers(Protocol):
    """Where a template's places find their answers; `row` is the instance of a table's repeat, from 1."""

    def text(self, source: str, *, raw: bool = False, repeat: str = "", row: int = 0) -> str:
        """Return an answer as people read it (`raw`: as the form keeps it); "" where there is none."""
        ...

    def labels(self, source: str) -> tuple[str, ...]:
        """Return the labels of the choices that were made."""
        ...

    def holds(self, condition: str) -> bool:
        """Say whether a condition holds."""
        ...

    def count(self, repeat: str) -> int:
        """Return how many rows a table has."""
        ...


class Plain:
    """Answers out of a mapping: for documents that are no form's (the office's slips, checklists)."""

    def __init__(self, values: Mapping[str, str | Sequence[Mapping[str, str]]]) -> None:
        """Texts by name, and the rows of tables."""
        self._values = values

    def text(self, source: str, *, raw: bool = False, repeat: str = "", row: int = 0) -> str:
        """See `Answers`. Raises KioskError FORM_BROKEN for a name that isn't there."""
        del raw
        rows = self._rows(repeat)
        values: Mapping[str, Any] = rows[row - 1] if row else self._values
        if source == "#":
            return str(row)
        if source not in values:
            raise KioskError(Code.FORM_BROKEN, f"{{{source}}}")
        return str(values[source])

    def labels(self, source: str) -> tuple[str, ...]:
        """See `Answers`."""
        return (self.text(source),)

    def holds(self, condition: str) -> bool:
        """See `Answers`: a name holds when it has a text or rows."""
        return bool(self._values.get(condition))

    def count(self, repeat: str) -> int:
        """See `Answers`."""
        return len(self._rows(repeat))

    def _rows(self, repeat: str) -> Sequence[Mapping[str, str]]:
        rows = self._values.get(repeat, ())
        return () if isinstance(rows, str) else rows


def filled(template: Template, answers: Answers, *, blank: bool = False) -> PrintedForm:
    """Return the form as it is printed. `blank`: every place empty, every part that a blank form has.

    Raises KioskError FORM_BROKEN for a name or a form of an answer that the template gets wrong.
    """
    filling = _Filling(answers, blank=blank)
    blocks = [filling.block(part) for part in template.parts if filling.shows(part)]
    return PrintedForm(template.title, tuple(blocks), template.margins, template.size, template.foot)


class _Filling:
    def __init__(self, answers: Answers, *, blank: bool) -> None:
        self._answers = answers
        self._blank = blank

    def shows(self, part: Part) -> bool:
        return part.on_blank if self._blank else not part.when or self._answers.holds(part.when)

    def block(self, part: Part) -> Block:
        keys = part.keys
        match part.kind:
            case "line":
                return self._paragraph(keys)
            case "head":
                left = tuple(self._said(line) for line in keys["head"])
                right = tuple(self._said(line) for line in keys.get("right", ()))
                return Head(left, right, self._said(keys.get("code", "")))
            case "table":
                return self._table(keys)
            case "sign":
                return self._signatures(keys)
            case "code":
                return Code2D(self._said(keys["code"]), float(keys.get("side", 30)))
            case _:
                return NewPage()

    def _paragraph(self, keys: Mapping[str, Any]) -> Paragraph:
        runs = tuple(self._run(piece) for piece in pieces(keys["line"]))
        return Paragraph(
            runs,
            align=keys.get("align", "left"),
            size=float(keys.get("size", 0)),
            indent=float(keys.get("indent", 0)),
            lines=keys.get("lines", 1),
            before=float(keys.get("before", 0)),
            keeps=keys.get("keeps", False),
        )

    def _table(self, keys: Mapping[str, Any]) -> Table:
        columns, repeat = keys["columns"], keys["table"]
        count = 0 if self._blank else self._answers.count(repeat)
        rows = [
            tuple(self._said(column.get("value", ""), repeat=repeat, row=row) for column in columns)
            for row in range(1, count + 1)
        ]
        missing = max(keys.get("rows", 0) - count, 0)
        rows += [("",) * len(columns)] * missing
        titles = tuple(str(column["title"]) for column in columns)
        return Table(titles, tuple(float(column.get("width", 1)) for column in columns), tuple(rows))

    def _signatures(self, keys: Mapping[str, Any]) -> Signatures:
        shown = [
            place
            for place in keys["sign"]
            if self._blank or not place.get("when") or self._answers.holds(place["when"])
        ]
        return Signatures(tuple(self._signature(place) for place in shown), float(keys.get("room", 20)))

    def _signature(self, place: Mapping[str, Any]) -> Signature:
        below = tuple(self._said(line) for line in place.get("below", ()))
        above, name = (self._said(place.get(key, "")) for key in ("above", "name"))
        return Signature(above, str(place["title"]), str(place.get("hint", "")), name, below)

    def _said(self, text: str, *, repeat: str = "", row: int = 0) -> str:
        """Return a text whose places are set as running text."""
        said = (self._value(p, repeat, row) if isinstance(p, Place) else p[0] for p in pieces(text))
        return "".join(said)

    def _run(self, piece: Piece) -> Run:
        if not isinstance(piece, Place):
            return Text(*piece)
        name, _, size = piece.form.partition(" ")
        number = int(size) if size.isdigit() else 0
        if name == Mark.TICK:
            crossed = not self._blank and self._answers.holds(piece.source)
            return Field("x" if crossed else "", Mark.TICK)
        value = self._value(piece)
        if name == Mark.PLAIN:
            return Text(value, piece.bold, piece.italic)
        if name == Mark.BOXES:
            return Field(value, Mark.BOXES, max(number, len(value)))
        return Field(value, Mark.DOTS, number)

    def _value(self, place: Place, repeat: str = "", row: int = 0) -> str:
        if self._blank or not place.source:
            return ""
        name = place.form.partition(" ")[0]
        if name == "short":
            return ", ".join(_SHORT.sub("", label) for label in self._answers.labels(place.source))
        raw = name in _FROM_RAW
        value = self._answers.text(place.source, raw=raw, repeat=repeat, row=row)
        if raw:
            return _FROM_RAW[name](value) if value else ""
        return _shaped(value, name)


_FROM_RAW: dict[str, Callable[[str], str]] = {
    "words": lambda value: date_words(date.fromisoformat(value[:10])),
    "day": lambda value: f"{date.fromisoformat(value[:10]):%d}",
    "month": lambda value: f"{date.fromisoformat(value[:10]):%m}",
    "year": lambda value: value[:4],
    "date": lambda value: f"{date.fromisoformat(value[:10]):%d/%m/%Y}",
    "money": lambda value: grouped(int(value)).removesuffix(" đồng").removesuffix("\u00a0đồng"),
    "amount": lambda value: amount_words(int(value)),
}
"""Forms that are made of the value as the form keeps it."""


def _shaped(value: str, name: str) -> str:
    match name:
        case "" | Mark.DOTS | Mark.PLAIN | Mark.BOXES:
            return value
        case "upper":
            return value.upper()
        case _:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: |{name}")
