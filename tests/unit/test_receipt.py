"""What the slip says: honest about delivery, short about the person, plain about what it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from kiosk.core.config import Site
from kiosk.core.receipt import Slip, SlipFacts, dong, short_name, slip, spoken_day

HANOI = timezone(timedelta(hours=7))
FILED = datetime(2026, 11, 23, 9, 41, tzinfo=HANOI)
RECEIPT = SlipFacts(
    receipt_code="TH01-7Q4K-M2HD",
    procedure_code="3.000348",
    procedure_name="Cấp lại giấy phép lái xe",
    applicant="Đinh Văn Việt",
    submitted_at=FILED,
    delivered_at=None,
    to_bring=("Giấy khám sức khỏe (bản chính)",),
    fee_dong=135_000,
    site=Site(),
    portal_url="https://dvc.example.vn/",
    tracking="ABCDEFGH2345",
    signed_code="MCK1:ABC",
)


def values(of: Slip, label: str) -> list[str]:
    return [line.text for row in of.rows if row.label.text == label for line in row.values]


def everything(of: Slip) -> str:
    rows = [f"{line.text} {line.small}" for row in of.rows for line in (row.label, *row.values)]
    return " ".join([of.title.text, of.provisional.text, of.tracking_how.text, *rows])


def test_it_says_at_once_that_it_is_not_the_acceptance() -> None:
    made = slip(RECEIPT)
    assert made.title.text == "PHIẾU XÁC NHẬN NỘP TẠI KIOSK"
    assert made.provisional.text == "Chưa phải giấy tiếp nhận"


def test_before_the_acknowledgement_it_says_stored_and_not_sent() -> None:
    assert values(slip(RECEIPT), "Hồ sơ") == ["Đã lưu an toàn tại máy này, sẽ gửi khi có mạng"]


def test_after_it_says_when_it_was_sent() -> None:
    delivered = replace(RECEIPT, delivered_at=FILED + timedelta(seconds=20))
    assert values(slip(delivered), "Hồ sơ") == ["Đã gửi lúc 9:41"]
    next_day = replace(RECEIPT, delivered_at=FILED + timedelta(days=1))
    assert values(slip(next_day), "Hồ sơ") == ["Đã gửi lúc 9:41, thứ ba 24/11/2026"]


def test_of_the_person_it_shows_initials_and_the_last_word_only() -> None:
    made = slip(RECEIPT)
    assert values(made, "Người nộp") == ["Đ. V. Việt"]
    assert "Đinh" not in everything(made)
    assert "Đinh" not in repr(RECEIPT)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Đinh Văn Việt", "Đ. V. Việt"),
        ("Lò Thị  Ín", "L. T. Ín"),
        ("Mùa", "Mùa"),
        ("ĐINH VĂN VIỆT", "Đ. V. Việt"),
        ("H'LEN NIÊ", "H. Niê"),
        ("NIÊ H'LEN", "N. H'Len"),
        ("a\u0302u C\u01a1\u0300", "Â. Cờ"),
        ("", ""),
    ],
)
def test_short_names(full: str, short: str) -> None:
    assert short_name(full) == short


def test_days_come_with_their_weekday_and_money_with_dots() -> None:
    assert spoken_day(FILED).text == "thứ hai 23/11/2026"
    assert spoken_day(FILED - timedelta(days=1)).small == "Sunday 22/11/2026"
    assert dong(1_350_000) == "1.350.000 đồng"


def test_what_to_bring_can_be_ticked_off_and_ends_with_the_fee() -> None:
    bring = next(row for row in slip(RECEIPT).rows if row.label.text == "Còn phải mang")
    assert [line.text for line in bring.values] == [
        "Giấy khám sức khỏe (bản chính)",
        "Lệ phí 135.000 đồng (tạm tính)",
    ]
    assert all(line.to_tick for line in bring.values)


def test_nothing_to_bring_and_no_stated_fee_are_said_in_words() -> None:
    made = slip(replace(RECEIPT, to_bring=(), fee_dong=None))
    assert values(made, "Còn phải mang") == ["Không còn giấy tờ nào", "Phí, lệ phí: cán bộ báo khi tiếp nhận"]


def test_both_codes_to_type_and_the_address_stand_on_it() -> None:
    made = slip(RECEIPT)
    assert made.tracking_code == "ABCD EFGH 2345"
    assert made.tracking_address == "https://dvc.example.vn/t#TH01-7Q4K-M2HD.ABCDEFGH2345"
    assert "dvc.example.vn/t" in made.tracking_how.text


def test_before_enrolment_there_is_no_address_to_print() -> None:
    made = slip(replace(RECEIPT, portal_url=""))
    assert made.tracking_address is None
    assert "cán bộ" in made.tracking_how.text


def test_a_practice_kiosks_slip_says_so() -> None:
    mark = slip(replace(RECEIPT, practice=True)).practice_mark
    assert mark is not None
    assert (mark.text, mark.small) == ("LUYỆN TẬP", "Practice")
    assert slip(RECEIPT).practice_mark is None


def test_a_reprint_is_marked_as_a_copy() -> None:
    assert slip(RECEIPT).copy_mark is None
    mark = slip(replace(RECEIPT, copy=3, signed_code=None)).copy_mark
    assert mark is not None
    assert mark.text == "BẢN SAO 2"


def test_secrets_do_not_show_in_its_repr() -> None:
    made = slip(RECEIPT)
    assert not any(
        secret in repr(made) + repr(RECEIPT) for secret in ("ABCDEFGH2345", "ABCD EFGH", "MCK1:ABC")
    )


def test_payment_that_the_portal_confirmed_replaces_the_fee_to_bring() -> None:
    paid = values(slip(replace(RECEIPT, paid_dong=135_000)), "Còn phải mang")
    assert paid[-1] == "Lệ phí: cổng đã nhận 135.000 đồng"
    assert not any("tạm tính" in line for line in paid)
