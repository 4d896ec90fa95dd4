"""The port `Pages`, drawn here and in the child: text and codes come back exactly, nothing is unembedded."""

from __future__ import annotations

import io
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import img2pdf
import pypdfium2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageFilter

from kiosk.core.config import Site
from kiosk.core.dossier_paper import AnswerRow, AnswerSection, DossierPaper, PaperRow
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import Pages
from kiosk.core.receipt import Line, Slip, SlipFacts, slip
from kiosk.core.slip_code import SlipClaim, signed_text, tracking_secret
from kiosk.devices.pdf.codes import codes_in
from kiosk.devices.pdf.pages import DirectPages
from kiosk.devices.pdf.pool import PooledPages
from kiosk.devices.pdf.slip import A5_SCALE, draw_slip

HANOI = timezone(timedelta(hours=7))
FILED = datetime(2026, 11, 23, 9, 41, tzinfo=HANOI)
SECRET = bytes(range(16))
SIGNED = signed_text(
    SlipClaim("TH01-9D5M-PJTK", SECRET, "3.000348", FILED.astimezone(UTC), "K-0000TH01"),
    Ed25519PrivateKey.from_private_bytes(bytes(32)),
)
MANY = tuple(
    f"Giấy tờ thứ {number} của người nộp, bản chính hoặc bản sao có chứng thực" for number in range(9)
)


def facts(*, to_bring: tuple[str, ...] = ("Giấy khám sức khỏe (bản chính)",), copy: int = 1) -> Slip:
    return slip(
        SlipFacts(
            receipt_code="TH01-9D5M-PJTK",
            procedure_code="3.000348",
            procedure_name="Cấp lại giấy phép lái xe",
            applicant="Đinh Văn Việt",
            submitted_at=FILED,
            delivered_at=None,
            to_bring=to_bring,
            fee_dong=135_000,
            site=Site(),
            portal_url="https://localhost:43127",
            tracking=tracking_secret(SECRET),
            signed_code=SIGNED,
            copy=copy,
        )
    )


def dossier(answers: int = 3) -> DossierPaper:
    row = AnswerRow("Họ, chữ đệm và tên khai sinh", "Nguyễn Thị Ngọc Ánh", "từ chip")
    long = AnswerRow(
        "Lý do", "\n".join(f"Dòng thứ {number}, nước lũ cuốn mất giấy tờ" for number in range(90))
    )
    return DossierPaper(
        site=Site(),
        title="ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP LÁI XE",
        procedure_code="3.000348",
        receipt_code="TH01-9D5M-PJTK",
        submitted_at=FILED,
        sections=(AnswerSection("I. Người đề nghị", (row,) * answers), AnswerSection("II. Lý do", (long,))),
        papers=(PaperRow("Giấy khám sức khỏe", "bản quét, 2 trang"),),
    )


@pytest.fixture(scope="module")
def child() -> Iterator[PooledPages]:
    pages = PooledPages()
    yield pages
    pages.close()


@pytest.fixture(params=["here", "in the child"])
def pages(request: pytest.FixtureRequest, child: PooledPages) -> Pages:
    return DirectPages() if request.param == "here" else child


def poppler(program: str, pdf: bytes, *options: str) -> str:
    argv = [program, *options, "-", *(["-"] if program == "pdftotext" else [])]
    return subprocess.run(argv, input=pdf, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes) -> str:
    """Return the words as poppler reads them, one space between any two."""
    return " ".join(poppler("pdftotext", pdf).split())


def fonts_of(pdf: bytes) -> list[tuple[str, str]]:
    """Return each font's name and whether it is embedded."""
    lines = poppler("pdffonts", pdf).splitlines()[2:]
    return [(line.split()[0], line.split()[-5]) for line in lines]


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def sheet(*, blur: float = 0) -> Image.Image:
    """Return a written A4 page at 300 dpi."""
    document = pypdfium2.PdfDocument(DirectPages().dossier(dossier(answers=12)))
    page = document[0].render(scale=300 / 72).to_pil().convert("L")
    document.close()
    return page.filter(ImageFilter.GaussianBlur(blur)) if blur else page


# -- the slip -------------------------------------------------------------------------------------------


def test_every_word_of_the_slip_extracts_back_exactly(pages: Pages) -> None:
    made = facts()
    text = text_of(pages.slip(made))
    single = [
        made.title,
        made.provisional,
        made.provisional_why,
        made.issuer,
        made.machine,
        made.tracking_label,
    ]
    lines = [*single, *(line for row in made.rows for line in (row.label, *row.values))]
    missing = [words for line in lines for words in (line.text, line.small) if words not in text]
    assert missing == []
    assert "PHIẾU XÁC NHẬN NỘP TẠI KIOSK" in text
    assert made.receipt_code in text
    assert made.tracking_code in text


def test_the_title_and_the_word_about_delivery_stand_on_one_line(pages: Pages) -> None:
    lines = poppler("pdftotext", pages.slip(facts())).splitlines()
    assert "PHIẾU XÁC NHẬN NỘP TẠI KIOSK" in lines
    assert "Chưa phải giấy tiếp nhận" in lines
    assert "Đã lưu an toàn tại máy này, sẽ gửi khi có mạng" in lines


def test_only_embedded_fonts_of_ours_are_listed(pages: Pages) -> None:
    for pdf in (pages.slip(facts()), pages.dossier(dossier())):
        fonts = fonts_of(pdf)
        assert fonts
        assert all("BeVietnamPro" in name and embedded == "yes" for name, embedded in fonts), fonts


def test_both_codes_read_back_from_paper_and_screen(pages: Pages) -> None:
    pdf = pages.slip(facts())
    expected = {SIGNED, f"https://localhost:43127/t#TH01-9D5M-PJTK.{tracking_secret(SECRET)}"}
    assert set(codes_in(pdf)) == expected
    assert set(codes_in(pages.picture(pdf, width_px=1080))) == expected
    assert set(codes_in(draw_slip(facts(), scale=A5_SCALE))) == expected


def test_the_codes_have_four_clear_modules_around_them_on_every_kind_of_slip() -> None:
    both_marks = replace(facts(copy=2), practice_mark=Line("LUYỆN TẬP", "Practice"))
    for made in (facts(), facts(copy=2), facts(to_bring=MANY, copy=3), both_marks):
        pdf = draw_slip(made)
        page = Image.open(io.BytesIO(DirectPages().picture(pdf, width_px=1654))).convert("L")
        found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
        assert [has_clear_margin(page, code.position) for code in found] == [True, True]


def has_clear_margin(page: Image.Image, place: zxingcpp.Position) -> bool:
    """Say whether the ring around a code is white: 2 mm, four modules of ours at least."""
    left, top = place.top_left.x - 1, place.top_left.y - 1
    right, bottom = place.bottom_right.x + 2, place.bottom_right.y + 2
    around = page.crop((left - 16, top - 16, right + 16, bottom + 16))
    around.paste(255, (16, 16, around.width - 16, around.height - 16))
    return around.getextrema()[0] == 255


def test_the_picture_for_the_screen_has_the_width_asked_for(pages: Pages) -> None:
    picture = Image.open(io.BytesIO(pages.picture(pages.slip(facts()), width_px=700)))
    assert picture.size == (700, 990)


@pytest.mark.parametrize("to_bring", [(), MANY[:3], MANY])
def test_however_much_is_to_bring_it_is_one_page_and_nothing_overlaps(to_bring: tuple[str, ...]) -> None:
    pdf = draw_slip(facts(to_bring=to_bring, copy=2))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    boxes = words_of(document)
    document.close()
    overlapping = [
        (first[0], second[0])
        for index, first in enumerate(boxes)
        for second in boxes[index + 1 :]
        if overlap(first[1], second[1])
    ]
    assert overlapping == []
    assert all(0 < left < right < 596 and 0 < low < high < 842 for _, (left, low, right, high) in boxes)


Box = tuple[float, float, float, float]


def words_of(document: pypdfium2.PdfDocument) -> list[tuple[str, Box]]:
    """Return the text rectangles of the first page with their text."""
    text = document[0].get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    return [(text.get_text_bounded(*box), box) for box in boxes]


def overlap(first: Box, second: Box) -> bool:
    """Say whether two boxes share more than the half point that glyph boxes touch by."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > 0.5 and down > 0.5


def test_a_slip_drawn_twice_is_the_same_file_and_names_no_moment(pages: Pages) -> None:
    assert pages.slip(facts()) == pages.slip(facts())


# -- the dossier ----------------------------------------------------------------------------------------


def test_every_answer_of_the_dossier_extracts_back_and_the_head_is_the_office_s(pages: Pages) -> None:
    text = text_of(pages.dossier(dossier()))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP LÁI XE",
        "ngày 23 tháng 11 năm 2026",
        "Nguyễn Thị Ngọc Ánh",
        "bản quét, 2 trang",
        *(f"Dòng thứ {number}, nước lũ cuốn mất giấy tờ" for number in range(90)),
    ):
        assert words in text


def test_a_long_dossier_goes_on_over_pages_and_counts_them(pages: Pages) -> None:
    pdf = pages.dossier(dossier(answers=60))
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    lowest = min(box[1] for index in range(count) for _, box in words_of_page(document, index))
    document.close()
    assert count > 3
    assert all(f"Trang {page}/{count}" in text_of(pdf) for page in range(1, count + 1))
    assert lowest > 20


def words_of_page(document: pypdfium2.PdfDocument, page: int) -> list[tuple[str, Box]]:
    text = document[page].get_textpage()
    return [("", text.get_rect(index)) for index in range(text.count_rects())]


# -- scanned pages --------------------------------------------------------------------------------------


def test_a_sharp_page_is_neither_blurred_nor_blank_and_stays_small(pages: Pages) -> None:
    page = pages.cleaned(png(sheet()))
    assert (page.blurred, page.blank) == (False, False)
    assert (page.width_px, page.height_px) == (2480, 3508) or page.height_px == 3507
    assert len(page.jpeg) <= 480_000


def test_a_page_out_of_focus_is_noticed(pages: Pages) -> None:
    assert not pages.cleaned(png(sheet(blur=1.5))).blurred
    assert pages.cleaned(png(sheet(blur=5))).blurred


@pytest.mark.parametrize("grey", [0, 140, 255])
def test_an_empty_sheet_is_blank(pages: Pages, grey: int) -> None:
    page = pages.cleaned(png(Image.new("L", (2480, 3508), grey)))
    assert (page.blank, page.blurred) == (True, False)


def test_a_photograph_is_turned_upright_made_small_and_loses_its_metadata(pages: Pages) -> None:
    noise = Image.effect_noise((4000, 3000), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° to see it upright
    exif[0x010F] = "Camera of somebody"
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", exif=exif, quality=95)
    page = pages.cleaned(buffer.getvalue())
    assert page.height_px > page.width_px
    assert len(page.jpeg) <= 480_000
    assert b"Camera" not in page.jpeg


def test_a_transparent_picture_lies_on_white(pages: Pages) -> None:
    page = pages.cleaned(png(Image.new("RGBA", (100, 100), (0, 0, 0, 0))))
    assert Image.open(io.BytesIO(page.jpeg)).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0broken", b"%PDF-1.4"])
def test_what_is_no_page_is_refused(pages: Pages, content: bytes) -> None:
    with pytest.raises(KioskError) as caught:
        pages.cleaned(content)
    assert caught.value.code == Code.SCAN_UNREADABLE


def test_pages_become_one_pdf_under_500_kb_each_with_their_pictures_unchanged(pages: Pages) -> None:
    jpegs = [pages.cleaned(png(sheet())).jpeg, pages.cleaned(png(sheet().rotate(90, expand=True))).jpeg]
    pdf = pages.attachment(jpegs)
    assert len(pdf) <= 1_000_000
    assert all(jpeg in pdf for jpeg in jpegs)
    document = pypdfium2.PdfDocument(pdf)
    sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
    document.close()
    a4 = (round(img2pdf.mm_to_pt(210)), round(img2pdf.mm_to_pt(297)))
    assert sizes == [a4, a4[::-1]]


def test_a_pdf_of_something_else_than_pages_is_refused(pages: Pages) -> None:
    with pytest.raises(KioskError) as caught:
        pages.attachment([b"not a picture"])
    assert caught.value.code == Code.SCAN_UNREADABLE


# -- the child ------------------------------------------------------------------------------------------


def test_a_child_that_was_killed_is_replaced_and_the_page_is_drawn(child: PooledPages) -> None:
    before = child.pid
    os.kill(before, signal.SIGKILL)
    assert child.slip(facts()) == DirectPages().slip(facts())
    assert child.pid != before


def test_page_work_that_takes_too_long_is_given_up() -> None:
    hasty = PooledPages(deadline_s=0.001)
    with pytest.raises(KioskError) as caught:
        hasty.dossier(dossier(answers=300))
    assert caught.value.code == Code.INTERNAL
    hasty.close()


def test_the_child_ends_with_its_owner() -> None:
    pages = PooledPages()
    pid = pages.pid
    pages.close()
    assert not Path(f"/proc/{pid}").exists()
