"""Draws the dossier as a plain listing, for the sealed parcel and for the office's file.

The head follows the office's printed forms (TT 03/2025/TT-VPCP, Phụ lục I): the centre at the left, the
national title at the right, the code in Code 128 below, place and date in italics. It is a copy of what was
filed electronically, and says so at the foot of each page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.core.dossier_paper import AnswerSection, DossierPaper, PaperRow
from kiosk.paper.form import set_form
from kiosk.paper.sheet import A4, MM, Sheet, Type, Weight, lines_of, width_of

LEFT = 25 * MM
RIGHT = A4[0] - 17 * MM
WIDTH = RIGHT - LEFT
QUESTION_WIDTH = 58 * MM
TOP = 16 * MM
BOTTOM = A4[1] - 20 * MM
COLUMN_GAP = 5 * MM
SOURCE_WIDTH = 22 * MM
ANSWER_WIDTH = WIDTH - QUESTION_WIDTH - COLUMN_GAP - SOURCE_WIDTH
LINES_TOGETHER = 25

_HEAD = Type(Weight.STRONG, 10)
_HEAD_TEXT = Type(Weight.TEXT, 10)
_DATE = Type(Weight.ITALIC, 10.5)
_TITLE = Type(Weight.TITLE, 16)
_SECTION = Type(Weight.TITLE, 12)
_QUESTION = Type(Weight.TEXT, 10.5, grey=0.25)
_ANSWER = Type(Weight.STRONG, 11)
_SOURCE = Type(Weight.TEXT, 8.5, grey=0.35)
_FOOT = Type(Weight.TEXT, 8.5, grey=0.35)


@dataclass(frozen=True, slots=True)
class _Block:
    """Something that stays in one piece: its height, and how to draw it from a top.

    `binds`: never the last of a page (a heading goes with what follows).
    """

    height: float
    draw: Callable[[Sheet, float], None]
    binds: bool = False


def draw_dossier(paper: DossierPaper) -> bytes:
    """Return the official form, where there is one, and the listing as a PDF of A4 pages."""
    blocks = [block for section in paper.sections for block in _section(section)]
    if paper.papers:
        blocks += _papers(paper.papers)
    pages = _paged(blocks, first_top=_head_height(paper))
    sheet = Sheet(paper.title)
    if paper.form is not None:
        set_form(sheet, paper.form)
        sheet.next_page()
    _head(sheet, paper)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        top = _head_height(paper) if number == 1 else TOP
        for block in page:
            block.draw(sheet, top)
            top += block.height
        _foot(sheet, paper, f"Trang {number}/{len(pages)}")
    return sheet.finish()


def _paged(blocks: list[_Block], *, first_top: float) -> list[list[_Block]]:
    pages: list[list[_Block]] = [[]]
    top = first_top
    for index, block in enumerate(blocks):
        follower = blocks[index + 1].height if block.binds and index + 1 < len(blocks) else 0.0
        if top + block.height + follower > BOTTOM and pages[-1]:
            pages.append([])
            top = TOP
        pages[-1].append(block)
        top += block.height
    return pages


def _title_lines(paper: DossierPaper) -> list[str]:
    return lines_of(paper.title, WIDTH, _TITLE)


def _head_height(paper: DossierPaper) -> float:
    return TOP + 43 * MM + len(_title_lines(paper)) * _TITLE.line_height


def _head(sheet: Sheet, paper: DossierPaper) -> None:
    left, right = LEFT + WIDTH * 0.22, LEFT + WIDTH * 0.74
    below = TOP
    for piece in lines_of(paper.site.centre.upper(), WIDTH * 0.44, _HEAD_TEXT):
        below = sheet.line_at_centre(left, piece, below, _HEAD_TEXT)
    below = sheet.line_at_centre(left, "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", below, _HEAD)
    sheet.rule(left - 18 * MM, below + 3, width=36 * MM)
    after = sheet.line_at_centre(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TOP, _HEAD)
    after = sheet.line_at_centre(right, "Độc lập - Tự do - Hạnh phúc", after, _HEAD)
    motto = width_of("Độc lập - Tự do - Hạnh phúc", _HEAD)
    sheet.rule(right - motto / 2, after + 3, width=motto)
    at = paper.submitted_at
    sheet.barcode(paper.receipt_code, left, TOP + 18 * MM, width=52 * MM, height=9 * MM)
    sheet.line_at_centre(left, paper.receipt_code, TOP + 28 * MM, _HEAD_TEXT)
    date = f"{paper.site.place.split(',')[0]}, ngày {at:%d} tháng {at:%m} năm {at.year}"
    sheet.line_at_centre(right, date, TOP + 20 * MM, _DATE)
    top = TOP + 37 * MM
    for piece in _title_lines(paper):
        top = sheet.line_at_centre(LEFT + WIDTH / 2, piece, top, _TITLE)


def _foot(sheet: Sheet, paper: DossierPaper, page: str) -> None:
    sheet.rule(LEFT, BOTTOM + 4 * MM, width=WIDTH, thickness=0.5, grey=0.6)
    at = paper.submitted_at
    text = (
        f"Bản in từ hồ sơ điện tử nộp tại kiosk lúc {at.hour}:{at.minute:02} ngày {at:%d/%m/%Y}"
        f" · thủ tục {paper.procedure_code} · {paper.receipt_code}"
    )
    sheet.line(text, LEFT, BOTTOM + 5.5 * MM, _FOOT)
    sheet.line_to(RIGHT, page, BOTTOM + 5.5 * MM, _FOOT)


def _section(section: AnswerSection) -> list[_Block]:
    rows = (_pair(row.question, row.answer or "–", row.source) for row in section.rows)
    return [_heading(section.title), *(block for blocks in rows for block in blocks)]


def _papers(papers: tuple[PaperRow, ...]) -> list[_Block]:
    rows = (_pair(row.name, row.form, "") for row in papers)
    return [_heading("Giấy tờ kèm theo"), *(block for blocks in rows for block in blocks)]


def _heading(title: str) -> _Block:
    lines = lines_of(title, WIDTH, _SECTION)

    def draw(sheet: Sheet, top: float) -> None:
        top += 5 * MM
        for piece in lines:
            top = sheet.line(piece, LEFT, top, _SECTION)
        sheet.rule(LEFT, top + 1.2 * MM, width=WIDTH, thickness=0.9)

    return _Block(5 * MM + len(lines) * _SECTION.line_height + 3 * MM, draw, binds=True)


def _pair(question: str, answer: str, source: str) -> list[_Block]:
    """Return a question and its answer side by side; a long answer in pieces that a page can hold."""
    questions = lines_of(question, QUESTION_WIDTH, _QUESTION)
    answers = [piece for part in answer.split("\n") for piece in lines_of(part, ANSWER_WIDTH, _ANSWER)]
    starts = range(0, max(len(answers), 1), LINES_TOGETHER)
    return [
        _piece(
            questions if start == 0 else [],
            answers[start : start + LINES_TOGETHER],
            source if start == 0 else "",
            ends=start + LINES_TOGETHER >= len(answers),
        )
        for start in starts
    ]


def _piece(questions: list[str], answers: list[str], source: str, *, ends: bool) -> _Block:
    text = max(len(questions) * _QUESTION.line_height, len(answers) * _ANSWER.line_height)
    height = text + (3 * MM if ends else 0)

    def draw(sheet: Sheet, top: float) -> None:
        y = top
        for line in questions:
            y = sheet.line(line, LEFT, y, _QUESTION)
        y = top
        for line in answers:
            y = sheet.line(line, LEFT + QUESTION_WIDTH + COLUMN_GAP, y, _ANSWER)
        sheet.line_to(RIGHT, source, top + 2, _SOURCE)
        if ends:
            sheet.rule(LEFT, top + text + 1.4 * MM, width=WIDTH, thickness=0.4, grey=0.75)

    return _Block(height, draw)
