"""The catalogue of texts: what is used is there, what is there is used, in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kiosk.ui.text import text
from kiosk.ui.text.catalogue import CATALOGUE
from kiosk.ui.text.written import date_in_words, dated, grouped, masked, money, time_past

UI = Path(__file__).parents[3] / "kiosk" / "ui"
COMPOSED = {"field_", "sure_", "size", "phase", "face", "slip_", "reopenBy", "binding", "submitting"} | {
    "cardGenuine",
    "cardPractice",
    "cardCopy",
    "cardUnproven",
}
"""Keys that code puts together from a stem."""


def used() -> set[str]:
    found: set[str] = set()
    for qml in UI.glob("Kiosk/*.qml"):
        found |= set(re.findall(r"Words\.of\.(\w+)", qml.read_text(encoding="utf-8")))
    return found


def python_text() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in UI.glob("pages/*.py"))


def test_no_text_is_missing() -> None:
    said = set(re.findall(r'say\(\s*"(\w+)"', python_text()))
    assert used() | said <= set(CATALOGUE)


def test_no_text_is_left_over() -> None:
    source = python_text()
    seen = used()
    left = [
        key
        for key in CATALOGUE
        if key not in seen and f'"{key}"' not in source and not key.startswith(tuple(COMPOSED))
    ]
    assert left == []


def test_every_text_is_in_both_languages_with_the_same_blanks() -> None:
    for key, (vi, en) in CATALOGUE.items():
        assert vi.strip(), key
        assert en.strip(), key
        assert set(re.findall(r"\{\w+\}|%\d", vi)) == set(re.findall(r"\{\w+\}|%\d", en)), key


def test_a_missing_translation_falls_back_to_vietnamese() -> None:
    assert text("back", "en") == "Back"
    assert text("back", "thai") == "Quay lại"


def test_dates_money_and_numbers_as_people_read_them() -> None:
    day = date(2017, 5, 17)
    assert dated(day, "vi") == "Thứ tư, 17/05/2017"
    assert dated(day, "en") == "Wednesday, 17/05/2017"
    assert date_in_words(day, "vi") == "Thứ tư, ngày 17 tháng 5 năm 2017"
    assert date_in_words(day, "en") == "Wednesday, 17 May 2017"
    assert time_past(day, date(2026, 11, 23), "vi") == "Cách đây 9\u00a0năm 6\u00a0tháng."
    assert time_past(day, date(2018, 5, 17), "en") == "1\u00a0year ago."
    assert time_past(day, date(2017, 6, 1), "vi") == ""
    assert money(135000, "vi") == "135.000\u00a0đồng"
    assert money(135000, "en") == "135,000\u00a0đồng"
    assert grouped("0987000214") == "0987\u00a0000\u00a0214"
    assert masked("014087000512") == "014\u00a0087\u00a0•••\u00a0512"
    assert masked("123456") == "•••"
