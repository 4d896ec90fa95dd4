"""Finding a procedure in people's own words, at every keystroke, without a network.

A row's score adds: how much of what was typed it answers, how much of its name that is, neighbouring words,
marks where marks were typed, the everyday phrases that point to it, and what this centre uses most. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from kiosk.core.catalogue import EverydayPhrase, Replacement, Synonym
from kiosk.core.search_gather import ENOUGH_FOUND, Gatherer
from kiosk.core.search_index import Index
from kiosk.core.search_phrases import Phrases
from kiosk.core.search_rank import Ranked, Ranker
from kiosk.core.search_words import Phrasebook, Unit, Vocabulary, mended, units
from kiosk.core.text import sought, toned_words, words

_SATISFYING = 0.62
_ENOUGH = 0.4
"""A row that answers less than this share of what the best answers isn't looked at again."""
_NEARNESS = {"xã": 0.07, "tỉnh": 0.04, "bộ": -0.04, "khác": -0.06}
"""The commune first: that is where people stand; ministries and embassies last."""
_LOOKED_AT = 40
_VARIANT = re.compile("yếu tố nước ngoài|khu vực biên giới|lưu động|Thủ tục thu hồi|^Thu hồi", re.IGNORECASE)
"""Rarer variants of a procedure stand behind it, unless they are asked for."""


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
        self._phrasebook.verbatim = frozenset(
            said for said in self._phrasebook.sayings if len(said) > 1 and _stands_in_a_name(said, index)
        )
        self._phrases = Phrases(knowledge.phrases)
        frequency = {word: len(rows) for word, rows in index.strong.items()}
        known = set(index.strong) | set(index.weak) | self._phrasebook.words | self._phrases.words
        self._vocabulary = Vocabulary(
            known, frequency, frozenset(self._phrasebook.pairs | self._phrases.pairs)
        )
        self._gatherer = Gatherer(index)
        self._successor = {r.old_code: r.new_code for r in knowledge.replacements}
        self._hidden = self._hidden_rows(knowledge)
        self._ranker = Ranker(index.columns["name"], self._gatherer.idf)
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
        alike = self._phrases.alike(asked)
        ranked = self._best(asked, toned_words(query), self._pointed_at(alike))
        phrase = self._phrases.best(alike)
        understood = phrase.phrase if phrase else self._spelled(asked, ranked) if asked != typed else ""
        results = tuple(self._result(r) for r in ranked[:limit])
        return Answer(results, understood, ask_back=bool(phrase and phrase.ask_back))

    def _best(self, asked: Sequence[str], toned: Sequence[str], boosts: Mapping[int, float]) -> list[Ranked]:
        strict = units(asked, self._vocabulary, self._phrasebook, loose=False)
        ranked = self._ranked(toned, strict, boosts)
        if ranked and ranked[0].answered >= _SATISFYING:
            return ranked
        loose = units(asked, self._vocabulary, self._phrasebook, loose=True)
        wider = self._ranked(toned, loose, boosts) if loose != strict else []
        return wider if wider and (not ranked or wider[0].score > ranked[0].score) else ranked

    def _pointed_at(self, alike: Mapping[int, float]) -> dict[int, float]:
        """Return the rows that everyday phrases point at, with what that adds."""
        return {
            self._number[self._current(code)]: boost
            for code, boost in self._phrases.pointed_at(alike).items()
            if self._current(code) in self._number
        }

    def _ranked(
        self, toned: Sequence[str], ideas: Sequence[Unit], boosts: Mapping[int, float]
    ) -> list[Ranked]:
        masses = [self._gatherer.mass(unit) for unit in ideas]
        found = self._gatherer.gather(ideas, masses)
        for number in boosts:
            found.setdefault(number, 0.0)
        whole = sum(masses) or 1.0
        enough = max(found.values(), default=0.0) * _ENOUGH
        prior, hidden = self._prior, self._hidden
        candidates = nlargest(
            ENOUGH_FOUND,
            [
                (answered / whole + boosts.get(n, 0.0) + prior[n], n)
                for n, answered in found.items()
                if (answered >= enough or n in boosts) and n not in hidden
            ],
        )
        return self._ranker.rank(
            [(n, found[n] / whole, boosts.get(n, 0.0) + prior[n]) for _, n in candidates], ideas, toned
        )

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
        forms = {**self._index.toned, **{sought(word): word for word in best}}
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


def _stands_in_a_name(said: Sequence[str], index: Index) -> bool:
    """Say whether a name has these words one after the other; a few names are looked at."""
    rows = set(index.strong.get(said[0], ())).intersection(*(index.strong.get(word, ()) for word in said[1:]))
    wanted = f" {' '.join(said)} "
    names = (index.columns["name"][number] for number in sorted(rows)[:_LOOKED_AT])
    return any(wanted in f" {' '.join(words(name))} " for name in names)


def priors(index: Index, spoken_of: frozenset[str], usage: Mapping[str, int]) -> list[float]:
    """Return what each row gets before a word is typed: people's procedures before those of ministries."""
    columns = index.columns
    busiest = max(usage.values(), default=0)
    values: list[float] = []
    for n, code in enumerate(columns["code"]):
        value = 0.06 if code in spoken_of else 0.0
        value += 0.04 if columns["has_form"][n] else 0.0
        value += max(_NEARNESS.get(who, 0.0) for who in columns["government"][n].split("|"))
        value += 0.03 if columns["citizens"][n] else -0.06
        value -= 0.05 if _VARIANT.search(columns["name"][n]) else 0.0
        value += 0.1 * usage.get(code, 0) / busiest if busiest else 0.0
        values.append(value)
    return values
