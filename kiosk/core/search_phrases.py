"""Everyday phrases that point straight at procedures. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kiosk.core.catalogue import EverydayPhrase
from kiosk.core.search_words import weight_of
from kiosk.core.text import words

_NEAR_ENOUGH = 0.5
_SAME = 0.95
_BOOST = 0.9
_LATER_CODE = 0.01
_INSIDE = 0.82
"""How like a query a saying is that stands in it whole, other words between and around."""
_ALL = 0.93
"""A filler of the saying may be missing."""
_LONGER = 0.35
"""The more else was said, the less the saying is all of it."""
_SAID_AT_LEAST = 1.5
"""A saying of less than this weight of its own says too little to be looked for inside a longer query."""


class Phrases:
    """The everyday phrases, by their words."""

    def __init__(self, phrases: Iterable[EverydayPhrase]) -> None:
        self._phrases = [(phrase, frozenset(words(phrase.phrase))) for phrase in phrases]
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, (_, said) in enumerate(self._phrases):
            for word in said:
                self._with[word].append(number)
        count = len(self._phrases) or 1
        self._weight = {
            word: weight_of(word) * math.log(2 + count / len(numbers)) for word, numbers in self._with.items()
        }
        self._unseen = math.log(2 + count)
        self._wholes = [sum(self._weight[word] for word in said) for _, said in self._phrases]
        self._said = [sum(weight_of(word) for word in said) for _, said in self._phrases]

    @property
    def words(self) -> set[str]:
        """Return every word of the phrases."""
        return set(self._with)

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Return every two words that follow each other in a phrase."""
        return {pair for phrase, _ in self._phrases for pair in pairwise(words(phrase.phrase))}

    @property
    def codes(self) -> frozenset[str]:
        """Return every code that a phrase points at."""
        return frozenset(code for phrase, _ in self._phrases for code in phrase.codes)

    def best(self, alike: Mapping[int, float]) -> EverydayPhrase | None:
        """Return the phrase that says what was asked, if one does; `alike` is what `alike` returned."""
        number, likeness = max(alike.items(), key=lambda pair: pair[1], default=(0, 0.0))
        return self._phrases[number][0] if likeness >= _SAME else None

    def pointed_at(self, alike: Mapping[int, float]) -> dict[str, float]:
        """Return the codes that phrases like what was asked point at, with what that adds to their score."""
        boosts: dict[str, float] = {}
        for number, likeness in alike.items():
            if likeness < _NEAR_ENOUGH:
                continue
            for later, code in enumerate(self._phrases[number][0].codes):
                boost = _BOOST * likeness**3 - _LATER_CODE * later
                boosts[code] = max(boosts.get(code, 0.0), boost)
        return boosts

    def alike(self, asked: Sequence[str]) -> dict[int, float]:
        """Return how like what was asked each phrase is, 0 to 1, by the phrase's number."""
        wanted = frozenset(asked)
        shared: Counter[int] = Counter()
        weights: dict[int, float] = defaultdict(float)
        for word in wanted:
            for number in self._with.get(word, ()):
                shared[number] += 1
                weights[number] += self._weight[word]
        mine = sum(self._weight.get(word, weight_of(word) * self._unseen) for word in wanted)
        return {
            number: self._likeness(number, weight, mine)
            for number, weight in weights.items()
            if mine + self._wholes[number] > weight
        }

    def _likeness(self, number: int, shared: float, mine: float) -> float:
        """Return the share of both that is in both; more where all that the saying says was said."""
        whole = self._wholes[number]
        alike = shared / (mine + whole - shared)
        if self._said[number] < _SAID_AT_LEAST or shared < whole * _ALL:
            return alike
        inside: float = _INSIDE * (shared / whole) * (shared / mine) ** _LONGER
        return max(alike, inside)
