"""The QR printed on the card: strict, unsigned, and compared with the chip."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import Holder
from kiosk.idcard.qr import disagreements, parse

FRONT = "014199012345|050123456|Lường Thị Hạ|03021999|Nữ|Tổ 2, Tô Hiệu, Sơn La|06052022"


def test_front_of_2021() -> None:
    code = parse(FRONT)
    assert (code.personal_number, code.old_id_number, code.can) == ("014199012345", "050123456", "012345")
    assert (code.date_of_birth, code.date_of_issue) == (date(1999, 2, 3), date(2022, 5, 6))


def test_back_of_2024_and_no_old_number() -> None:
    code = parse(FRONT.replace("050123456", "") + "||||")
    assert code.old_id_number is None
    assert code.full_name == "Lường Thị Hạ"


def test_text_is_composed() -> None:
    assert parse(FRONT.replace("ạ", "a\u0323")).full_name == "Lường Thị Hạ"


@pytest.mark.parametrize(
    "wrong",
    [
        FRONT + "|",
        FRONT.replace("|050123456|", "|"),
        FRONT.replace("014199012345", "01419901234"),
        FRONT.replace("014199012345", "٠١٤١٩٩٠١٢٣٤٥"),
        FRONT.replace("03021999", "31021999"),
        FRONT.replace("03021999", "1999-2-3"),
        FRONT.replace("Nữ", "F"),
        FRONT.replace("Lường Thị Hạ", ""),
        FRONT.replace("Tổ 2", "Tổ\x002"),
        "https://example.test/" + FRONT,
        "",
    ],
)
def test_anything_else_is_refused(wrong: str) -> None:
    with pytest.raises(CardFault):
        parse(wrong)


@given(st.text(max_size=700))
def test_any_text_is_refused_or_read(text: str) -> None:
    try:
        assert len(parse(text).can) == 6
    except CardFault:
        return


def test_disagreement_with_the_chip_is_named() -> None:
    holder = Holder("014199012345", "LƯỜNG THỊ HẠ", date(1999, 2, 3), "Nữ", date_of_issue=date(2022, 5, 6))
    assert disagreements(parse(FRONT), holder) == ()
    other = Holder("014199012345", "Lường Thị Hà", date(1999, 2, 4), None)
    assert disagreements(parse(FRONT), other) == ("full_name", "date_of_birth")


def test_nothing_of_it_is_in_a_repr() -> None:
    assert "0141" not in repr(parse(FRONT))
