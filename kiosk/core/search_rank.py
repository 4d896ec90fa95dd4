"""The second look at the few rows that may be meant: names, neighbours and marks. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.core.search_words import Unit, weight_of
from kiosk.core.text import sought, toned_words

_ANSWERED = 0.62
_COVERED = 0.22
_NEIGHBOURS = 0.12
_MARKS = 0.1
_FULL_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row after the second look. `answered` is the share of the query that it answers, 0 to 1."""

    number: int
    score: float
    answered: float


@dataclass(frozen=True, slots=True)
class _Name:
    plain: tuple[str, ...]
    marked: frozenset[str]
    weights: dict[str, float]
    whole: float


class Ranker:
    """Ranks rows by their names; a name is taken apart when first looked at."""

    def __init__(self, names: Sequence[str], idf: Callable[[str], float]) -> None:
        self._names = names
        self._idf = idf
        self._apart: dict[int, _Name] = {}

    def rank(
        self, candidates: Sequence[tuple[int, float, float]], ideas: Sequence[Unit], toned: Sequence[str]
    ) -> list[Ranked]:
        """Return the candidates (row, answered, added), best first; equal scores by row."""
        said = {word for unit in ideas for way in unit.ways for word in way.words}
        pairs = _pairs(ideas)
        marked = {word: sought(word) for word in toned if not word.isascii()}
        ranked = []
        for number, answered, added in candidates:
            name = self._apart.get(number) or self._take_apart(number)
            covered = sum(weight for word, weight in name.weights.items() if word in said) / name.whole
            score = added + _ANSWERED * answered + _COVERED * covered
            score += _NEIGHBOURS * _adjacent(name.plain, pairs)
            score -= _MARKS * _clashing(marked, name)
            ranked.append(Ranked(number, score, answered))
        return sorted(ranked, key=lambda r: (-r.score, r.number))

    def _take_apart(self, number: int) -> _Name:
        spelled = toned_words(self._names[number])
        plain = tuple(sought(word) for word in spelled)
        weights = {word: weight_of(word) * self._idf(word) for word in plain}
        name = _Name(plain, frozenset(spelled), weights, sum(weights.values()) or 1.0)
        self._apart[number] = name
        return name


def _pairs(ideas: Sequence[Unit]) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for unit in ideas:
        for way in unit.ways:
            pairs.update(zip(way.words, way.words[1:], strict=False))
    for one, other in itertools.pairwise(ideas):
        pairs.update((a.words[-1], b.words[0]) for a in one.ways[:3] for b in other.ways[:3])
    return pairs


def _adjacent(name: Sequence[str], pairs: set[tuple[str, str]]) -> float:
    if not pairs:
        return 0.0
    hits = sum(pair in pairs for pair in itertools.pairwise(name))
    return min(1.0, hits / _FULL_NEIGHBOURS)


def _clashing(marked: dict[str, str], name: _Name) -> float:
    if not marked:
        return 0.0
    clashes = sum(plain in name.weights and word not in name.marked for word, plain in marked.items())
    return clashes / len(marked)
