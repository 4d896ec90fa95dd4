"""What people type, understood: typing errors mended, words of the street put into words of the office.

Pure. A `Unit` is one idea of the query with the ways it can be said; `core/search.py` scores rows by them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kiosk.core.catalogue import Synonym
from kiosk.core.text import words

LONGEST_SAID = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SHORTEST_MENDED = 3
_MUCH_RARER = 8
_RARE = 60
_REMEMBERED = 500
_LITERAL = 0.6
"""What a saying of several words counts for when its words happen to stand in a name."""
_LITTLE = (
    "a anh ba bac be bi bo can cai chau chi cho chua co con cua cung da dang de den di duoc em gi gia giup "
    "ho hoi hay khi khong la lam len luon minh moi mot muon nao nay ngay nha nhe nhu o ong ra roi sao "
    "tai tao the thi thu to toi trong tu tuc ve voi vay viec xin "
    "dua dum gium man nghen nhay nhey tui zay"
)
FILLERS = frozenset(_LITTLE.split())
"""Words that say little about which procedure is meant; they count for a sixth."""
_MEANINGFUL = frozenset(["bo", "con", "nha", "gia", "ho", "tu"])
"""Fillers that do carry meaning in a few procedures; they count for half."""


def weight_of(word: str) -> float:
    """Return how much a word of the query counts, 0 to 1."""
    if word in _MEANINGFUL:
        return 0.5
    return 0.16 if word in FILLERS else 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say an idea; `quality` is 1 for what was typed or its official words, less for guesses."""

    words: tuple[str, ...]
    quality: float


@dataclass(frozen=True, slots=True)
class Unit:
    """One idea of the query and the ways to say it, the one typed first."""

    typed: tuple[str, ...]
    ways: tuple[Way, ...]


class Vocabulary:
    """Every known word, to complete and to mend what is typed."""

    def __init__(
        self,
        known: Iterable[str],
        frequency: Mapping[str, int],
        pairs: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """Hold known words, how many names have each, and the pairs of words that people do say."""
        self._pairs = pairs
        self._sorted = sorted(set(known))
        self._known = frozenset(self._sorted)
        self._frequency = frequency
        self._near: dict[str, list[str]] = {}  # words typed come again at every keystroke

    def __contains__(self, word: str) -> bool:
        """Whether the word is known as it is."""
        return word in self._known

    def starting_with(self, beginning: str, limit: int) -> list[str]:
        """Return the known words with this beginning, the commonest `limit` of them."""
        low = bisect_left(self._sorted, beginning)
        high = bisect_left(self._sorted, beginning + "\uffff")
        return sorted(self._sorted[low:high], key=lambda word: -self._frequency.get(word, 0))[:limit]

    def near(self, word: str, limit: int) -> list[str]:
        """Return known words one edit away (insert, delete, replace, swap neighbours), commonest first."""
        if len(word) < _SHORTEST_MENDED:
            return []
        if word not in self._near:
            found = {edit for edit in _edits(word) if edit in self._known}
            if len(self._near) > _REMEMBERED:
                self._near.clear()
            self._near[word] = sorted(found, key=lambda near: (-self._frequency.get(near, 0), near))
        return self._near[word][:limit]

    def after(self, before: str, word: str, following: str = "") -> str:
        """Return a rare word as the near one that people say after `before`: `ket hom` becomes `ket hon`.

        One that is said before `following` stays: `tien that nghiep` isn't `tien thai nghiep`.
        """
        if not self.is_rare(word) or (before, word) in self._pairs or (word, following) in self._pairs:
            return word
        return next((near for near in self.near(word, 40) if (before, near) in self._pairs), word)

    def is_rare(self, word: str) -> bool:
        """Whether few names have the word, so that it may be a typing error for another."""
        return self._frequency.get(word, 0) < _RARE

    def trust(self, typed: str, near: str) -> float:
        """Return how far `near` may be meant by `typed`: further where `typed` is much rarer."""
        rare = self._frequency.get(typed, 0) * _MUCH_RARER <= self._frequency.get(near, 0)
        return 0.9 if rare else 0.7

    def split(self, word: str) -> tuple[str, ...]:
        """Return a word typed without spaces as two or three known ones: `banglai`; empty: no way."""
        for cut in range(2, len(word) - 1):
            first, rest = word[:cut], word[cut:]
            if first in self._known and rest in self._known:
                return first, rest
        for cut in range(2, len(word) - 3):
            first, rest = word[:cut], word[cut:]
            tail = self.split(rest) if first in self._known else ()
            if tail:
                return first, *tail
        return ()


def _edits(word: str) -> set[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    replaced = {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
    added = {a + letter + b for a, b in cuts for letter in _LETTERS}
    return dropped | swapped | replaced | added


class Phrasebook:
    """Synonyms by what is said, folded."""

    def __init__(self, synonyms: Iterable[Synonym]) -> None:
        self.verbatim: frozenset[tuple[str, ...]] = frozenset()
        """Sayings that stand in a name word for word: they mean that, too."""
        self._official: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for synonym in synonyms:
            said = tuple(words(synonym.said))
            self._official.setdefault(said, []).append(tuple(words(synonym.official)))

    @property
    def words(self) -> set[str]:
        """Return every word that is said."""
        return {word for said in self._official for word in said}

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Return every two words that are said one after the other."""
        return {pair for said in self._official for pair in pairwise(said)}

    @property
    def sayings(self) -> list[tuple[str, ...]]:
        """Return every saying."""
        return list(self._official)

    def official(self, said: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the official ways to say it."""
        return self._official.get(tuple(said), [])

    def longest_at(self, typed: Sequence[str], start: int) -> int:
        """Return how many words from `start` are a known saying; 0: none."""
        for length in range(min(LONGEST_SAID, len(typed) - start), 0, -1):
            if tuple(typed[start : start + length]) in self._official:
                return length
        return 0


def mended(typed: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return the words with unknown ones mended or split; the last may still be being typed."""
    result: list[str] = []
    for position, word in enumerate(typed):
        before = result[-1] if result else ""
        last = position == len(typed) - 1
        said = vocabulary.after(before, word, "" if last else typed[position + 1])
        if word in vocabulary or said != word:
            result.append(said)
        elif last and vocabulary.starting_with(word, 1):
            result.append(word)
        else:
            result.extend(vocabulary.split(word) or vocabulary.near(word, 1) or [word])
    return result


def units(typed: Sequence[str], vocabulary: Vocabulary, phrasebook: Phrasebook, *, loose: bool) -> list[Unit]:
    """Return the query's ideas. `loose` adds words one edit away from known ones: a second, wider try."""
    found: list[Unit] = []
    position = 0
    while position < len(typed):
        length = phrasebook.longest_at(typed, position) or 1
        if found and _is_only_begun(typed, position):
            break
        said = tuple(typed[position : position + length])
        official = phrasebook.official(said)
        elsewhere = official and length > 1 and said not in official and said not in phrasebook.verbatim
        ways = [Way(said, _LITERAL if elsewhere else 1.0)]
        ways += [Way(way, 1.0) for way in official if way != said]
        position += length
        if length == 1:
            ways += _guesses(said[0], vocabulary, last=position == len(typed), loose=loose)
        found.append(Unit(said, tuple(ways)))
    return found


def _is_only_begun(typed: Sequence[str], position: int) -> bool:
    """Whether what is left is one letter of a next word: it says nothing yet."""
    return position == len(typed) - 1 and len(typed[position]) == 1 and typed[position].isalpha()


def _guesses(word: str, vocabulary: Vocabulary, *, last: bool, loose: bool) -> list[Way]:
    ways: list[Way] = []
    if last:
        several = 4 if len(word) > 1 else 2
        ways += [Way((w,), 0.85) for w in vocabulary.starting_with(word, several) if w != word]
    if loose and word not in FILLERS and vocabulary.is_rare(word):
        ways += [Way((w,), vocabulary.trust(word, w)) for w in vocabulary.near(word, 5) if w != word]
    return ways
