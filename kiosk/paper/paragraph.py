"""One paragraph with places for answers, broken into lines: words flow, dotted lines fill the room left.

An answer that is longer than its line goes on in the next, on dotted lines of the whole width.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.core.printed import Field, Mark, Paragraph, Run, Text
from kiosk.paper.sheet import MM, Sheet, Type, Weight, width_of

TEXT_LEADING = 1.4
FIELD_LEADING = 1.65
"""Line height over type size; with places for answers there is room for a hand."""
_LEAST = 14 * MM
_CELL = 1.35
"""A box's side over type size."""
_TICK = 0.85
_HANG = 0.33
"""How far below the baseline the dots lie, in tenths of the type: under the letters that hang."""


@dataclass(frozen=True, slots=True)
class _Token:
    """The smallest piece that isn't broken. `place`: number of the field that it belongs to, from 1."""

    text: str
    style: Type
    width: float
    spaced: bool = False
    place: int = 0
    ends: bool = False
    """The end of its field: takes a share of the room left."""
    mark: Mark | None = None
    count: int = 0
    breaks: bool = False
    """Begins a line of its own: so was the answer written."""


_Line = list[_Token]


def styles_of(paragraph: Paragraph, size: float) -> tuple[Type, Type]:
    """Return the types of its words and of its answers."""
    points = paragraph.size or size
    return Type(Weight.TEXT, points), Type(Weight.STRONG, points)


def height_of_line(paragraph: Paragraph, size: float) -> float:
    """Return the points from one line of a paragraph to the next."""
    has_places = paragraph.lines > 1 or any(isinstance(run, Field) for run in paragraph.runs)
    return (paragraph.size or size) * (FIELD_LEADING if has_places else TEXT_LEADING)


def broken(paragraph: Paragraph, *, size: float, width: float) -> list[_Line]:
    """Return the lines of a paragraph for a column of this width, in points."""
    tokens = [token for n, run in enumerate(paragraph.runs, 1) for token in _tokens(run, n, paragraph, size)]
    lines: list[_Line] = [[]]
    for chunk in _chunks(_fitting(tokens, width)):
        full = _width(lines[-1]) + _width(chunk, lead=True) > width + 0.01
        if lines[-1] and (full or chunk[0].breaks):
            lines.append([])
        lines[-1] += chunk
    return lines


def draw_line(sheet: Sheet, line: _Line, paragraph: Paragraph, *, x: float, top: float, width: float) -> None:
    """Draw one line of a paragraph in the column at `x`."""
    slack = width - _width(line)
    ending = [token for token in line if token.ends]
    fills = bool(line) and line[-1].place > 0 and line[-1].mark is Mark.DOTS and not line[-1].ends
    if not ending and not fills:
        x += {"center": slack / 2, "right": slack}.get(paragraph.align, 0.0)
    share = slack / (len(ending) + fills) if (ending or fills) and slack > 0 else 0.0
    first = line[0] if line else None
    for token in line:
        gap = _space(token) if token.spaced and token is not first else 0.0
        _leader(sheet, token, x, top, width=gap, under=gap > 0 and _goes_on(line, token))
        x += gap
        _draw(sheet, token, x, top)
        extra = share if token.ends or (fills and token is line[-1]) else 0.0
        _leader(sheet, token, x, top, width=token.width + extra, under=token.mark is Mark.DOTS)
        x += token.width + extra


def _goes_on(line: _Line, token: _Token) -> bool:
    before = line[line.index(token) - 1]
    return before.place == token.place and token.mark is Mark.DOTS


def _leader(sheet: Sheet, token: _Token, x: float, top: float, *, width: float, under: bool) -> None:
    if under:
        sheet.dots(x, baseline(top, token.style) + 2.2, width=width)


def baseline(top: float, style: Type) -> float:
    """Return where a line's letters stand."""
    return top + style.size * 1.06


def _draw(sheet: Sheet, token: _Token, x: float, top: float) -> None:
    size = token.style.size
    lift = top + size * 0.1
    if token.mark is Mark.BOXES:
        side = size * _CELL
        sheet.cells(token.text, x, top, side=side, count=token.count, style=token.style)
    elif token.mark is Mark.TICK:
        side = size * _TICK
        sheet.box(x, lift + size * 0.18, width=side, height=side, thickness=0.7, radius=0.5)
        if token.text:
            sheet.cross(x, lift + size * 0.18, side=side)
    elif token.text:
        sheet.line(token.text, x, lift, token.style)


def _tokens(run: Run, number: int, paragraph: Paragraph, size: float) -> list[_Token]:
    plain, answer = styles_of(paragraph, size)
    if isinstance(run, Text):
        return _words(run, plain)
    return _place(run, number, answer)


def _words(run: Text, plain: Type) -> list[_Token]:
    weight = Weight.STRONG if run.bold else Weight.ITALIC if run.italic else Weight.TEXT
    style = Type(weight, plain.size)
    found = []
    spaced = run.text[:1].isspace()
    for word in run.text.split():
        found.append(_Token(word, style, width_of(word, style), spaced))
        spaced = True
    if run.text[-1:].isspace():
        found.append(_Token("", style, 0.0, spaced=True))
    return found


def _place(place: Field, number: int, style: Type) -> list[_Token]:
    if place.mark is Mark.BOXES:
        width = place.size * style.size * _CELL
        return [_Token(place.value, style, width, place=number, mark=Mark.BOXES, count=place.size)]
    if place.mark is Mark.TICK:
        return [_Token(place.value, style, style.size * (_TICK + 0.2), place=number, mark=Mark.TICK)]
    rows = [row.split() for row in place.value.split("\n") if row.strip()]
    if not rows:
        least = place.size * MM or _LEAST
        return [_Token("", style, least, place=number, ends=True, mark=Mark.DOTS)]
    tokens = [
        _Token(
            word,
            style,
            width_of(word, style),
            spaced=bool(first or n),
            place=number,
            mark=Mark.DOTS,
            breaks=bool(first and not n),
        )
        for first, row in enumerate(rows)
        for n, word in enumerate(row)
    ]
    return [*tokens[:-1], replace(tokens[-1], ends=True)]


def _fitting(tokens: list[_Token], width: float) -> list[_Token]:
    """Break words that are wider than a line."""
    found: list[_Token] = []
    for token in tokens:
        left = token
        while left.width > width and len(left.text) > 1 and left.mark is not Mark.BOXES:
            cut = next(n for n in range(len(left.text) - 1, 0, -1) if n == 1 or _reach(left, n) <= width)
            found.append(replace(left, text=left.text[:cut], width=_reach(left, cut), ends=False))
            rest = left.text[cut:]
            left = replace(left, text=rest, width=width_of(rest, left.style), spaced=True, breaks=True)
        found.append(left)
    return found


def _reach(token: _Token, letters: int) -> float:
    return width_of(token.text[:letters], token.style)


def _chunks(tokens: list[_Token]) -> list[_Line]:
    """Return the tokens in groups that aren't parted: no space stands between."""
    chunks: list[_Line] = []
    held = False
    for token in tokens:
        if not token.text and not token.width and not token.mark:
            held = True  # a space at a run's end: the next one is parted from it
            continue
        if held:
            held = False
            chunks.append([replace(token, spaced=True)])
            continue
        if chunks and not token.spaced:
            chunks[-1].append(token)
        else:
            chunks.append([token])
    return chunks


def _space(token: _Token) -> float:
    return width_of(" ", token.style)


def _width(line: _Line, *, lead: bool = False) -> float:
    spaces = sum(_space(token) for n, token in enumerate(line) if token.spaced and (n or lead))
    return spaces + sum(token.width for token in line)
