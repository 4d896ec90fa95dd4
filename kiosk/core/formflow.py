"""The way through a procedure's form: which question next, what comes from the card, what is still open.

It wraps one form session (`kiosk.xforms`) and keeps what the standard doesn't know: where each answer came
from, which papers are scanned or brought later, which questions the person has answered. One visit owns it;
it is used on one thread and dropped with the visit.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.form import (
    PaperNeed,
    Papers,
    Progress,
    Question,
    Section,
    Source,
    Step,
    ToCheck,
    ToIdentity,
    ToPaper,
    ToQuestion,
)
from kiosk.core.form_question import (
    FROM,
    LOCKED,
    NOT_ACCEPTED,
    card_value,
    question_of,
)
from kiosk.core.procedures import Component, PaperKind, Procedure
from kiosk.core.procedures_papers import components_for, still_to_bring
from kiosk.idcard.holder import Holder
from kiosk.xforms import FormDefinition, FormSession, XFormError
from kiosk.xforms import Question as Node

_SECONDS_A_QUESTION = 12
_CHECK = "check"


@dataclass(slots=True)
class FormFlow:
    """One dossier's form, papers and provenance. Nothing of it is shown by `repr`."""

    procedure: Procedure
    session: FormSession = field(repr=False)
    language: str = "vi"
    sources: dict[str, Source] = field(default_factory=dict, repr=False)
    touched: set[str] = field(default_factory=set, repr=False)
    kept: dict[str, Papers] = field(default_factory=dict, repr=False)
    refused: dict[str, str] = field(default_factory=dict, repr=False)
    at: str = ""
    """Where a draft goes on: a question's reference or a paper's key."""

    # -- from the card ----------------------------------------------------------------------------------

    def fill_from_card(self, holder: Holder) -> None:
        """Give every question that names a card field its value, as coming from the chip."""
        for node in self.session.questions():
            value = card_value(holder, node.binds.get(FROM, ""))
            if value and self._set(node.ref, value):
                self.sources[node.ref] = Source.CHIP
            self.refused.pop(node.ref, None)  # nobody has answered yet: what doesn't fit is asked

    def locked(self, node: Node) -> bool:
        """Say whether the chip's value stands there and can't be edited."""
        return self.sources.get(node.ref) is Source.CHIP and node.binds.get(LOCKED) == "yes"

    # -- answering --------------------------------------------------------------------------------------

    def give(self, ref: str, value: str) -> bool:
        """Answer a question by hand; return whether it stands without error. Text becomes NFC."""
        node = self._node(ref)
        if self.locked(node):
            return True
        self.touched.add(ref)
        if self._set(ref, unicodedata.normalize("NFC", value.strip())):
            self.sources[ref] = Source.TYPED
        return not self.question(ref).error

    def _set(self, ref: str, value: str) -> bool:
        try:
            self.session.set(ref, value)
        except XFormError:
            node = self._node(ref)
            self.refused[ref] = node.constraint_message or NOT_ACCEPTED[self.language]
            return False
        self.refused.pop(ref, None)
        return True

    # -- reading ----------------------------------------------------------------------------------------

    def question(self, ref: str) -> Question:
        """Return one question as it stands."""
        return self._question(self._node(ref), self._violations())

    def sections(self) -> tuple[Section, ...]:
        """Return what the check screen shows: only what is asked now, by section, in the form's order."""
        violations = self._violations()
        grouped: dict[str, list[Question]] = {}
        for node in self._asked():
            question = self._question(node, violations)
            grouped.setdefault(question.section, []).append(question)
        return tuple(Section(title, tuple(rows)) for title, rows in grouped.items())

    def open_problems(self) -> tuple[Question, ...]:
        """Return the questions that keep the dossier from being submitted, with their errors."""
        violations = self._violations()
        stuck = [node for node in self._asked() if node.ref in violations or node.ref in self.refused]
        self.touched.update(node.ref for node in stuck)
        return tuple(self._question(node, violations) for node in stuck)

    def papers(self) -> tuple[PaperNeed, ...]:
        """Return the papers that the answers call for and that can be scanned or brought."""
        return tuple(self._paper(component) for component in self._needed_papers())

    def to_bring(self) -> tuple[str, ...]:
        """Return, in words, the papers that must still come to the counter."""
        attached = {key for key, papers in self.kept.items() if papers.pages}
        needed = still_to_bring(self.procedure, self.session.holds, attached)
        return tuple(component.name.in_(self.language) for component in needed)

    def later(self) -> tuple[str, ...]:
        """Return the keys of the papers that the citizen chose to bring."""
        return tuple(paper.key for paper in self.papers() if paper.later)

    def applicant(self) -> str:
        """Return the filer's name as the form has it; "" when it doesn't ask."""
        named = (n.value for n in self.session.questions() if n.binds.get(FROM) == "card.full_name")
        return next(named, "")

    def set_language(self, language: str) -> None:
        """Show labels, hints and messages in another language."""
        self.language = language
        self.session.language = language

    def provenance(self) -> dict[str, str]:
        """Return each answered question's source, by its XPath."""
        return {
            node.ref: self.sources[node.ref].value
            for node in self._asked()
            if node.value and node.ref in self.sources
        }

    # -- the way ----------------------------------------------------------------------------------------

    def first(self) -> Step:
        """Return the first question that the person must look at."""
        return self._next_of(self._open_refs(), start=0)

    def after(self, ref: str, *, returning: bool) -> Step:
        """Return what follows a question; from the check screen, only what is wrong stands between."""
        if returning:
            return self._back_to_check()
        refs = self._open_refs()
        return self._next_of(refs, start=refs.index(ref) + 1 if ref in refs else 0)

    def after_paper(self, key: str, *, returning: bool) -> Step:
        """Return what follows a paper."""
        keys = [paper.key for paper in self.papers()]
        if returning or key not in keys or key == keys[-1]:
            return ToCheck()
        return ToPaper(keys[keys.index(key) + 1])

    def before(self, place: str, *, returning: bool) -> Step:
        """Return what stands before a question or paper (or, for "", before the check screen)."""
        if returning:
            return ToCheck()
        way = [*self._open_refs(), *(paper.key for paper in self.papers())]
        at = way.index(place) if place in way else len(way)
        if at == 0:
            return ToIdentity()
        return ToQuestion(way[at - 1]) if way[at - 1].startswith("/") else ToPaper(way[at - 1])

    def stand_at(self, step: Step) -> None:
        """Remember where the citizen goes, so that a draft goes on there."""
        match step:
            case ToQuestion(ref):
                self.at = ref
            case ToPaper(paper):
                self.at = paper
            case _:
                self.at = _CHECK

    def stood_at(self) -> Step:
        """Return where the citizen was going; the first open question when that is no longer asked."""
        if self.at == _CHECK:
            return ToCheck()
        if self.at in self._open_refs():
            return ToQuestion(self.at)
        if self.at in (paper.key for paper in self.papers()):
            return ToPaper(self.at)
        return self.first()

    def progress(self, place: str) -> Progress:
        """Say where on the way a question or paper stands, and about how long the rest takes."""
        way = [*self._open_refs(), *(paper.key for paper in self.papers())]
        at = way.index(place) + 1 if place in way else len(way)
        left_s = (len(way) - at + 1) * _SECONDS_A_QUESTION
        return Progress(at, len(way), max(1, round(left_s / 60)))

    # -- papers -----------------------------------------------------------------------------------------

    def set_pages(self, key: str, pages: int) -> None:
        """Record how many pages of a paper are scanned."""
        self.kept.setdefault(key, Papers()).pages = pages

    def set_later(self, key: str, *, later: bool) -> None:
        """Record that a paper comes to the counter instead."""
        self.kept.setdefault(key, Papers()).later = later

    # -- the draft --------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Return everything that a draft needs to go on from here."""
        document = {
            "form": self.session.state(),
            "language": self.language,
            "sources": {ref: source.value for ref, source in self.sources.items()},
            "touched": sorted(self.touched),
            "at": self.at,
            "papers": {key: [papers.pages, papers.later] for key, papers in self.kept.items()},
        }
        return json.dumps(document, ensure_ascii=False).encode()

    @classmethod
    def resumed(
        cls, procedure: Procedure, definition: FormDefinition, state: bytes, *, now: datetime, seed: int
    ) -> FormFlow:
        """Return the flow that `state` described. Raises XFormError when it is of another form."""
        document = json.loads(state)
        session = FormSession.restore(
            definition, document["form"], now=now, seed=seed, language=document["language"]
        )
        flow = cls(procedure, session, document["language"])
        flow.sources = {ref: Source(source) for ref, source in document["sources"].items()}
        flow.touched = set(document["touched"])
        flow.kept = {key: Papers(*papers) for key, papers in document["papers"].items()}
        flow.at = document["at"]
        return flow

    # -- inside -----------------------------------------------------------------------------------------

    def _asked(self) -> list[Node]:
        return [node for node in self.session.questions() if node.kind != "note" and not node.readonly]

    def _node(self, ref: str) -> Node:
        return self.session.question(ref)

    def _open_refs(self) -> list[str]:
        return [node.ref for node in self._asked() if not self.locked(node)]

    def _violations(self) -> Mapping[str, str]:
        return dict(self.session.violations())

    def _next_of(self, refs: list[str], *, start: int) -> Step:
        if start < len(refs):
            return ToQuestion(refs[start])
        return next((ToPaper(paper.key) for paper in self.papers()), ToCheck())

    def _back_to_check(self) -> Step:
        violations = self._violations()
        for ref in self._open_refs():
            if ref in violations:
                return ToQuestion(ref)
        for paper in self.papers():
            if not paper.pages and not paper.later:
                return ToPaper(paper.key)
        return ToCheck()

    def _needed_papers(self) -> list[Component]:
        return [
            each.component
            for each in components_for(self.procedure, self.session.holds)
            if each.needed and each.component.kind is PaperKind.SCAN
        ]

    def _paper(self, component: Component) -> PaperNeed:
        kept = self.kept.get(component.key, Papers())
        return PaperNeed(
            key=component.key,
            name=component.name.in_(self.language),
            detail=component.note.in_(self.language),
            condition=component.badge.in_(self.language),
            scannable=True,
            pages=kept.pages,
            later=kept.later,
        )

    def _question(self, node: Node, violations: Mapping[str, str]) -> Question:
        error = self.refused.get(node.ref, "")
        if not error and node.ref in self.touched and node.ref in violations:
            error = node.required_message if violations[node.ref] == "required" else node.constraint_message
            error = error or NOT_ACCEPTED[self.language]
        return question_of(node, source=self.sources.get(node.ref), locked=self.locked(node), error=error)
