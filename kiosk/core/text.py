"""Vietnamese text: folding for search, the alphabet's order, the order of people's names.

Everything is NFC outside this module. `đ` has no decomposition and is folded by hand.
"""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_WORD = re.compile(r"[0-9a-z]+")
_I_OR_Y = re.compile(r"(?<=[bcdhklmnrstvx])y(?![0-9a-z])")
"""A closing y after a consonant is written i by some: `kỹ` and `kĩ`, `liệt sỹ` and `liệt sĩ`."""
_TONED_WORD = re.compile(r"[^\W_]+")

Key = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def nfc(text: str) -> str:
    """Return `text` with composed letters, inner spaces single and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return `text` in small letters without marks: `Đăng ký` becomes `dang ky`."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("đ", "d")


def sought(text: str) -> str:
    """Return `text` folded as search compares it: a closing i or y is one letter."""
    return _I_OR_Y.sub("i", fold(text))


def words(text: str) -> list[str]:
    """Return the words of `text` as search compares them; anything but letters and digits separates."""
    return _WORD.findall(sought(text))


def toned_words(text: str) -> list[str]:
    """Return the words of `text` in small letters, marks kept."""
    return _TONED_WORD.findall(unicodedata.normalize("NFC", text.lower()))


def collation_key(text: str) -> Key:
    """Return a sort key for the order of Vietnamese dictionaries.

    Syllable by syllable: letters first (a ă â b c d đ e ê …), then the tone of that syllable (ngang, huyền,
    hỏi, ngã, sắc, nặng). Other characters come after letters, by code point.
    """
    return tuple(_syllable(word) for word in unicodedata.normalize("NFC", text.lower()).split())


def _syllable(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for character in word:
        letter, tone = split_tone(character)
        letters.append(_RANK.get(letter, len(_ALPHABET) + ord(letter)))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def split_tone(character: str) -> tuple[str, int]:
    """Return the letter without its tone and the tone: 0 ngang, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng."""
    apart = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), 0)
    kept = "".join(mark for mark in apart if mark not in _TONES)
    return unicodedata.normalize("NFC", kept), tone


def name_key(full_name: str) -> tuple[Key, Key]:
    """Return a sort key for lists of people: by the given name (the last word), then the rest."""
    parts = nfc(full_name).split(" ")
    return collation_key(parts[-1]), collation_key(" ".join(parts[:-1]))


def title_name(full_name: str) -> str:
    """Return a name printed in capitals as it is written: `ĐINH VĂN VIỆT` becomes `Đinh Văn Việt`."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in nfc(full_name).split(" "))
