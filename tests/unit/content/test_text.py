"""Folding, the order of the alphabet, the order of people's names."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.text import collation_key, fold, name_key, nfc, title_name, toned_words, words


def test_marks_fold_away() -> None:
    assert fold("Đăng ký lại Giấy phép LÁI XE") == "dang ky lai giay phep lai xe"
    assert words("cấp III, IV (nhà ở)") == ["cap", "iii", "iv", "nha", "o"]
    assert toned_words("Sổ đỏ – 2026") == ["sổ", "đỏ", "2026"]


@given(st.text(max_size=40))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


def test_the_alphabets_order() -> None:
    ordered = ["an", "ăn", "ân", "ba", "da", "đa", "em", "êm", "oi", "ôi", "ơi", "tu", "tư", "ý"]
    assert sorted(ordered, key=collation_key) == ordered


def test_the_order_of_tones_within_a_syllable() -> None:
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    shuffled = [ordered[i] for i in (5, 2, 6, 0, 4, 1, 3)]
    assert sorted(shuffled, key=collation_key) == ordered


def test_names_are_listed_by_the_given_name() -> None:
    listed = ["Quàng Văn Đức", "Cầm Văn Ân", "Hà Thị Bình", "Lò Thị An", "Đinh Văn Bình", "Lường Thị Dung"]
    found = sorted(listed, key=name_key)
    assert [name.split()[-1] for name in found] == ["An", "Ân", "Bình", "Bình", "Dung", "Đức"]
    assert found[2:4] == ["Đinh Văn Bình", "Hà Thị Bình"]


def test_names_in_capitals_are_written_as_people_write_them() -> None:
    assert title_name("ĐINH  VĂN VIỆT") == "Đinh Văn Việt"
    assert nfc("  Đinh   Văn ") == "Đinh Văn"
