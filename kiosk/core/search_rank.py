"""The second look at the few rows that may be meant: names, neighbours and marks. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kiosk.core.search_words import Unit, weight_of
from kiosk.core.text import fold, toned_words

_ANSWERED = 0.62
_COVERED = 0.22
_NEIGHBOURS = 0.12
_MARKS = 0.1


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row after the second look. `answered` is the share of the query that it answers, 0 to 1."""

    number: int
    score: float
    answered: float


def rank(
    candidates: Sequence[tuple[int, float, float, str]],
    ideas: Sequence[Unit],
    toned: Sequence[str],
    idf: Callable[[str], float],
) -> list[Ranked]:
    """Return the candidates (row, answered, added, name), best first; equal scores by row."""
    said = {word for unit in ideas for way in unit.ways for word in way.words}
    pairs = _pairs(ideas)
    marked = {word for word in toned if fold(word) != word}
    ranked = []
    for number, answered, added, name in candidates:
        spelled = toned_words(name)
        plain = [_plain(word) for word in spelled]
        score = _ANSWERED * answered + added
        score += _COVERED * _covered(plain, said, idf)
        score += _NEIGHBOURS * _adjacent(plain, pairs)
        score -= _MARKS * _clashing(marked, spelled, plain)
        ranked.append(Ranked(number, score, answered))
    return sorted(ranked, key=lambda r: (-r.score, r.number))


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """Words of the catalogue's names come again and again; unmarking them is half the cost of a keystroke."""
    return fold(word)


def _pairs(ideas: Sequence[Unit]) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for unit in ideas:
        for way in unit.ways:
            pairs.update(zip(way.words, way.words[1:], strict=False))
    for one, other in itertools.pairwise(ideas):
        pairs.update((a.words[-1], b.words[0]) for a in one.ways[:3] for b in other.ways[:3])
    return pairs


def _covered(name: Sequence[str], said: set[str], idf: Callable[[str], float]) -> float:
    weights = [(word, weight_of(word) * idf(word)) for word in dict.fromkeys(name)]
    whole = sum(weight for _, weight in weights)
    return sum(weight for word, weight in weights if word in said) / whole if whole else 0.0


def _adjacent(name: Sequence[str], pairs: set[tuple[str, str]]) -> float:
    if not pairs:
        return 0.0
    hits = sum(1 for pair in itertools.pairwise(name) if pair in pairs)
    return min(1.0, hits / 3)


def _clashing(marked: set[str], spelled: Sequence[str], plain: Sequence[str]) -> float:
    if not marked:
        return 0.0
    there = set(spelled)
    alike = set(plain)
    clashes = sum(1 for word in marked if word not in there and fold(word) in alike)
    return clashes / len(marked)
