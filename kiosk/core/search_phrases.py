"""Everyday phrases that point straight at procedures. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kiosk.core.catalogue import EverydayPhrase
from kiosk.core.search_words import weight_of
from kiosk.core.text import words

_NEAR_ENOUGH = 0.5
_SAME = 0.95
_BOOST = 0.9
_LATER_CODE = 0.01


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

    def best(self, asked: Sequence[str]) -> EverydayPhrase | None:
        """Return the phrase that says what was asked, if one does."""
        number, likeness = max(self._alike(asked).items(), key=lambda pair: pair[1], default=(0, 0.0))
        return self._phrases[number][0] if likeness >= _SAME else None

    def pointed_at(self, asked: Sequence[str]) -> dict[str, float]:
        """Return the codes that phrases like what was asked point at, with what that adds to their score."""
        boosts: dict[str, float] = {}
        for number, likeness in self._alike(asked).items():
            if likeness < _NEAR_ENOUGH:
                continue
            for later, code in enumerate(self._phrases[number][0].codes):
                boost = _BOOST * likeness**3 - _LATER_CODE * later
                boosts[code] = max(boosts.get(code, 0.0), boost)
        return boosts

    def _alike(self, asked: Sequence[str]) -> dict[int, float]:
        wanted = frozenset(asked)
        shared: Counter[int] = Counter()
        weights: dict[int, float] = defaultdict(float)
        for word in wanted:
            for number in self._with.get(word, ()):
                shared[number] += 1
                weights[number] += self._weight[word]
        mine = sum(self._weight.get(word, weight_of(word) * self._unseen) for word in wanted)
        return {
            number: weight / (mine + self._whole(number) - weight)
            for number, weight in weights.items()
            if mine + self._whole(number) > weight
        }

    def _whole(self, number: int) -> float:
        return sum(self._weight[word] for word in self._phrases[number][1])
