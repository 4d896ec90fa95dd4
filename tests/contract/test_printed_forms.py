"""Official forms on paper: what was answered stands on them and extracts back; checklists and leaflets."""

from __future__ import annotations

import subprocess
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from kiosk.app import SHIPPED_FORMS, Place
from kiosk.backroom import Room
from kiosk.core.cases import answered, parse_cases
from kiosk.core.config import Config, Site
from kiosk.core.dossier_paper import AnswerRow, AnswerSection, DossierPaper
from kiosk.core.errors import Code, KioskError
from kiosk.core.print_answers import printed
from kiosk.core.print_filling import Plain, filled
from kiosk.core.print_template import parse_template
from kiosk.core.printed import Field, Mark, Paragraph, PrintedForm, Table, Text
from kiosk.core.public_papers import checklist_of, leaflet_of, poster_of
from kiosk.devices.pdf.codes import codes_in
from kiosk.devices.pdf.pages import DirectPages
from kiosk.paper.form import draw_form
from kiosk.storage.packages import Catalogue
from kiosk.storage.print_files import read_template
from kiosk.xforms import FormSession, parse_form

CODES = sorted(path.parent.name for path in SHIPPED_FORMS.glob("*/print.toml"))
WHOLE = sorted(path.parent.name for path in SHIPPED_FORMS.glob("*/form.xml"))
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SITE = Site()
ON = date(2026, 11, 23)
LIMIT_BYTES = 110_000
NOT_ON_PAPER = {
    "3.000348": ("/data/applicant/residence", "/data/contact/phone"),
    "1.000656": ("/data/contact/phone",),
    "1.000894": ("/data/contact/phone",),
}
"""What the kiosk asks and the official form doesn't; the listing behind the form has it."""


def text_of(pdf: bytes) -> str:
    """Return the letters in the order in which they were set, without any space."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


def bare(text: str) -> str:
    return "".join(text.split())


@cache
def fullest(folder: Path) -> FormSession:
    """Return the session of the case that answers most."""
    definition = parse_form((folder / "form.xml").read_bytes())
    cases = parse_cases((folder / "cases.md").read_text(encoding="utf-8"))
    by_name = {case.name: case for case in cases}
    sessions = [answered(case, by_name, definition) for case in cases]
    return max(sessions, key=lambda session: sum(1 for node in session.questions() if node.value))


def form_of(folder: Path, session: FormSession, *, blank: bool = False) -> PrintedForm:
    template = read_template(folder)
    assert template is not None
    return printed(template, session, blank=blank)


def words_of(form: PrintedForm) -> list[str]:
    """Return every word and answer of the paragraphs and tables."""
    found: list[str] = []
    for block in form.blocks:
        if isinstance(block, Paragraph):
            found += [run.value if isinstance(run, Field) else run.text for run in block.runs]
        elif isinstance(block, Table):
            found += [cell for row in (block.titles, *block.rows) for cell in row]
    return found


def test_every_form_that_can_be_filled_in_has_its_paper() -> None:
    assert CODES == WHOLE


@pytest.mark.parametrize("code", CODES)
def test_what_was_written_stands_on_the_paper_and_extracts_back(code: str) -> None:
    folder = SHIPPED_FORMS / code
    session = fullest(folder)
    form = form_of(folder, session)
    pdf = draw_form(form)
    text = text_of(pdf)
    assert all(bare(word) in text for word in words_of(form))
    typed = [
        node
        for node in session.questions()
        if node.kind == "input" and node.datatype == "string" and node.ref not in NOT_ON_PAPER.get(code, ())
    ]
    assert [node.ref for node in typed if bare(node.value) not in text] == []
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in text
    assert len(pdf) < LIMIT_BYTES


@pytest.mark.parametrize("code", CODES)
def test_the_blank_form_has_the_places_and_no_answer(code: str) -> None:
    folder = SHIPPED_FORMS / code
    session = fullest(folder)
    form = form_of(folder, session, blank=True)
    places = [run for block in form.blocks if isinstance(block, Paragraph) for run in block.runs]
    assert not [place for place in places if isinstance(place, Field) and place.value]
    text = text_of(draw_form(form))
    card = [node.value for node in session.questions() if node.binds.get("kiosk:from", "").endswith("number")]
    assert card
    assert not [number for number in card if number in text]


def test_a_long_answer_goes_on_over_lines_and_pages_and_the_rest_follows() -> None:
    answer = "\n".join(f"Thay đổi thứ {n}: từ {n} tầng thành {n + 1} tầng" for n in range(1, 80))
    template = parse_template(
        {"schema": 1, "parts": [{"line": "4. Nội dung: {what}"}, {"line": "5. Sau cùng: {last}"}]}
    )
    pdf = draw_form(filled(template, Plain({"what": answer, "last": "HẾT"})))
    text = text_of(pdf)
    assert bare(answer.partition("\n")[0]) in text
    assert text.index("Thayđổithứ79:từ79tầngthành80tầng") < text.index("5.Sau cùng".replace(" ", ""))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 1
    document.close()


def test_a_word_that_is_wider_than_the_line_is_broken_and_loses_no_letter() -> None:
    word = "https://" + "a" * 300
    template = parse_template({"schema": 1, "parts": [{"line": "Trang: {what}."}]})
    assert f"Trang:{word}." in text_of(draw_form(filled(template, Plain({"what": word}))))


def test_boxes_hold_one_digit_each_and_the_number_extracts_in_one_piece() -> None:
    template = parse_template({"schema": 1, "parts": [{"line": "Số: {number|boxes 12}"}]})
    form = filled(template, Plain({"number": "014087003512"}))
    run = subprocess.run(["pdftotext", "-", "-"], input=draw_form(form), capture_output=True, check=True)
    assert "014087003512" in run.stdout.decode().split()


def test_a_form_of_a_value_that_nobody_knows_is_refused() -> None:
    template = parse_template({"schema": 1, "parts": [{"line": "{what|shiny}"}]})
    with pytest.raises(KioskError) as refused:
        filled(template, Plain({"what": "x"}))
    assert refused.value.code is Code.FORM_BROKEN


@pytest.mark.parametrize(
    "wrong",
    ["lines = 3", '[[parts]]\nlime = "x"', '[[parts]]\nline = "x"\nalgin = "left"', "[[parts]]\nline = 3"],
)
def test_a_misspelt_key_of_a_layout_is_refused(wrong: str) -> None:
    with pytest.raises(KioskError) as refused:
        parse_template(tomllib.loads(f"schema = 1\n{wrong}"))
    assert refused.value.code is Code.FORM_BROKEN


def test_the_same_answers_give_the_same_bytes() -> None:
    form = form_of(SHIPPED_FORMS / "1.013226", fullest(SHIPPED_FORMS / "1.013226"))
    assert draw_form(form) == draw_form(form)


def test_the_paper_stays_vietnamese_on_an_english_screen() -> None:
    folder = SHIPPED_FORMS / "1.004194"
    session = fullest(folder)
    before = session.language
    session.language = "en"
    try:
        assert "Ngườiởthuê,ởnhờ" in text_of(draw_form(form_of(folder, session)))
        assert session.language != before
    finally:
        session.language = before or "vi"


def test_a_tick_is_a_box_that_is_crossed_when_the_answer_says_so() -> None:
    template = parse_template({"schema": 1, "parts": [{"line": "Có {yes|tick} Không {no|tick}"}]})
    block = filled(template, Plain({"yes": "1", "no": ""})).blocks[0]
    assert isinstance(block, Paragraph)
    ticks = [run.value for run in block.runs if isinstance(run, Field) and run.mark is Mark.TICK]
    assert ticks == ["x", ""]


def test_a_form_whose_wording_is_not_confirmed_says_so_at_its_foot() -> None:
    procedures = Catalogue(SHIPPED_FORMS)
    for code, doubted in (("1.000894", True), ("1.004194", False)):
        template = read_template(SHIPPED_FORMS / code)
        assert template is not None
        edition = procedures.procedure(code).form
        form = printed(template, fullest(SHIPPED_FORMS / code), edition=edition, blank=True)
        assert ("chưađốichiếu" in text_of(draw_form(form))) is doubted


def test_the_dossier_begins_with_the_official_form_and_the_listing_follows() -> None:
    folder = SHIPPED_FORMS / "1.004194"
    rows = (AnswerRow("Số điện thoại", "0987000214", "tự nhập"),)
    paper = DossierPaper(
        SITE,
        "TỜ KHAI",
        "1.004194",
        "TH01-7Q4K-M2HD",
        NOW,
        (AnswerSection("Liên hệ", rows),),
        form=form_of(folder, fullest(folder)),
    )
    text = text_of(DirectPages().dossier(paper))
    assert text.index("TỜKHAITHAYĐỔITHÔNGTINCƯTRÚ") < text.index("Chúthích:") < text.index("TH01-7Q4K-M2HD")


# -- papers for everybody -------------------------------------------------------------------------------


def test_the_checklist_says_papers_fee_days_and_the_law_with_boxes_to_tick() -> None:
    procedures = Catalogue(SHIPPED_FORMS)
    form = checklist_of(procedures, "3.000348", site=SITE, on=ON)
    text = text_of(draw_form(form))
    procedure = procedures.procedure("3.000348")
    asked = [each for each in procedure.components if each.kind != "form"]
    assert all(bare(each.name.vi) in text for each in asked)
    assert all(bare(basis.text) in text for basis in procedure.legal)
    assert "135.000đồng" in text
    assert "tạmtính" in text
    boxes = [run for block in form.blocks if isinstance(block, Paragraph) for run in block.runs]
    assert sum(1 for run in boxes if isinstance(run, Field) and run.mark is Mark.TICK) == len(asked)


def test_the_checklist_of_a_bare_catalogue_row_says_that_nothing_is_known() -> None:
    procedures = Catalogue(SHIPPED_FORMS)
    packages = set(procedures.codes_with_package())
    code = next(row.code for row in procedures.rows() if row.code not in packages)
    form = checklist_of(procedures, code, site=SITE, on=ON)
    said = [
        run.text for b in form.blocks if isinstance(b, Paragraph) for run in b.runs if isinstance(run, Text)
    ]
    assert any("chưa có thông tin" in text for text in said)
    assert "Giấy tờ" not in said


def test_an_unknown_code_has_no_checklist() -> None:
    with pytest.raises(KioskError) as refused:
        checklist_of(Catalogue(SHIPPED_FORMS), "9.999999", site=SITE, on=ON)
    assert refused.value.code is Code.PROCEDURE_UNKNOWN


@pytest.mark.parametrize("make", [leaflet_of, poster_of])
@pytest.mark.parametrize("code", ["3.000348", "1.013226", "1.001193", "1.004222"])
def test_leaflet_and_poster_are_one_page_with_a_code_that_reads(make: object, code: str) -> None:
    assert callable(make)
    link = "https://dichvucong.example.vn/tthc/" + code
    pdf = draw_form(
        make(Catalogue(SHIPPED_FORMS), code, site=replace(SITE, counter="Quầy 3"), on=ON, link=link)
    )
    assert codes_in(pdf) == [link]
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    document.close()


def test_the_screens_get_checklist_and_blank_form_and_no_form_where_there_is_none(tmp_path: Path) -> None:
    room = Room(Place(Config(), tmp_path, tmp_path))
    try:
        assert "135.000đồng" in text_of(room.checklist_pdf("3.000348"))
        blank = room.blank_form_pdf("3.000348")
        assert blank is not None
        assert "ĐƠNĐỀNGHỊCẤPLẠIGIẤYPHÉPLÁIXE" in text_of(blank)
        assert room.blank_form_pdf("2.000815") is None
    finally:
        room.close()
