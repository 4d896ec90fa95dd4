"""Draws an office's paper on A4 with embedded Be Vietnam Pro; its text extracts back exactly."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_be_vietnam_pro
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from portal.documents.facts import Facts, Paper
from portal.documents.words import WORDS

ACCEPTANCE = 1
_MM = 72 / 25.4
_MARGIN = 20 * _MM
_WIDTH = A4[0] - 2 * _MARGIN
_SIZE = 12.5
_COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_DEPARTMENT = "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"


def drawn(number: int, facts: Facts) -> bytes:
    """Return the paper of that number as a PDF."""
    words = WORDS[number]
    story: list[Flowable] = [
        _header(facts),
        Spacer(1, 6 * _MM),
        _text(words.title, "SemiBold", size=15, alignment=TA_CENTER),
        Spacer(1, 4 * _MM),
        *(_text(line) for line in words.above(facts)),
        *([_papers(facts.papers)] if number == ACCEPTANCE else []),
        *(_text(line) for line in words.below(facts)),
        Spacer(1, 8 * _MM),
        _row([_text(signer, "SemiBold", alignment=TA_CENTER) for signer in words.signers]),
        Spacer(1, 22 * _MM),
        *([_text(words.footer, "Italic", size=10.5)] if words.footer else []),
    ]
    buffer = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    document = SimpleDocTemplate(
        buffer, pagesize=A4, title=words.title, author=facts.centre, lang="vi-VN", **margins
    )
    document.build(story)
    return buffer.getvalue()


def _header(facts: Facts) -> Table:
    left = [
        _text(facts.centre.upper(), "SemiBold", size=11, alignment=TA_CENTER),
        _text(_DEPARTMENT, "SemiBold", size=11, alignment=TA_CENTER),
        Spacer(1, 2 * _MM),
        _barcode(facts.code),
        _text(facts.code, size=10, alignment=TA_CENTER),
    ]
    right = [
        _text(_COUNTRY[0], "SemiBold", size=11, alignment=TA_CENTER),
        _text(_COUNTRY[1], "SemiBold", size=11, alignment=TA_CENTER),
        Spacer(1, 4 * _MM),
        _text(facts.dated, "Italic", size=11, alignment=TA_RIGHT),
    ]
    return Table(
        [[left, right]], colWidths=[_WIDTH * 0.46, _WIDTH * 0.54], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )


def _barcode(code: str) -> Code128:
    bars = Code128(code, barHeight=9 * _MM, barWidth=0.75, quiet=False, humanReadable=False)
    bars.hAlign = "CENTER"
    return bars


def _papers(papers: tuple[Paper, ...]) -> Table:
    head = [_text(title, "SemiBold", size=11) for title in ("TT", "Tên giấy tờ", "Hình thức", "Số lượng")]
    rows = [
        [
            _text(str(number), size=11),
            _text(paper.name, size=11),
            _text(paper.form, size=11),
            _text(f"{paper.count:02}", size=11),
        ]
        for number, paper in enumerate(papers, start=1)
    ]
    widths = [share * _WIDTH for share in (0.07, 0.55, 0.23, 0.15)]
    return Table(
        [head, *rows], colWidths=widths, style=[("GRID", (0, 0), (-1, -1), 0.6, "black")], repeatRows=1
    )


def _row(cells: list[Paragraph]) -> Table:
    return Table([cells], colWidths=[_WIDTH / len(cells)] * len(cells))


def _text(text: str, cut: str = "Regular", *, size: float = _SIZE, alignment: int = 0) -> Paragraph:
    style = ParagraphStyle(
        cut,
        fontName=_font(cut),
        fontSize=size,
        leading=size * 1.4,
        alignment=alignment,
        spaceAfter=size * 0.3,
    )
    return Paragraph(escape(unicodedata.normalize("NFC", text)), style)


@cache
def _font(cut: str) -> str:
    name = f"BeVietnamPro-{cut}"
    pdfmetrics.registerFont(
        TTFont(name, Path(fontpkg_be_vietnam_pro.__file__).parent / "files" / f"{name}.ttf")
    )
    return name
