"""Finding a procedure, by words or by the questions that tell similar ones apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Finding, Narrowing, State
from kiosk.core.which_one import Choice, Family, family_of
from kiosk.ui.desk import Desk
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.pages.preparing import days_of
from kiosk.ui.text import Tongue

if TYPE_CHECKING:  # the first frame does not wait for the search
    from kiosk.core.search import Result

_OCCASIONS = (
    ("baby", "occasionBirth"),
    ("home", "occasionHome"),
    ("car", "occasionVehicle"),
    ("ring", "occasionMarriage"),
    ("shop", "occasionBusiness"),
    ("pin", "occasionResidence"),
    ("elder", "occasionElderly"),
    ("card", "occasionCard"),
)


class FindPage(Page):
    """Results at each keystroke."""

    qml = "FindPage"
    state: Finding

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._family: Family | None = None
        self._entry.limit = 80
        if isinstance(state, Finding) and state.trail.words:
            self._entry.fill(state.trail.words)
        self._entry.changed.connect(self.retell)
        self._entry.submitted.connect(self.goOn)

    def bar(self) -> Bar:
        return Bar(
            step=1,
            step_title=self.say("stepFind"),
            back=self.say("backHome"),
            back_icon="home",
            help=self.say("helpFind"),
            keyboard="letters",
        )

    def content(self) -> dict[str, Any]:
        typed = self._entry.value.strip()
        answer = self.desk.search(typed) if typed else None
        results = answer.results if answer else ()
        family = family_of(self.desk.families(), tuple(r.code for r in results)) if results else None
        self._family = family
        return {
            "family": self.say("whichOne", what=family.title.in_(self.say.language)) if family else "",
            "results": [self._row(result) for result in results],
            "heading": self._heading(typed, len(results), answer.understood if answer else ""),
            "nothing": bool(typed) and not results,
            "blank": not typed,
            "occasions": [{"icon": icon, "words": self.say(key)} for icon, key in _OCCASIONS],
        }

    def _heading(self, typed: str, count: int, understood: str) -> str:
        if not typed or not count:
            return ""
        if understood:
            return self.say("foundUnderstood", n=count, words=understood)
        return self.say("found", n=count)

    def _row(self, result: Result) -> dict[str, Any]:
        known, language = self.desk.known(result.code), self.say.language
        procedure = known.procedure
        everyday = procedure.everyday.in_(language) if procedure else ""
        badge, icon = self._badge(result, received=known.received, facts=procedure is not None)
        return {
            "code": result.code,
            "name": procedure.name.in_(language) if procedure else result.name,
            "reason": everyday or result.reason or result.agency,
            "here": result.has_form and procedure is not None,
            "badge": badge,
            "badgeIcon": icon,
            "days": days_of(procedure, self.say)[0] if procedure else "",
            "codeText": self.say("procedureCode", code=result.code),
        }

    def _badge(self, result: Result, *, received: bool | None, facts: bool) -> tuple[str, str]:
        """Return what can be done with it here, and the icon to it."""
        if result.has_form and facts:
            return self.say("possibleHere"), "check"
        if received is False:
            return self.say("notReceived"), "pin"
        return (self.say("informationOnly"), "info") if facts else (self.say("atCounter"), "pin")

    @Slot(str)
    def choose(self, code: str) -> None:
        """A result was touched."""
        self.desk.send(ev.ProcedureChosen(code, self._entry.value))

    @Slot()
    def narrow(self) -> None:
        """*Chưa biết chọn cái nào?*."""
        if self._family is not None:
            first = self._family.question().key
            self.desk.send(ev.FamilyOpened(self._family.key, first, self._entry.value))

    @Slot()
    def goOn(self) -> None:
        """Enter takes the first result, if there is one."""
        results = self._shown.value("results")
        if results:
            self.choose(results[0]["code"])

    @Slot(str)
    def suggest(self, words: str) -> None:
        """An occasion of life was touched: its words are searched."""
        self._entry.fill(words)


class NarrowPage(Page):
    """Which one is mine? One question; each answer leads on, and the last to a procedure."""

    qml = "NarrowPage"
    state: Narrowing

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return self._family.question(self.state.trail.asked[-1]).choices

    @property
    def _family(self) -> Family:
        wanted = self.state.trail.family
        return next(family for family in self.desk.families() if family.key == wanted)

    def bar(self) -> Bar:
        return Bar(
            step=1, step_title=self.say("stepFind"), back=self.say("back"), help=self.say("helpNarrow")
        )

    def content(self) -> dict[str, Any]:
        language, family = self.say.language, self._family
        return {
            "family": family.title.in_(language),
            "question": family.question(self.state.trail.asked[-1]).text.in_(language),
            "choices": [self._row(choice) for choice in self._choices],
        }

    def _row(self, choice: Choice) -> dict[str, Any]:
        """Return an answer, and the procedure that it leads to when it does."""
        leads = ""
        if choice.code:
            known = self.desk.known(choice.code)
            leads = known.procedure.name.in_(self.say.language) if known.procedure else known.row.name
        return {"text": choice.text.in_(self.say.language), "leads": leads}

    @Slot(int)
    def choose(self, number: int) -> None:
        """An answer was touched, counted from 0."""
        choice = self._choices[number]
        self.desk.send(ev.ProcedureChosen(choice.code) if choice.code else ev.Narrowed(choice.next))
