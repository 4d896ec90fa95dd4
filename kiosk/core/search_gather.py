"""Which rows answer a query, and how much of it. Pure; the counting under `core/search.py`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import nlargest

from kiosk.core.search_index import Index
from kiosk.core.search_words import Unit, Way, weight_of

ENOUGH_FOUND = 36
"""With so many rows found, common words no longer find more."""
_KEPT = 150
_FAIR = 0.3
_WEAK = 0.35
_WHOLE = 1.5
"""Above 1, half a saying is less than half of it: `khai` is not half of `khai sinh`."""
_HEAVIEST = 14.0
_COMMON = 0.05
"""A word in more than this share of the rows only adds to rows that a rarer word has found."""


class Gatherer:
    """Counts over one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        rows = len(index)
        self._idf = {word: math.log(1 + rows / len(numbers)) for word, numbers in index.strong.items()}
        self._unseen_idf = math.log(1 + rows)
        self._row_sets: dict[str, frozenset[int]] = {}
        self._common = _COMMON * rows

    def gather(self, ideas: Sequence[Unit], masses: Sequence[float]) -> dict[int, float]:
        """Return what each row answers. Weighty ideas find the rows; common words add to the best of them."""
        total: dict[int, float] = {}
        for i in sorted(range(len(ideas)), key=lambda i: -masses[i]):
            mass = masses[i]
            if len(total) > ENOUGH_FOUND and self._is_common(ideas[i]):
                total = _best_of(total)
                self._add_common(total, ideas[i], mass)
            elif len(ideas[i].ways) == 1 and len(ideas[i].typed) == 1:
                self._add_word(total, ideas[i].typed[0], mass)
            else:
                for number, share in self._answered_by(ideas[i]).items():
                    total[number] = total.get(number, 0.0) + mass * share**_WHOLE
        return total

    def mass(self, unit: Unit) -> float:
        """Return how much an idea counts: by its rarest official way, a little more for longer ones."""
        there = [way for way in unit.ways if all(self._count(word) for word in way.words)] or unit.ways[:1]
        heaviest = max(sum(self.idf(word) for word in way.words) for way in there)
        light = weight_of(unit.typed[0]) if len(unit.typed) == 1 and len(unit.ways) == 1 else 1.0
        return light * math.sqrt(min(heaviest, _HEAVIEST))

    def idf(self, word: str) -> float:
        """Return how telling a word is; one that no name has tells most."""
        return self._idf.get(word, self._unseen_idf)

    def _add_word(self, total: dict[int, float], word: str, mass: float) -> None:
        """Add a plain word, the most frequent kind of idea, without a detour."""
        for postings, worth in ((self._index.weak, mass * _WEAK**_WHOLE), (self._index.strong, mass)):
            for number in postings.get(word, ()):
                total[number] = total.get(number, 0.0) + worth

    def _is_common(self, unit: Unit) -> bool:
        singles = [self._count(way.words[0]) for way in unit.ways if len(way.words) == 1]
        return max(singles, default=0) > self._common

    def _add_common(self, total: dict[int, float], unit: Unit, mass: float) -> None:
        ways = [
            [(self._row_set(word), way.quality * part) for word, part in self._parts(way)]
            for way in unit.ways
        ]
        for number in total:
            best = 0.0
            for parts in ways:
                share = 0.0
                for rows, part in parts:
                    if number in rows:
                        share += part
                best = max(best, share)
            total[number] += mass * best**_WHOLE

    def _answered_by(self, unit: Unit) -> dict[int, float]:
        """Return the share of this idea that each row answers, by the best way to say it."""
        best = self._said_by(unit.ways[0])
        for way in unit.ways[1:]:
            for number, share in self._said_by(way).items():
                if share > best.get(number, 0.0):
                    best[number] = share
        return best

    def _said_by(self, way: Way) -> dict[int, float]:
        """Return the rows that say it: those with the way's two rarest words, by how many more they have."""
        if len(way.words) == 1:
            word = way.words[0]
            rows = dict.fromkeys(self._index.weak.get(word, ()), way.quality * _WEAK)
            rows.update(dict.fromkeys(self._index.strong.get(word, ()), way.quality))
            return rows
        parts = [(self._row_set(word), way.quality * part) for word, part in self._parts(way)]
        rarest = parts[0][0]
        both = rarest & parts[1][0] or rarest
        return {number: sum(part for rows, part in parts if number in rows) for number in both}

    def _parts(self, way: Way) -> list[tuple[str, float]]:
        """Return each word of a way with its part of the whole, the rarest first."""
        weights = [(word, self.idf(word)) for word in sorted(way.words, key=self._count)]
        whole = sum(weight for _, weight in weights)
        return [(word, weight / whole) for word, weight in weights]

    def _row_set(self, word: str) -> frozenset[int]:
        if word not in self._row_sets:
            self._row_sets[word] = frozenset(self._index.strong.get(word, ()))
        return self._row_sets[word]

    def _count(self, word: str) -> int:
        return len(self._index.strong.get(word, ()))


def _best_of(total: dict[int, float]) -> dict[int, float]:
    """Return the rows that answer a fair share of what the best does; never more than `_KEPT`."""
    if len(total) <= _KEPT:
        return total
    bar = max(total.values()) * _FAIR
    fair = {number: value for number, value in total.items() if value >= bar}
    if len(fair) <= _KEPT:
        return fair
    bar = nlargest(_KEPT, fair.values())[-1]
    return {number: value for number, value in fair.items() if value >= bar}
