"""A Vietnamese word taken apart: letters, marks, one tone, and where that tone is written. Pure; NFC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache


class Tone(StrEnum):
    """The six tones, as combining characters."""

    LEVEL = ""
    GRAVE = "\u0300"
    ACUTE = "\u0301"
    TILDE = "\u0303"
    HOOK = "\u0309"
    DOT = "\u0323"


class Mark(StrEnum):
    """What makes another letter: â ê ô, ă, ơ ư, đ."""

    NONE = ""
    CIRCUMFLEX = "\u0302"
    BREVE = "\u0306"
    HORN = "\u031b"
    STROKE = "đ"


_TONES = {tone.value: tone for tone in Tone if tone}
_MARKS = {Mark.CIRCUMFLEX.value: Mark.CIRCUMFLEX, Mark.BREVE.value: Mark.BREVE, Mark.HORN.value: Mark.HORN}
_TAKES = {Mark.CIRCUMFLEX: "aeo", Mark.BREVE: "a", Mark.HORN: "ou", Mark.STROKE: "d"}
_VOWELS = frozenset("aeiouy")
_GOOD_VOWELS = frozenset(
    [
        "a",
        "ă",
        "â",
        "e",
        "ê",
        "i",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "y",
        "ai",
        "ao",
        "au",
        "ay",
        "âu",
        "ây",
        "eo",
        "êu",
        "ia",
        "iê",
        "ie",
        "iu",
        "iêu",
        "ieu",
        "oa",
        "oă",
        "oe",
        "oi",
        "oo",
        "oai",
        "oay",
        "oao",
        "oeo",
        "ôi",
        "ơi",
        "ua",
        "uâ",
        "uê",
        "ue",
        "uô",
        "uo",
        "uơ",
        "ui",
        "uy",
        "uây",
        "uôi",
        "uoi",
        "uya",
        "uyê",
        "uye",
        "uyu",
        "ưa",
        "ươ",
        "ưo",
        "ưi",
        "ưu",
        "ươi",
        "ươu",
        "ưoi",
        "ưou",
        "uou",
        "yê",
        "ye",
        "yêu",
        "yeu",
    ]
)
_CODAS = frozenset(["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t", "g", "h"])
_SYLLABLE = re.compile(r"^[^aeiouy]{0,4}[aeiouy]{1,4}[^aeiouy]*$")
_MODERN_SECOND = frozenset(["oa", "oe", "uy"])


@cache
def split_tone(letter: str) -> tuple[str, Tone]:
    """Return a letter without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[c] for c in parts if c in _TONES), Tone.LEVEL)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)), tone


@cache
def split_mark(letter: str) -> tuple[str, Mark]:
    """Return a toneless letter without its mark, and the mark."""
    if letter in {"đ", "Đ"}:
        return ("d" if letter == "đ" else "D"), Mark.STROKE
    parts = unicodedata.normalize("NFD", letter)
    mark = next((_MARKS[c] for c in parts if c in _MARKS), Mark.NONE)
    return "".join(c for c in parts if c not in _MARKS), mark


def marked(base: str, mark: Mark) -> str:
    """Return the letter with the mark, or "" where there is no such letter."""
    if base.lower() not in _TAKES[mark]:
        return ""
    if mark is Mark.STROKE:
        return "đ" if base == "d" else "Đ"
    return unicodedata.normalize("NFC", base + mark)


@dataclass(frozen=True, slots=True)
class Word:
    """The letters around the cursor; `at_` is the cursor's place among them."""

    letters: tuple[str, ...]
    at_: int
    toneless: tuple[str, ...] = field(init=False)
    """The letters without their tone."""
    bases: str = field(init=False)
    """The letters without tone and mark, lower case."""

    def __post_init__(self) -> None:
        """Work out once what every rule asks for."""
        toneless = tuple([split_tone(letter)[0] for letter in self.letters])
        object.__setattr__(self, "toneless", toneless)
        object.__setattr__(self, "bases", "".join([split_mark(letter)[0] for letter in toneless]).lower())

    @staticmethod
    def span(text: str, cursor: int) -> tuple[int, int]:
        """Return where the word at the cursor begins and ends."""
        start = end = cursor
        while start > 0 and text[start - 1].isalpha():
            start -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        return start, end

    @classmethod
    def at(cls, text: str, cursor: int) -> Word:
        """Return the word at the cursor; empty between words."""
        start, end = cls.span(text, cursor)
        return cls(tuple(text[start:end]), cursor - start)

    @property
    def tone(self) -> Tone:
        """The word's tone."""
        return next((t for t in (split_tone(c)[1] for c in self.letters) if t), Tone.LEVEL)

    @property
    def nucleus(self) -> tuple[int, int]:
        """Where the vowels that can bear the tone begin and end; `qu` and `gi` keep their own."""
        bases = self.bases
        start = next((i for i, c in enumerate(bases) if c in _VOWELS), len(bases))
        end = next((i for i in range(start, len(bases)) if bases[i] not in _VOWELS), len(bases))
        if bases[:2] in {"qu", "gi"} and start == 1 and end > start + 1:
            start += 1
        return start, end

    @property
    def has_vowel(self) -> bool:
        """Whether a tone has a place."""
        start, end = self.nucleus
        return start < end

    @property
    def vowel_before_cursor(self) -> bool:
        """Whether a vowel stands before the cursor."""
        return any(c in _VOWELS for c in self.bases[: self.at_])

    @property
    def starts_with_d(self) -> bool:
        """Whether d or đ opens the word, before the cursor."""
        return self.at_ > 0 and self.bases[:1] == "d"

    @property
    def is_syllable(self) -> bool:
        """Whether it may be a Vietnamese syllable, or its beginning."""
        _, end = self.nucleus
        return bool(_SYLLABLE.match(self.bases)) and self.bases[end:] in _CODAS

    @property
    def has_good_vowel(self) -> bool:
        """Whether its vowels stand together in some Vietnamese syllable."""
        start, end = self.nucleus
        return "".join(self.toneless[start:end]).lower() in _GOOD_VOWELS

    def vowels_leftward(self) -> Iterator[int]:
        """Give the vowels' places, from the one before the cursor to the first."""
        start, end = self.nucleus
        yield from range(min(end, self.at_) - 1, start - 1, -1)

    def with_inserted(self, letters: str) -> Word:
        """Return the word with letters at the cursor, and the cursor behind them."""
        new = self.letters[: self.at_] + tuple(letters) + self.letters[self.at_ :]
        return Word(new, self.at_ + len(letters))

    def with_letter(self, index: int, letter: str) -> Word:
        """Return the word with another (toneless) letter in one place; the tone stays."""
        letters = list(self.toneless)
        letters[index] = letter
        return Word(tuple(letters), self.at_).with_tone(self.tone)

    def with_tone(self, tone: Tone) -> Word:
        """Return the word with this tone and no other, on its first vowel; `settled` moves it."""
        letters = list(self.toneless)
        if tone and self.has_vowel:
            start, _ = self.nucleus
            letters[start] = unicodedata.normalize("NFC", letters[start] + tone)
        return replace(self, letters=tuple(letters))

    def uo_pair(self) -> Word | None:
        """Return the word with ươ for uo (uơ at its end); without a mark when it has ươ; None without uo."""
        start, end = self.nucleus
        place = self.bases.find("uo", start, end)
        if place < 0 or place + 2 > self.at_:
            return None
        (u, u_mark), (o, o_mark) = split_mark(self.toneless[place]), split_mark(self.toneless[place + 1])
        if o_mark is Mark.HORN and (u_mark is Mark.HORN or place + 2 == len(self.letters)):
            return self.with_letter(place, u).with_letter(place + 1, o)
        both = self.with_letter(place + 1, marked(o, Mark.HORN))
        ends = place + 2 == len(self.letters) and u_mark is not Mark.HORN
        return both if ends else both.with_letter(place, marked(u, Mark.HORN))

    def settled(self, *, modern: bool) -> Word:
        """Return the word with uơ as ươ where more follows, and the tone on the letter that bears it."""
        word = self._with_horned_pair()
        tone = word.tone
        if not tone or not word.is_syllable:
            return word
        letters = list(word.toneless)
        index = word.bearer(modern=modern)
        letters[index] = unicodedata.normalize("NFC", letters[index] + tone)
        return replace(word, letters=tuple(letters))

    def bearer(self, *, modern: bool) -> int:
        """Return the place of the letter that the tone is written on."""
        start, end = self.nucleus
        with_mark = [i for i in range(start, end) if split_mark(self.toneless[i])[1]]
        if with_mark:
            return with_mark[-1]
        if end - start == 1:
            return start
        if end - start > 2 or end < len(self.letters):  # noqa: PLR2004 -- three vowels: the middle one
            return start + 1
        return start + (modern and self.bases[start:end] in _MODERN_SECOND)

    def _with_horned_pair(self) -> Word:
        start, end = self.nucleus
        vowels = "".join(self.toneless[start:end]).lower()
        place = vowels.find("uơ")
        if place < 0 or start + place + 2 >= len(self.letters):
            return self
        return self.with_letter(start + place, marked(split_mark(self.toneless[start + place])[0], Mark.HORN))
