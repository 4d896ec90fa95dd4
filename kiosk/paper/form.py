"""Draws a `PrintedForm`: the official form with its dotted lines, boxes, tables and places to sign."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.printed import (
    Block,
    Code2D,
    Head,
    NewPage,
    Paragraph,
    PrintedForm,
    Signature,
    Signatures,
    Table,
)
from kiosk.paper.paragraph import baseline, broken, draw_line, height_of_line
from kiosk.paper.sheet import A4, MM, Sheet, Type, Weight, lines_of, width_of

_PAD = 1.2 * MM
_FOOT = 8.5
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.66)
_LEFT_SHARE = 0.46


def draw_form(form: PrintedForm) -> bytes:
    """Return the form as a PDF of A4 pages; the same form gives the same bytes."""
    for scale in _SCALES if form.one_page else _SCALES[:1]:
        sheet = Sheet(form.title)
        if set_form(sheet, scaled(form, scale)) == 1:
            break
    return sheet.finish()


def set_form(sheet: Sheet, form: PrintedForm) -> int:
    """Draw the form on a sheet, from the page that is open; return how many pages it took."""
    return _Setting(sheet, form).draw()


def scaled(form: PrintedForm, scale: float) -> PrintedForm:
    """Return the form with its paragraphs and codes set smaller."""
    blocks = tuple(_smaller(block, scale) for block in form.blocks)
    return form if scale == 1 else replace(form, size=form.size * scale, blocks=blocks)


def _smaller(block: Block, scale: float) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, size=block.size * scale, before=block.before * scale)
    return replace(block, side=block.side * scale) if isinstance(block, Code2D) else block


class _Setting:
    """A form on its way onto pages: where the next thing goes."""

    def __init__(self, sheet: Sheet, form: PrintedForm) -> None:
        top, right, bottom, left = (side * MM for side in form.margins)
        self._sheet, self._form = sheet, form
        self._left, self._width = left, A4[0] - left - right
        self._first_top, self._bottom = top, A4[1] - bottom
        self._y, self._page = top, 1
        self._size = form.size

    def draw(self) -> int:
        self._foot()
        for number, block in enumerate(self._form.blocks):
            follower = self._form.blocks[number + 1 : number + 2]
            self._block(block, follower[0] if follower else None)
        return self._page

    def _block(self, block: Block, follower: Block | None) -> None:
        match block:
            case Paragraph():
                self._paragraph(block, follower)
            case Head():
                self._head(block)
            case Table():
                self._table(block)
            case Signatures():
                self._signatures(block)
            case Code2D(text, side):
                self._room(side * MM)
                left = self._left + (self._width - side * MM) / 2
                self._sheet.qr(text, left, self._y, side=side * MM)
                self._y += side * MM
            case NewPage():
                self._next_page()

    def _next_page(self) -> None:
        self._sheet.next_page()
        self._page += 1
        self._y = self._first_top
        style = Type(Weight.TEXT, 10)
        self._sheet.line_at_centre(A4[0] / 2, str(self._page), self._first_top - 7 * MM, style)
        self._foot()

    def _foot(self) -> None:
        if self._form.foot:
            style = Type(Weight.TEXT, _FOOT, grey=0.35)
            top = self._bottom + 1.5 * MM
            self._sheet.block(self._form.foot, self._left, top, width=self._width, style=style)

    def _room(self, height: float) -> None:
        if self._y + height > self._bottom and self._y > self._first_top:
            self._next_page()

    # -- paragraphs -------------------------------------------------------------------------------------

    def _paragraph(self, block: Paragraph, follower: Block | None) -> None:
        height = height_of_line(block, self._size)
        lines = broken(block, size=self._size, width=self._width - block.indent * MM)
        keeps = self._least(follower) if block.keeps and follower is not None else 0.0
        together = min(len(lines), 2) if not block.keeps else len(lines)
        self._room(block.before * MM + together * height + keeps)
        self._y += block.before * MM
        for line in lines:
            self._room(height)
            left = self._left + block.indent * MM
            draw_line(self._sheet, line, block, x=left, top=self._y, width=self._width - block.indent * MM)
            self._y += height
        for _ in range(block.lines - len(lines)):
            self._room(height)
            at = baseline(self._y, Type(Weight.TEXT, block.size or self._size)) + 2.2
            self._sheet.dots(self._left, at, width=self._width)
            self._y += height

    def _least(self, block: Block) -> float:
        """Return the room that the beginning of a block takes."""
        match block:
            case Paragraph():
                return block.before * MM + height_of_line(block, self._size)
            case Signatures():
                return self._signing_height(block)
            case Table():
                return 6 * self._size
            case Code2D():
                return block.side * MM
            case _:
                return 0.0

    # -- the head ---------------------------------------------------------------------------------------

    def _head(self, block: Head) -> None:
        if not block.right:
            self._y = self._column(block.left, self._left + self._width / 2, self._width) + 2 * MM
            return
        share = _LEFT_SHARE if any(block.left) else 0.0
        middle = self._left + self._width * share / 2
        after = self._column(block.left, middle, self._width * share)
        right = self._left + self._width * (1 + share) / 2
        below = self._column(block.right, right, self._width * (1 - share))
        if block.code:
            self._sheet.barcode(block.code, middle, after + 2 * MM, width=50 * MM, height=9 * MM)
            after += 11.5 * MM
            after = self._sheet.line_at_centre(middle, block.code, after, Type(Weight.TEXT, 9))
        self._y = max(after, below) + 3 * MM

    def _column(self, lines: tuple[str, ...], middle: float, width: float) -> float:
        y = self._y
        for line in lines:
            weight = Weight.STRONG if line[:1] in "*_" else Weight.ITALIC if line[:1] == "/" else Weight.TEXT
            style = Type(weight, self._size - 0.5)
            text = line.lstrip("*_/")
            pieces = lines_of(text, width, style) or [""]
            for piece in pieces:
                y = self._sheet.line_at_centre(middle, piece, y, style)
            if line.startswith("_"):
                long = max(width_of(piece, style) for piece in pieces) * 0.6
                self._sheet.rule(middle - long / 2, y + 1.5, width=long, thickness=0.7)
                y += 1.5 * MM
        return y

    # -- tables -----------------------------------------------------------------------------------------

    def _table(self, block: Table) -> None:
        total = sum(block.widths)
        widths = [self._width * share / total for share in block.widths]
        self._y += 1 * MM
        title = Type(Weight.STRONG, self._size - 1.5)
        text = Type(Weight.TEXT, self._size - 1)
        least = self._row_height(block.rows[0], widths, text) if block.rows else 0.0
        self._room(self._row_height(block.titles, widths, title) + least)
        self._row(block.titles, widths, title, centred=True)
        for row in block.rows:
            if self._y + self._row_height(row, widths, text) > self._bottom:
                self._next_page()
                self._row(block.titles, widths, title, centred=True)
            self._row(row, widths, text)
        self._y += 2 * MM

    def _row_height(self, cells: tuple[str, ...], widths: list[float], style: Type) -> float:
        lines = max(len(_cell_lines(cell, width, style)) for cell, width in zip(cells, widths, strict=True))
        return max(lines, 1) * style.line_height + 2 * _PAD

    def _row(
        self, cells: tuple[str, ...], widths: list[float], style: Type, *, centred: bool = False
    ) -> None:
        height = self._row_height(cells, widths, style)
        x = self._left
        self._sheet.rule(x, self._y, width=self._width, thickness=0.7)
        for cell, width in zip(cells, widths, strict=True):
            self._sheet.upright(x, self._y, height=height)
            lines = _cell_lines(cell, width, style)
            y = self._y + (_PAD if not centred else (height - len(lines) * style.line_height) / 2)
            for line in lines:
                if centred:
                    y = self._sheet.line_at_centre(x + width / 2, line, y, style)
                else:
                    y = self._sheet.line(line, x + _PAD, y, style)
            x += width
        self._sheet.upright(x, self._y, height=height)
        self._y += height
        self._sheet.rule(self._left, self._y, width=self._width, thickness=0.7)

    # -- places to sign ---------------------------------------------------------------------------------

    def _signatures(self, block: Signatures) -> None:
        self._y += 2 * MM
        self._room(self._signing_height(block))
        columns = max(len(block.places), 2)
        width = self._width / columns
        blank = columns - len(block.places)
        above = [len(self._above(place, width)) for place in block.places]
        titles = [
            sum(len(lines) for lines in (self._titles(place, width), self._hints(place, width)))
            for place in block.places
        ]
        for number, place in enumerate(block.places):
            middle = self._left + width * (number + blank + 0.5)
            self._signature(
                place, middle, width, lead=max(above) - above[number], body=max(titles), room=block.room
            )
        self._y += self._signing_height(block)

    def _signature(
        self, place: Signature, middle: float, width: float, *, lead: int, body: int, room: float
    ) -> None:
        above, title, hint, name = self._types()
        y = self._y + lead * above.line_height
        for piece in self._above(place, width):
            y = self._sheet.line_at_centre(middle, piece, y, above)
        after = y + body * title.line_height + room * MM
        for piece in self._titles(place, width):
            y = self._sheet.line_at_centre(middle, piece, y, title)
        for piece in self._hints(place, width):
            y = self._sheet.line_at_centre(middle, piece, y, hint)
        y = after
        for piece in lines_of(place.name, width - 2 * _PAD, name) if place.name else []:
            y = self._sheet.line_at_centre(middle, piece, y, name)
        for line in place.below:
            for piece in lines_of(line, width - 2 * _PAD, above):
                y = self._sheet.line(piece, middle - width / 2 + _PAD, y, above)

    def _types(self) -> tuple[Type, Type, Type, Type]:
        points = self._size
        return (
            Type(Weight.ITALIC, points - 1.5),
            Type(Weight.STRONG, points - 1),
            Type(Weight.ITALIC, points - 1.5),
            Type(Weight.STRONG, points - 0.5),
        )

    def _above(self, place: Signature, width: float) -> list[str]:
        return lines_of(place.above, width - 2 * _PAD, self._types()[0]) if place.above else []

    def _titles(self, place: Signature, width: float) -> list[str]:
        return [
            piece
            for line in place.title.split("\n")
            for piece in lines_of(line, width - 2 * _PAD, self._types()[1])
        ]

    def _hints(self, place: Signature, width: float) -> list[str]:
        return lines_of(place.hint, width - 2 * _PAD, self._types()[2]) if place.hint else []

    def _signing_height(self, block: Signatures) -> float:
        columns = max(len(block.places), 2)
        width = self._width / columns
        above, title, _, name = self._types()

        def height(place: Signature) -> float:
            below = sum(len(lines_of(line, width - 2 * _PAD, above)) for line in place.below)
            names = len(lines_of(place.name, width - 2 * _PAD, name)) if place.name else 0
            lines = len(self._titles(place, width)) + len(self._hints(place, width))
            return lines * title.line_height + names * name.line_height + below * above.line_height

        tallest = max((len(self._above(place, width)) for place in block.places), default=0)
        return (
            tallest * above.line_height
            + max((height(place) for place in block.places), default=0.0)
            + block.room * MM
        )


def _cell_lines(cell: str, width: float, style: Type) -> list[str]:
    return [piece for line in cell.split("\n") for piece in lines_of(line, width - 2 * _PAD, style)]
