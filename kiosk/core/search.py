"""Finding a procedure in people's own words, at every keystroke, without a network.

A row's score adds: how much of what was typed it answers, how much of its name that is, neighbouring words,
marks where marks were typed, the everyday phrases that point to it, and what this centre uses most. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from kiosk.core.catalogue import EverydayPhrase, Replacement, Synonym
from kiosk.core.search_index import Index
from kiosk.core.search_phrases import Phrases
from kiosk.core.search_rank import Ranked, rank
from kiosk.core.search_words import Phrasebook, Unit, Vocabulary, mended, units, weight_of
from kiosk.core.text import fold, toned_words, words

_LOOKED_AT = 48
_SATISFYING = 0.62
_WEAK = 0.35
_COMMON = 0.08
"""A word in more than this share of the rows only adds to rows that a rarer word has found."""


@dataclass(frozen=True, slots=True)
class Result:
    """One procedure found. `score` is for ordering only; `reason` is the everyday phrase that led here."""

    code: str
    name: str
    level: int | None
    online: str
    agency: str
    has_form: bool
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found and, where the query was mended, what it was taken for."""

    results: tuple[Result, ...]
    understood: str = ""
    ask_back: bool = False
    """Several variants fit: ask which before going on."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beside the catalogue; all of it data that the province can correct."""

    phrases: Sequence[EverydayPhrase] = ()
    synonyms: Sequence[Synonym] = ()
    replacements: Sequence[Replacement] = ()
    usage: Mapping[str, int] = field(default_factory=dict)
    """How often each code was chosen at this centre in this season."""
    province: str = "Sơn La"


class Searcher:
    """The catalogue, ready to be asked. Build once; `search` keeps no state between calls."""

    def __init__(self, index: Index, knowledge: Knowledge) -> None:
        self._index = index
        self._number = {code: n for n, code in enumerate(index.columns["code"])}
        self._phrasebook = Phrasebook(knowledge.synonyms)
        self._phrases = Phrases(knowledge.phrases)
        frequency = {word: len(rows) for word, rows in index.strong.items()}
        known = set(index.strong) | set(index.weak) | self._phrasebook.words | self._phrases.words
        self._vocabulary = Vocabulary(known, frequency)
        self._idf = {word: math.log(1 + len(index) / count) for word, count in frequency.items()}
        self._unseen_idf = math.log(1 + len(index))
        self._successor = {r.old_code: r.new_code for r in knowledge.replacements}
        self._hidden = self._hidden_rows(knowledge)
        self._prior = priors(index, self._phrases.codes, knowledge.usage)

    def search(self, query: str, limit: int = 5) -> tuple[Result, ...]:
        """Return at most `limit` procedures, best first; none for an empty query. About a millisecond."""
        return self.ask(query, limit).results

    def ask(self, query: str, limit: int = 5) -> Answer:
        """Return the procedures found and how the query was understood."""
        typed = words(query)
        if not typed:
            return Answer(())
        by_code = self._by_code(query.strip(), limit)
        if by_code:
            return Answer(by_code)
        asked = mended(typed, self._vocabulary)
        ranked = self._ranked(asked, toned_words(query), loose=False)
        if not ranked or ranked[0].answered < _SATISFYING:
            wider = self._ranked(asked, toned_words(query), loose=True)
            if wider and (not ranked or wider[0].score > ranked[0].score):
                ranked = wider
        phrase = self._phrases.best(asked)
        understood = phrase.phrase if phrase else self._spelled(asked, ranked) if asked != typed else ""
        results = tuple(self._result(r) for r in ranked[:limit])
        return Answer(results, understood, ask_back=bool(phrase and phrase.ask_back))

    def _ranked(self, asked: Sequence[str], toned: Sequence[str], *, loose: bool) -> list[Ranked]:
        ideas = units(asked, self._vocabulary, self._phrasebook, loose=loose)
        masses = [self._mass(unit) for unit in ideas]
        found = self._gather(ideas, masses)
        pointed = self._phrases.pointed_at(asked)
        boosts = {
            self._number[self._current(code)]: boost
            for code, boost in pointed.items()
            if self._current(code) in self._number
        }
        for number in boosts:
            found.setdefault(number, 0.0)
        whole = sum(masses) or 1.0
        candidates = nlargest(
            _LOOKED_AT,
            ((n, s / whole) for n, s in found.items() if n not in self._hidden),
            key=lambda pair: pair[1] + boosts.get(pair[0], 0.0) + self._prior[pair[0]],
        )
        names = self._index.columns["name"]
        return rank(
            [(n, answered, boosts.get(n, 0.0) + self._prior[n], names[n]) for n, answered in candidates],
            ideas,
            toned,
            self._word_idf,
        )

    def _gather(self, ideas: Sequence[Unit], masses: Sequence[float]) -> dict[int, float]:
        total: dict[int, float] = {}
        common = _COMMON * len(self._index)
        order = sorted(range(len(ideas)), key=lambda i: self._rarity(ideas[i]))
        for i in order:
            spread = self._rarity(ideas[i]) > common and len(total) > _LOOKED_AT
            for number, share in self._answered_by(ideas[i], only=total if spread else None).items():
                total[number] = total.get(number, 0.0) + masses[i] * share
        return total

    def _answered_by(self, unit: Unit, *, only: Mapping[int, float] | None) -> dict[int, float]:
        best: dict[int, float] = {}
        for way in unit.ways:
            whole = sum(self._word_idf(word) for word in way.words)
            sums: dict[int, float] = {}
            for word in sorted(way.words, key=self._count):
                share = way.quality * self._word_idf(word) / whole
                for postings, part in ((self._index.strong, share), (self._index.weak, share * _WEAK)):
                    for number in postings.get(word, ()):
                        if only is None or number in only:
                            sums[number] = sums.get(number, 0.0) + part
            for number, value in sums.items():
                if value > best.get(number, 0.0):
                    best[number] = value
        return best

    def _mass(self, unit: Unit) -> float:
        heaviest = max(sum(self._word_idf(word) for word in way.words) for way in unit.ways[:1])
        light = max(weight_of(word) for word in unit.typed)
        return light * math.sqrt(heaviest) if len(unit.typed) == 1 else math.sqrt(heaviest)

    def _rarity(self, unit: Unit) -> int:
        return max(min(self._count(word) for word in way.words) for way in unit.ways)

    def _count(self, word: str) -> int:
        return len(self._index.strong.get(word, ()))

    def _word_idf(self, word: str) -> float:
        return self._idf.get(word, self._unseen_idf)

    def _by_code(self, query: str, limit: int) -> tuple[Result, ...]:
        if not query[:1].isdigit() or "." not in query:
            return ()
        wanted = self._current(query)
        numbers = [n for code, n in self._number.items() if code.startswith(wanted) and n not in self._hidden]
        return tuple(self._result(Ranked(n, 1.0, 1.0)) for n in numbers[:limit])

    def _current(self, code: str) -> str:
        return self._successor.get(code) or code

    def _hidden_rows(self, knowledge: Knowledge) -> frozenset[int]:
        columns = self._index.columns
        elsewhere = {
            n for n, place in enumerate(columns["local_to"]) if place and knowledge.province not in place
        }
        internal = {n for n, inner in enumerate(columns["internal"]) if inner}
        abolished = {self._number[code] for code in self._successor if code in self._number}
        return frozenset(elsewhere | internal | abolished)

    def _spelled(self, asked: Iterable[str], ranked: Sequence[Ranked]) -> str:
        """Return the mended words with their marks: as the best result writes them, else as is commonest."""
        best = toned_words(self._index.columns["name"][ranked[0].number]) if ranked else []
        forms = {**self._index.toned, **{fold(word): word for word in best}}
        return " ".join(forms.get(word, word) for word in asked)

    def _result(self, ranked: Ranked) -> Result:
        columns = self._index.columns
        n = ranked.number
        return Result(
            columns["code"][n],
            columns["name"][n],
            columns["level"][n],
            columns["online"][n],
            columns["agency"][n],
            bool(columns["has_form"][n]),
            round(ranked.score, 4),
        )


def priors(index: Index, spoken_of: frozenset[str], usage: Mapping[str, int]) -> list[float]:
    """Return what each row gets before a word is typed: people's procedures before those of ministries."""
    columns = index.columns
    busiest = max(usage.values(), default=0)
    values: list[float] = []
    for n, code in enumerate(columns["code"]):
        value = 0.06 if code in spoken_of else 0.0
        value += 0.04 if columns["has_form"][n] else 0.0
        value += {"xã": 0.05, "tỉnh": 0.03}.get(columns["government"][n].rpartition("|")[2], 0.0)
        value += 0.03 if columns["citizens"][n] else -0.02
        value += 0.1 * usage.get(code, 0) / busiest if busiest else 0.0
        values.append(value)
    return values
