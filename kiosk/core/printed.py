"""A printed form as values: paragraphs with fields, tables, places to sign. What `kiosk/paper` draws. Pure.

`core/print_template.py` says what an author may write, `core/print_filling.py` makes these from answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Mark(StrEnum):
    """How a field is set."""

    DOTS = "dots"
    """On a dotted line that fills the room left."""
    PLAIN = "plain"
    """As running text."""
    BOXES = "boxes"
    """One letter a box."""
    TICK = "tick"
    """A box, crossed when the answer says so."""


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed words of the form."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """An answer's place; an empty `value` leaves it to be filled by hand.

    `size`: millimetres that the place takes at least (dots), or how many boxes.
    """

    value: str = field(repr=False)
    mark: Mark = Mark.DOTS
    size: int = 0


Run = Text | Field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that flow together. `lines`: so many dotted lines at least, for long answers by hand."""

    runs: tuple[Run, ...]
    align: str = "left"
    size: float = 0.0
    """Points; 0: the form's own."""
    indent: float = 0.0
    """Millimetres."""
    lines: int = 1
    before: float = 0.0
    """Millimetres of room above."""
    keeps: bool = False
    """Stays on the page of what follows."""


@dataclass(frozen=True, slots=True)
class Head:
    """Two blocks of lines side by side, each line's first character `*` for bold, `_` for a rule below."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    code: str = ""
    """Drawn as Code 128 below the left."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles; `widths` are shares."""

    titles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """One place to sign: lines above the title, the title, the hint, the name below, lines under it."""

    above: str
    title: str
    hint: str
    name: str = field(repr=False)
    below: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    places: tuple[Signature, ...]
    room: float = 20.0
    """Millimetres to sign in."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Code2D:
    """A QR code at the middle, `side` millimetres."""

    text: str
    side: float


Block = Paragraph | Head | Table | Signatures | NewPage | Code2D


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form, ready to be drawn on A4."""

    title: str
    blocks: tuple[Block, ...]
    margins: tuple[float, float, float, float] = (20.0, 20.0, 15.0, 30.0)
    """Top, right, bottom, left, in millimetres."""
    size: float = 11.5
    """Points."""
    foot: str = ""
    one_page: bool = False
    """Set smaller, down to two thirds, until it fits a page."""
