"""Every syllable that Vietnamese spelling allows types right: by Telex, by the tone row, in both placements.

The table says by itself where each tone is written (after the letter before `'`; `"` in the modern way), so
that the code under test is not its own judge. Source of the traditional placement: the spelling of official
texts (hòa, khỏe, thúy); of the modern one: Quyết định 240/QĐ-1984 (hoà, khoẻ, thuý).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.core import telex
from kiosk.core.telex import RowKey, Typed

ONSETS = "- b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()  # noqa: SIM905 -- readable
RIMES = (  # noqa: SIM905 -- the same
    "a' a'c a'ch a'i a'm a'n a'ng a'nh a'o a'p a't a'u a'y ă'c ă'm ă'n ă'ng ă'p ă't "
    "â'c â'm â'n â'ng â'p â't â'u â'y e' e'c e'm e'n e'ng e'o e'p e't ê' ê'ch ê'm ê'n ê'nh ê'p ê't ê'u "
    "i' i'a i'ch i'm i'n i'nh i'p i't i'u iê'c iê'm iê'n iê'ng iê'p iê't iê'u "
    "o' o'c o'i o'm o'n o'ng o'p o't oo'c oo'ng o'a\" oa'c oa'ch oa'i oa'm oa'n oa'ng oa'nh oa'o oa't oa'y "
    "oă'c oă'm oă'n oă'ng oă't o'e\" oe'n oe'o oe't ô' ô'c ô'i ô'm ô'n ô'ng ô'p ô't ơ' ơ'i ơ'm ơ'n ơ'p ơ't "
    "u' u'a u'c u'i u'm u'n u'ng u'p u't uâ'n uâ'ng uâ't uâ'y uê' uê'ch uê'nh uô'c uô'i uô'm uô'n uô'ng uô't "
    "uơ' u'y\" uy'ch uy'nh uy'p uy't uy'u uyê'n uyê't uy'a ư' ư'a ư'c ư'i ư'm ư'ng ư't ư'u "
    "ươ'c ươ'i ươ'm ươ'n ươ'ng ươ'p ươ't ươ'u y' yê'm yê'n yê'ng yê't yê'u y'nh y't"
).split()
TONES = {"": "", "s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
ROW_TONES = {
    "s": RowKey.ACUTE,
    "f": RowKey.GRAVE,
    "r": RowKey.HOOK,
    "x": RowKey.TILDE,
    "j": RowKey.DOT,
}
KEYS = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
PLAIN = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
ROW_MARKS = {
    "â": RowKey.CIRCUMFLEX,
    "ê": RowKey.CIRCUMFLEX,
    "ô": RowKey.CIRCUMFLEX,
    "ă": RowKey.BREVE,
    "ơ": RowKey.HORN,
    "ư": RowKey.HORN,
    "đ": RowKey.STROKE,
}


def fits(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime[0] in "aăâeêiyơ" and not rime.startswith(("ia", "i'a", "iê"))
    if onset == "gi":
        return rime[0] not in "iy"
    if onset == "g" and rime[0] == "i":
        return rime in {"i'", "i'n", "i'm"}
    if rime in {"yê'm", "yê'n", "yê'ng", "yê't", "yê'u", "y'nh", "y't"}:
        return onset == "-"
    return True


# every kind of onset; with the others, whose letters play no part, one tone is enough
SOME_ONSETS = ["-", "b", "đ", "g", "gi", "ngh", "qu", "tr"]


def syllables(*, modern: bool, onsets: list[str]) -> Iterator[tuple[str, str, str]]:
    """Give letters without tone, the tone's key, and the syllable as it is written."""
    for onset in onsets:
        for rime in RIMES:
            if not fits(onset, rime):
                continue
            head = "" if onset == "-" else onset
            letters = rime.replace("'", "").replace('"', "")
            tones = ("", "s", "j") if letters[-1] in "cpt" or letters.endswith("ch") else TONES
            for tone in tones if onset in SOME_ONSETS else ("s",):
                yield head + letters, tone, unicodedata.normalize("NFC", head + written(rime, tone, modern))


def written(rime: str, tone: str, modern: bool) -> str:  # noqa: FBT001 -- a table's column
    sign = '"' if modern and '"' in rime else "'"
    other = "'" if sign == '"' else '"'
    return rime.replace(other, "").replace(sign, TONES[tone])


def by_telex(keys: str, *, modern: bool = False) -> Typed:
    typed = Typed("", 0)
    for key in keys:
        typed = telex.telex(typed.text, typed.cursor, key, modern=modern)
    return typed


def telex_keys(letters: str) -> str:
    return "".join(KEYS.get(letter, letter) for letter in letters.replace("oo", "ooo"))


@pytest.mark.parametrize(("modern", "onsets"), [(False, ONSETS), (True, SOME_ONSETS)])
def test_every_syllable_by_telex_with_the_tone_last(*, modern: bool, onsets: list[str]) -> None:
    wrong = [
        (letters, tone, got, right)
        for letters, tone, right in syllables(modern=modern, onsets=onsets)
        if (got := by_telex(telex_keys(letters) + tone, modern=modern).text) != right
    ]
    assert wrong == []


def test_every_syllable_by_telex_with_the_marks_last() -> None:
    wrong = []
    for letters, tone, right in syllables(modern=False, onsets=SOME_ONSETS):
        if "oo" in letters:
            continue
        plain = "".join(PLAIN.get(letter, letter) for letter in letters)
        late = "w" if set(letters) & set("ăơư") else ""
        late += "".join(PLAIN[mark] for mark in "âêô" if mark in letters) + ("d" if "đ" in letters else "")
        got = by_telex(plain + late + tone).text
        if got != right:
            wrong.append((plain + late + tone, got, right))
    assert wrong == []


@pytest.mark.parametrize("modern", [False, True])
def test_every_syllable_by_the_tone_row(*, modern: bool) -> None:
    wrong = []
    for letters, tone, right in syllables(modern=modern, onsets=SOME_ONSETS):
        typed = Typed("", 0)
        for letter in letters:
            typed = telex.insert(typed.text, typed.cursor, PLAIN.get(letter, letter), modern=modern)
        for key in dict.fromkeys(ROW_MARKS[letter] for letter in letters if letter in ROW_MARKS):
            typed = telex.press_row(typed.text, typed.cursor, key, modern=modern)
        if tone:
            typed = telex.press_row(typed.text, typed.cursor, ROW_TONES[tone], modern=modern)
        if typed.text != right:
            wrong.append((letters, tone, typed.text, right))
    assert wrong == []


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ass", "as"),
        ("aaa", "aa"),
        ("ddd", "dd"),
        ("oww", "ow"),
        ("ww", "ww"),
        ("tw", "tư"),
        ("asz", "a"),
        ("DDINHF", "ĐÌNH"),
        ("Nguyeenx", "Nguyễn"),
        ("hoafn", "hoàn"),
        ("thuowr", "thuở"),
        ("huown", "hươn"),
        ("windows", "windows"),
        ("DDawks", "Đắk"),
        ("tr", "tr"),
        ("s", "s"),
        ("z", "z"),
    ],
)
def test_undoing_capitals_and_words_that_are_not_vietnamese(keys: str, text: str) -> None:
    assert by_telex(keys).text == text


def test_a_mark_reaches_the_word_at_the_cursor_only() -> None:
    assert telex.press_row("lo thi hoa", 2, RowKey.GRAVE) == Typed("lò thi hoa", 2)
    assert telex.press_row("lò thi hoa", 6, RowKey.DOT) == Typed("lò thị hoa", 6)


def test_telex_in_the_middle_of_a_word() -> None:
    assert telex.telex("viet", 3, "e") == Typed("viêt", 3)
    assert telex.telex("viêt", 3, "j") == Typed("việt", 3)
    assert telex.insert("hòa", 3, "n") == Typed("hoàn", 4)


def test_backspace_moves_the_tone_back() -> None:
    assert telex.backspace("hoàn", 4) == Typed("hòa", 3)
    assert telex.backspace("a b", 2) == Typed("ab", 1)
    assert telex.backspace("a", 0) == Typed("a", 0)


def test_the_same_row_key_takes_its_mark_away() -> None:
    assert telex.press_row("hà", 2, RowKey.GRAVE) == Typed("ha", 2)
    assert telex.press_row("hà", 2, RowKey.LEVEL) == Typed("ha", 2)
    assert telex.press_row("hâ", 2, RowKey.CIRCUMFLEX) == Typed("ha", 2)
    assert telex.press_row("đi", 2, RowKey.STROKE) == Typed("di", 2)
    assert telex.press_row("tươi", 4, RowKey.HORN) == Typed("tuoi", 4)


def test_a_row_key_without_its_letter_does_nothing_or_gives_it() -> None:
    assert telex.press_row("", 0, RowKey.ACUTE) == Typed("", 0)
    assert telex.press_row("tin", 3, RowKey.HORN) == Typed("tin", 3)
    assert telex.press_row("", 0, RowKey.STROKE) == Typed("đ", 1)


@given(some.text("aăeioôuưyngthcqdđ sw", max_size=12), some.integers(0, 12), some.sampled_from("asfwdzeo"))
def test_typing_never_loses_a_letter_outside_the_word_and_stays_nfc(text: str, at: int, key: str) -> None:
    cursor = min(at, len(text))
    typed = telex.telex(text, cursor, key)
    assert unicodedata.is_normalized("NFC", typed.text)
    assert 0 <= typed.cursor <= len(typed.text)
    assert text.count(" ") == typed.text.count(" ")
    assert len(typed.text) - len(text) in {0, 1}
