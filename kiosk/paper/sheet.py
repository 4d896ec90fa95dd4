"""One sheet of paper with embedded Be Vietnam Pro: text, rules and QR codes at points from the top left.

Every text is NFC and set in a font whose glyphs carry their Unicode, so that it extracts back exactly. No
font is listed that isn't embedded, and nothing of the moment (time, producer's identity) is in the file.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import fontpkg_be_vietnam_pro
import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LEADING = 1.32
"""Line height over type size: stacked Vietnamese marks never touch the line above."""
ASCENT = 0.96
"""From a line's top to its baseline, over type size."""


class Weight(StrEnum):
    """The cuts of Be Vietnam Pro that are used."""

    TEXT = "Regular"
    ITALIC = "Italic"
    STRONG = "SemiBold"
    TITLE = "Bold"


@cache
def font(weight: Weight) -> str:
    """Return reportlab's name of the cut, registering it the first time."""
    name = f"BeVietnamPro-{weight}"
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    return name


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: cut, size in points, grey from 0 (black) to 1."""

    weight: Weight
    size: float
    grey: float = 0.0

    @property
    def line_height(self) -> float:
        """Points from one line's top to the next."""
        return self.size * LEADING


class Sheet:
    """A PDF being drawn in A4 points from the top left; `scale` shrinks all of it (A5: 0.7071)."""

    def __init__(self, title: str, *, scale: float = 1.0) -> None:
        self._buffer = io.BytesIO()
        width, height = A4
        self._canvas = Canvas(
            self._buffer,
            pagesize=(width * scale, height * scale),
            initialFontName=font(Weight.TEXT),
            invariant=1,
            pageCompression=1,
            lang="vi-VN",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("Một Cửa Kiosk")
        self._scale = scale
        self._begin_page()

    def _begin_page(self) -> None:
        self._canvas.translate(0, A4[1] * self._scale)
        self._canvas.scale(self._scale, self._scale)

    def next_page(self) -> None:
        """Go on with an empty page."""
        self._canvas.showPage()
        self._begin_page()

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._buffer.getvalue()

    def line(self, text: str, x: float, top: float, style: Type) -> float:
        """Set one line; return the top of the next."""
        self._canvas.setFillGray(style.grey)
        self._canvas.setFont(font(style.weight), style.size)
        self._canvas.drawString(x, -top - style.size * ASCENT, unicodedata.normalize("NFC", text))
        return top + style.line_height

    def line_to(self, right: float, text: str, top: float, style: Type) -> float:
        """Set one line that ends at `right`; return the top of the next."""
        return self.line(text, right - width_of(text, style), top, style)

    def line_at_centre(self, middle: float, text: str, top: float, style: Type) -> float:
        """Set one centred line; return the top of the next."""
        return self.line(text, middle - width_of(text, style) / 2, top, style)

    def block(self, text: str, x: float, top: float, *, width: float, style: Type) -> float:
        """Set text in as many lines as the width needs; return the top of what follows."""
        for part in lines_of(text, width, style):
            top = self.line(part, x, top, style)
        return top

    def rule(self, x: float, top: float, *, width: float, thickness: float = 0.8, grey: float = 0.0) -> None:
        """Draw a horizontal line."""
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, -top, x + width, -top)

    def box(
        self, x: float, top: float, *, width: float, height: float, thickness: float = 1.0, radius: float = 5
    ) -> None:
        """Draw a frame with rounded corners."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(thickness)
        self._canvas.roundRect(x, -top - height, width, height, radius=radius)

    def dots(self, x: float, baseline: float, *, width: float) -> None:
        """Draw a dotted line to write on. It is drawn, not typed: it doesn't stand in the extracted text."""
        if width <= 0:
            return
        self._canvas.saveState()
        self._canvas.setStrokeGray(0.35)
        self._canvas.setLineWidth(0.7)
        self._canvas.setLineCap(1)
        self._canvas.setDash([0.01, 2.1])
        self._canvas.line(x, -baseline, x + width, -baseline)
        self._canvas.restoreState()

    def cells(self, text: str, x: float, top: float, *, side: float, count: int, style: Type) -> None:
        """Draw `count` square boxes with one letter each; the text extracts back in one piece."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(0.7)
        for number in range(count):
            self._canvas.rect(x + number * side, -top - side, side, side)
        if not text:
            return
        whole = unicodedata.normalize("NFC", text)
        self._canvas.addLiteral(f"/Span <</ActualText <FEFF{whole.encode('utf-16-be').hex()}>>> BDC")
        for number, letter in enumerate(whole):
            left = x + number * side + (side - width_of(letter, style)) / 2
            self.line(letter, left, top + (side - style.line_height) / 2, style)
        self._canvas.addLiteral("EMC")

    def cross(self, x: float, top: float, *, side: float) -> None:
        """Cross a box out, as an answer; an x stands in the extracted text."""
        style = Type(Weight.STRONG, side * 1.15)
        self.line("x", x + (side - width_of("x", style)) / 2, top - side * 0.36, style)

    def upright(self, x: float, top: float, *, height: float, thickness: float = 0.7) -> None:
        """Draw a vertical line."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, -top, x, -top - height)

    def qr(self, text: str, x: float, top: float, *, side: float, error: str = "m") -> None:
        """Draw a QR code without its quiet zone, as one filled path; keep 4 modules clear around it."""
        modules = [bytes(row) for row in segno.make_qr(text, error=error, boost_error=False).matrix]
        unit = side / len(modules)
        path = self._canvas.beginPath()
        for row, cells in enumerate(modules):
            for start, end in _runs(cells):
                path.rect(x + start * unit, -top - (row + 1) * unit, (end - start) * unit, unit)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def barcode(self, text: str, middle: float, top: float, *, width: float, height: float) -> None:
        """Draw text as Code 128, centred, without writing it under the bars."""
        bars = Code128(text, barHeight=height, barWidth=1, quiet=False, humanReadable=False)
        bars.barWidth *= width / bars.width
        bars.canv = self._canvas
        self._canvas.setFillGray(0)
        bars.drawOn(self._canvas, middle - width / 2, -top - height)


def width_of(text: str, style: Type) -> float:
    """Return a line's width in points."""
    return float(pdfmetrics.stringWidth(unicodedata.normalize("NFC", text), font(style.weight), style.size))


def lines_of(text: str, width: float, style: Type) -> list[str]:
    """Return the text broken into lines; a word wider than the line is broken inside."""
    lines: list[str] = simpleSplit(unicodedata.normalize("NFC", text), font(style.weight), style.size, width)
    return [piece for line in lines for piece in _fitted(line, width, style)]


def _fitted(line: str, width: float, style: Type) -> list[str]:
    pieces = [line]
    while width_of(pieces[-1], style) > width and len(pieces[-1]) > 1:
        last = pieces.pop()
        cut = len(last) - 1
        while cut > 1 and width_of(last[:cut], style) > width:
            cut -= 1
        pieces += [last[:cut], last[cut:]]
    return pieces


def _runs(cells: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(cells):
        if dark and runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        elif dark:
            runs.append((column, column + 1))
    return runs
