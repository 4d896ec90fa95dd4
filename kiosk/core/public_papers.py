"""What stands on the papers for everybody: checklist, leaflet, poster. Made from the package's facts. Pure.

Nothing is invented: where the catalogue has a name only, the paper says so and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.centre import Centre
from kiosk.core.checklist import Checklist, Line, checklist, checklist_without_facts
from kiosk.core.config import Site
from kiosk.core.errors import Code, KioskError
from kiosk.core.printed import Block, Code2D, Field, Head, Mark, Paragraph, PrintedForm, Text
from kiosk.core.procedures import Channel, PaperKind, Procedure

PORTAL = "https://dichvucong.gov.vn"
_SMALL = 9.5


class Procedures(Protocol):
    """What is asked of the catalogue."""

    centre: Centre

    def row(self, code: str) -> CatalogueRow:
        """Return a row. Raises PROCEDURE_UNKNOWN."""
        ...

    def procedure(self, code: str) -> Procedure:
        """Return a package. Raises PROCEDURE_WITHOUT_FORM, PROCEDURE_UNKNOWN."""
        ...


def checklist_of(procedures: Procedures, code: str, *, site: Site, on: date) -> PrintedForm:
    """Return a procedure's checklist for a filing at the counter. Raises KioskError PROCEDURE_UNKNOWN."""
    sheet, procedure = _known(procedures, code, on)
    return PrintedForm(
        f"Danh mục giấy tờ {sheet.code}",
        (
            _head(site),
            _line("DANH MỤC GIẤY TỜ CẦN CHUẨN BỊ", bold=True, size=15, align="center", before=2),
            _line(sheet.title, bold=True, size=12.5, align="center"),
            _line(f"Mã thủ tục {sheet.code}", size=_SMALL, align="center"),
            *_facts(sheet),
            *_where(procedures, sheet.code, procedure, site),
            *_legal(sheet),
        ),
        (14, 18, 16, 20),
        11,
        f"{sheet.foot} In ngày {on:%d/%m/%Y}. Giấy này không phải giấy tiếp nhận hồ sơ.",
    )


def leaflet_of(procedures: Procedures, code: str, *, site: Site, on: date, link: str) -> PrintedForm:
    """Return a leaflet of one page to take home, with a QR code of `link`."""
    sheet, procedure = _known(procedures, code, on)
    here = procedure.here.vi if procedure is not None else ""
    return PrintedForm(
        f"Tờ rơi {sheet.code}",
        (
            _head(site),
            _line(procedure.everyday.vi if procedure else "", size=12, align="center", before=2),
            _line(sheet.title, bold=True, size=17, align="center"),
            _line("Hỏi, chuẩn bị và nộp tại Trung tâm, có cán bộ giúp.", size=11.5, align="center", before=1),
            *([_line(here, size=11, align="center")] if here else []),
            *_facts(replace(sheet, steps=(), warnings=())),
            *_where(procedures, sheet.code, procedure, site),
            *_code(link, side=32),
        ),
        (14, 18, 16, 20),
        10.5,
        f"{sheet.foot} Mã thủ tục {sheet.code}. In ngày {on:%d/%m/%Y}.",
        one_page=True,
    )


def poster_of(procedures: Procedures, code: str, *, site: Site, on: date, link: str) -> PrintedForm:
    """Return a poster for the wall: few words, large, with a QR code of `link`."""
    sheet, procedure = _known(procedures, code, on)
    said = procedure.everyday.vi if procedure else ""
    papers = [_line(f"• {name}", size=15) for name in _always(procedure)]
    return PrintedForm(
        f"Áp phích {sheet.code}",
        (
            _line(site.centre.upper(), bold=True, size=13, align="center"),
            _line(site.place, size=12, align="center"),
            *([_line(said, size=20, align="center", before=14)] if said else []),
            _line(sheet.title.upper(), bold=True, size=30, align="center", before=6),
            *([_line("Mang theo", bold=True, size=18, before=10), *papers] if papers else []),
            *([_line("Tùy trường hợp có thể cần giấy tờ khác.", size=12)] if papers else []),
            *_large("Thời hạn", sheet.times),
            *_large("Lệ phí", sheet.fees),
            *_code(link, side=52),
            _line(f"Hỏi tại {site.counter}", bold=True, size=18, align="center", before=4),
        ),
        (20, 18, 16, 18),
        14,
        f"{sheet.foot} Mã thủ tục {sheet.code}. In ngày {on:%d/%m/%Y}.",
        one_page=True,
    )


def _known(procedures: Procedures, code: str, on: date) -> tuple[Checklist, Procedure | None]:
    row = procedures.row(code)
    try:
        procedure = procedures.procedure(row.code)
    except KioskError as error:
        if error.code is not Code.PROCEDURE_WITHOUT_FORM:
            raise
        return checklist_without_facts(row), None
    return checklist(procedure, on=on, channel=Channel.DIRECT), procedure


def _head(site: Site) -> Head:
    left = ("*" + site.centre.upper(), site.place)
    return Head(left, ("*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "_Độc lập - Tự do - Hạnh phúc"))


def _line(
    text: str,
    *,
    bold: bool = False,
    size: float = 0,
    align: str = "left",
    before: float = 0,
    keeps: bool = False,
) -> Paragraph:
    return Paragraph((Text(text, bold),), align=align, size=size, before=before, keeps=keeps)


def _title(text: str) -> Paragraph:
    return _line(text, bold=True, size=12, before=3, keeps=True)


def _facts(sheet: Checklist) -> Iterator[Block]:
    if sheet.papers:
        yield _title("Ai được nộp")
    yield _line(sheet.who, before=0 if sheet.papers else 3)
    if sheet.papers:
        yield _title("Giấy tờ")
        for paper in sheet.papers:
            yield from _entry(paper)
    for title, lines in (("Thời hạn", sheet.times), ("Phí, lệ phí", sheet.fees), ("Lưu ý", sheet.warnings)):
        if lines:
            yield _title(title)
        for line in lines:
            yield from _entry(line)
    if sheet.steps:
        yield _title("Các bước")
    for number, step in enumerate(sheet.steps, start=1):
        yield _line(f"{number}. {step}")


def _entry(line: Line) -> Iterator[Paragraph]:
    if line.box:
        runs = (Field("", Mark.TICK), Text("  " + line.text, bold=True))
        yield Paragraph(runs, before=0.6, keeps=bool(line.small))
    else:
        yield _line(line.text)
    if line.small:
        yield Paragraph((Text(line.small),), size=_SMALL, indent=6.0 if line.box else 0.0)


def _where(procedures: Procedures, code: str, procedure: Procedure | None, site: Site) -> Iterator[Paragraph]:
    if procedure is None:
        return
    reception = procedures.centre.receptions.get(code)
    yield _title("Nộp ở đâu")
    yield _line(procedure.agency.receives.vi or procedure.agency.decides.vi)
    if reception is not None:
        counter = reception.counter or site.counter
        hours = reception.hours or procedures.centre.hours
        yield _line(", ".join(part for part in (f"Tại Trung tâm: {counter}", reception.by, hours) if part))
    if procedure.result:
        yield _line(f"Kết quả: {procedure.result.vi}")


def _legal(sheet: Checklist) -> Iterator[Paragraph]:
    if sheet.legal:
        yield _title("Căn cứ pháp lý")
        yield _line("; ".join(sheet.legal) + ".", size=_SMALL)


def _always(procedure: Procedure | None) -> list[str]:
    """Return the papers that everybody needs."""
    components = procedure.components if procedure is not None else ()
    needed = (each for each in components if each.kind is not PaperKind.FORM)
    return [each.name.vi for each in needed if not (each.when or each.badge or each.optional)]


def _large(title: str, lines: tuple[Line, ...]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph((Text(f"{title}: ", bold=True), Text(lines[0].text)), size=18, before=4)
        if lines[0].small:
            yield _line(lines[0].small, size=11)


def _code(link: str, *, side: float) -> Iterator[Block]:
    yield _line("", before=2)
    yield Code2D(link, side)
    yield _line(link, size=_SMALL, align="center", before=1)
