"""The office's papers (Mẫu 01 to 05) of both circulars: every fact extracts back, in the paper's order."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.core.print_filling import Plain, filled
from kiosk.paper.form import draw_form
from portal.documents.editions import Edition, edition_named, edition_on, editions
from portal.documents.facts import Facts, Paper, Said
from portal.intake.applicant import Applicant

FACTS = Facts(
    centre="Trung tâm Phục vụ hành chính công phường Tô Hiệu",
    place="Sơn La",
    code="H52.1-20261123-0000017",
    applicant=Applicant(
        "Lò Thị Ban Mai", "Tổ 4, phường Tô Hiệu, tỉnh Sơn La", "014188001234", "0912345678", "mai@example.vn"
    ),
    content="Cấp lại giấy phép lái xe",
    papers=(Paper("Đơn đề nghị", "Điện tử", 1), Paper("Giấy khám sức khỏe", "Bản giấy, nộp sau", 2)),
    time="5 ngày làm việc",
    received="8 giờ 05 phút, ngày 23 tháng 11 năm 2026",
    due="8 giờ 05 phút, ngày 30 tháng 11 năm 2026",
    result_where="Quầy số 1",
    fee="đã nhận 135.000 đồng",
    note="Thiếu giấy khám sức khỏe còn hạn",
    dated="Sơn La, ngày 23 tháng 11 năm 2026",
    day=date(2026, 11, 23),
)
SAID = Said("Chờ xác minh của đơn vị khác", "ngày 07 tháng 12 năm 2026", "Phạm Văn Tiến", "02123852000")
ALL = [(edition, number) for edition in editions() for number in edition.numbers]
NAMES = [f"{edition.name}-{number:02}" for edition, number in ALL]


def text_of(edition: Edition, number: int, said: Said = SAID) -> str:
    pdf = draw_form(filled(edition.template(number), Plain(FACTS.values(said))))
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("edition", "number"), ALL, ids=NAMES)
def test_head_code_and_applicant_stand_on_every_paper(edition: Edition, number: int) -> None:
    text = text_of(edition, number)
    for said in (
        FACTS.centre.upper(),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        FACTS.code,
        FACTS.dated,
        FACTS.applicant.full_name,
        FACTS.applicant.residence,
        FACTS.content,
    ):
        assert bare(said) in text


def test_the_acceptance_says_its_seven_points_in_order() -> None:
    text = text_of(edition_named("tt-03-2025"), 1)
    points = (
        "1. Thành phần hồ sơ nộp gồm:",
        "Giấy khám sức khỏe",
        "2. Số lượng hồ sơ: 01 (bộ)",
        f"3. Thời gian giải quyết hồ sơ theo quy định: {FACTS.time}",
        f"4. Thời gian nhận hồ sơ: {FACTS.received}",
        f"5. Thời gian trả kết quả giải quyết hồ sơ: {FACTS.due}",
        f"6. Đăng ký nhận kết quả tại: {FACTS.result_where}",
        f"7. Phí, lệ phí: {FACTS.fee}",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    )
    places = [text.index(bare(point)) for point in points]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (
            2,
            (
                "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
                FACTS.note,
                SAID.reason,
                SAID.contact,
                SAID.contact_phone,
            ),
        ),
        (3, ("PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", f"lý do cụ thể như sau: {FACTS.note}")),
        (4, ("XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", SAID.reason, f"hẹn trả kết quả lại: {SAID.again}")),
        (5, ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", FACTS.note)),
    ],
)
def test_what_the_officer_says_stands_on_the_paper(number: int, words: tuple[str, ...]) -> None:
    text = text_of(edition_on(FACTS.day), number)
    assert all(bare(word) in text for word in words)


def test_what_nobody_said_stays_a_dotted_line() -> None:
    text = text_of(edition_on(FACTS.day), 2, Said())
    assert "Lýdo:Trongquátrình" in text


def test_each_day_has_the_papers_of_its_circular() -> None:
    assert edition_on(date(2025, 9, 14)).circular == "Thông tư 01/2018/TT-VPCP, Phụ lục"
    assert edition_on(date(2025, 9, 15)).circular == "Thông tư 03/2025/TT-VPCP, Phụ lục I"
    old, new = editions()
    assert (old.until - new.since).days == -1


def test_the_older_circular_has_no_notice_of_stopping() -> None:
    with pytest.raises(KioskError) as refused:
        edition_named("tt-01-2018").template(5)
    assert refused.value.code is Code.DOCUMENT_NOT_DUE
