"""VietQR: what banks' applications read, and nothing that no bank would take."""

from __future__ import annotations

import pytest

from kiosk.core.vietqr import amount_of, transfer

PUBLISHED = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E"
)
"""NAPAS, format of QR code for VietQR: the example of a transfer with a sum."""


def test_sum_of_the_published_example_is_read() -> None:
    assert amount_of(PUBLISHED) == 180_000


def test_code_has_the_fields_in_the_published_order() -> None:
    text = transfer(bank_bin="970403", account="0011012345678", amount_vnd=180_000, purpose="MC7Q4KM2HDA")
    published_start, ours_start = PUBLISHED[:16], text[:16]
    assert (published_start[:14], ours_start[:14]) == ("00020101021238", "00020101021238")
    assert "0010A000000727" in text
    assert "0208QRIBFTTA53037045406180000" in text
    assert text[-23:-8] == "0811MC7Q4KM2HDA"
    assert amount_of(text) == 180_000


@pytest.mark.parametrize("position", range(0, 120, 7))
def test_one_changed_character_is_noticed(position: int) -> None:
    changed = PUBLISHED[:position] + ("1" if PUBLISHED[position] != "1" else "2") + PUBLISHED[position + 1 :]
    assert amount_of(changed) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_vnd": 0},
        {"amount_vnd": -5},
        {"amount_vnd": 10**12 + 1},
        {"purpose": "lệ phí"},
        {"purpose": "x" * 26},
        {"purpose": ""},
        {"bank_bin": "97040"},
        {"account": "1" * 20},
    ],
)
def test_what_no_bank_would_take_is_refused(wrong: dict[str, object]) -> None:
    right = {"bank_bin": "970403", "account": "0011", "amount_vnd": 1000, "purpose": "MC"}
    with pytest.raises(ValueError, match=r"bank or account|amount or purpose"):
        transfer(**(right | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "63040000", "not a code", "0002016304ABCD"])
def test_no_sum_is_read_from_something_else(text: str) -> None:
    assert amount_of(text) is None
