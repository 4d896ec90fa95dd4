"""Vietnamese typing: Telex letters and the keyboard's tone row, acting on the word at the cursor.

Pure: text and cursor in, text and cursor out. Text is NFC. Tone placement is the traditional one (hòa, khỏe,
thúy), as official texts print it; `modern` gives hoà, khoẻ, thuý. Nothing is refused: what makes no
Vietnamese syllable stays as typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.syllable import Mark, Tone, Word, marked, split_mark, split_tone

_TONE_KEYS = {"s": Tone.ACUTE, "f": Tone.GRAVE, "r": Tone.HOOK, "x": Tone.TILDE, "j": Tone.DOT}


@dataclass(frozen=True, slots=True)
class Typed:
    """The text after a key, and where the cursor stands in it (letters from the start)."""

    text: str
    cursor: int


class RowKey(StrEnum):
    """The tone row's keys, in its order."""

    ACUTE = "acute"
    GRAVE = "grave"
    HOOK = "hook"
    TILDE = "tilde"
    DOT = "dot"
    LEVEL = "level"
    BREVE = "breve"
    CIRCUMFLEX = "circumflex"
    HORN = "horn"
    STROKE = "stroke"


_ROW_TONES = {
    RowKey.ACUTE: Tone.ACUTE,
    RowKey.GRAVE: Tone.GRAVE,
    RowKey.HOOK: Tone.HOOK,
    RowKey.TILDE: Tone.TILDE,
    RowKey.DOT: Tone.DOT,
    RowKey.LEVEL: Tone.LEVEL,
}
_ROW_MARKS = {
    RowKey.BREVE: Mark.BREVE,
    RowKey.CIRCUMFLEX: Mark.CIRCUMFLEX,
    RowKey.HORN: Mark.HORN,
    RowKey.STROKE: Mark.STROKE,
}


def insert(text: str, cursor: int, letters: str, *, modern: bool = False) -> Typed:
    """Put letters in as they are; a tone already in the word moves to where it now belongs."""
    word = Word.at(text, cursor).with_inserted(letters)
    return _put(text, cursor, word.settled(modern=modern), added=len(letters))


def telex(text: str, cursor: int, key: str, *, modern: bool = False) -> Typed:
    """Take one letter as Telex does: s f r x j z are tones, aa ee oo â ê ô, w ă ơ ư, dd đ; twice undoes."""
    word = Word.at(text, cursor)
    if key.lower() == "z" and word.tone:
        return _put(text, cursor, word.with_tone(Tone.LEVEL), added=0)
    changed = _telexed(word, key.lower())
    if changed is None:
        return insert(text, cursor, key, modern=modern)
    if _undoes(word, changed):
        return _put(text, cursor, changed.with_inserted(key).settled(modern=modern), added=1)
    return _put(text, cursor, changed.settled(modern=modern), added=len(changed.letters) - len(word.letters))


def press_row(text: str, cursor: int, key: RowKey, *, modern: bool = False) -> Typed:
    """Take one key of the tone row; the same key again takes its mark away."""
    word = Word.at(text, cursor)
    if key in _ROW_TONES:
        tone = _ROW_TONES[key]
        changed = word.with_tone(Tone.LEVEL if word.tone is tone else tone) if word.has_vowel else word
    else:
        changed = _row_marked(word, _ROW_MARKS[key])
    added = len(changed.letters) - len(word.letters)
    return _put(text, cursor, changed.settled(modern=modern), added=added)


def backspace(text: str, cursor: int, *, modern: bool = False) -> Typed:
    """Take the letter before the cursor away; the word's tone moves to where it now belongs."""
    if cursor == 0:
        return Typed(text, 0)
    shorter = text[: cursor - 1] + text[cursor:]
    if not text[cursor - 1].isalpha():
        return Typed(shorter, cursor - 1)
    tone = Word.at(text, cursor).tone
    word = Word.at(shorter, cursor - 1)
    word = word.with_tone(tone) if word.has_vowel else word
    return _put(shorter, cursor - 1, word.settled(modern=modern), added=0)


def _put(text: str, cursor: int, word: Word, *, added: int) -> Typed:
    start, end = Word.span(text, cursor)
    return Typed(text[:start] + "".join(word.letters) + text[end:], cursor + added)


def _telexed(word: Word, key: str) -> Word | None:
    """Return the word that the key makes of this one, or None when the key is only a letter."""
    if key in _TONE_KEYS and word.is_syllable and word.vowel_before_cursor:
        same = word.tone is _TONE_KEYS[key]
        return word.with_tone(Tone.LEVEL if same else _TONE_KEYS[key])
    if key in {"a", "e", "o"} and word.is_syllable:
        return _toggled(word, Mark.CIRCUMFLEX, only=key)
    if key == "w":
        return _horned(word)
    if key == "d" and word.starts_with_d and (word.at_ == 1 or word.is_syllable):
        return _stroked(word)
    return None


def _undoes(before: Word, after: Word) -> bool:
    """Say whether the key took something away; Telex then lets the letter itself appear."""
    return len(after.letters) == len(before.letters) and _weight(after) < _weight(before)


def _weight(word: Word) -> int:
    marks = sum(split_mark(letter)[1] is not Mark.NONE for letter in word.toneless)
    return marks + (word.tone is not Tone.LEVEL)


def _horned(word: Word) -> Word | None:
    if not word.vowel_before_cursor:
        opened = word.at_ == len(word.letters) > 0 and not word.bases.endswith("w")
        return word.with_inserted("ư") if opened else None
    if not word.is_syllable:
        return None
    pair = word.uo_pair()
    if pair is not None:
        return pair
    return _toggled(word, Mark.HORN, Mark.BREVE)


def _toggled(word: Word, *marks: Mark, only: str = "") -> Word | None:
    """Put the first of the marks that makes a Vietnamese vowel, seeking leftward from the cursor."""
    for index in word.vowels_leftward():
        base, now = split_mark(word.toneless[index])
        if only and base.lower() != only:
            continue
        for mark in marks:
            if now is mark:
                return word.with_letter(index, base)
            new = marked(base, mark)
            if new and (changed := word.with_letter(index, new)).has_good_vowel:
                return changed
    return None


def _stroked(word: Word) -> Word:
    base, now = split_mark(word.letters[0])
    return word.with_letter(0, base if now is Mark.STROKE else marked(base, Mark.STROKE))


def _row_marked(word: Word, mark: Mark) -> Word:
    if mark is Mark.STROKE:
        return _stroked(word) if word.starts_with_d else word.with_inserted("đ")
    pair = word.uo_pair() if mark is Mark.HORN else None
    found = pair or _toggled(word, mark)
    return found or word


def plain(text: str) -> str:
    """Return the text without tones and marks, as somebody types who uses none."""
    return "".join(split_mark(split_tone(letter)[0])[0] for letter in text)
