"""Finding a procedure, and what to know before starting it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.errors import KioskError
from kiosk.core.fees import before_starting, total_of
from kiosk.core.procedures import Channel, Component, PaperKind, Procedure, ProcessingTime, Unit
from kiosk.core.search import Result
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Finding, Preparing, State
from kiosk.ui.desk import Desk
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import money, short_date

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
        self._entry.limit = 80
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
        return {
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
        name, reason, days, code = result.name, result.reason, "", result.code
        procedure = self._package(code)
        if procedure:
            name = procedure.name.in_(self.say.language)
            reason = procedure.everyday.in_(self.say.language) or reason
            days = days_of(procedure, self.say)[0]
        return {
            "code": code,
            "name": name,
            "reason": reason or result.agency,
            "here": result.has_form,
            "opens": procedure is not None,
            "days": days,
            "codeText": self.say("procedureCode", code=code),
        }

    def _package(self, code: str) -> Procedure | None:
        """Return the procedure's record, None for one that only the national list knows."""
        try:
            return self.desk.procedure(code)
        except KioskError:
            return None

    @Slot(str)
    def choose(self, code: str) -> None:
        """A result was touched."""
        self.desk.send(ev.ProcedureChosen(code))

    @Slot()
    def goOn(self) -> None:
        """Enter takes the first result, if there is one."""
        results = self._shown.value("results")
        if results and results[0]["opens"]:
            self.choose(results[0]["code"])

    @Slot(str)
    def suggest(self, words: str) -> None:
        """An occasion of life was touched: its words are searched."""
        self._entry.fill(words)


class PreparePage(Page):
    """Who may file, papers, fee, days, what happens where."""

    qml = "PreparePage"
    state: Preparing

    @property
    def _procedure(self) -> Procedure:
        return self.desk.procedure(self.state.procedure)

    def bar(self) -> Bar:
        procedure = self._procedure
        return Bar(
            step=1,
            step_title=self.say("stepPrepare"),
            minutes=procedure.minutes if procedure.has_form else 0,
            back=self.say("back"),
            main=self.say("ready" if procedure.has_form else "notHere"),
            main_on=procedure.has_form,
            help=self.say("helpPrepare"),
        )

    def content(self) -> dict[str, Any]:
        procedure, language = self._procedure, self.say.language
        days, days_note = days_of(procedure, self.say)
        fee, fee_note = fee_of(procedure, self.desk.now().date(), self.say)
        return {
            "name": procedure.name.in_(language),
            "facts": self._facts(procedure),
            "days": days,
            "daysNote": days_note,
            "fee": fee,
            "feeNote": fee_note,
            "result": procedure.result_where.in_(language) or procedure.result.in_(language),
            "resultNote": procedure.result_note.in_(language),
            "who": procedure.who.in_(language),
            "papers": [self._paper(component) for component in procedure.components],
            "here": procedure.here.in_(language),
            "elsewhereTitle": procedure.elsewhere_title.in_(language),
            "elsewhere": procedure.elsewhere.in_(language),
            "warnings": [
                {"title": w.title.in_(language), "text": w.text.in_(language)} for w in procedure.warnings
            ],
            "fillable": procedure.has_form,
        }

    def _facts(self, procedure: Procedure) -> str:
        agency = procedure.agency.decides.in_(self.say.language)
        return self.say(
            "procedureFacts", code=procedure.code, agency=agency, day=short_date(procedure.checked_on)
        )

    def _paper(self, component: Component) -> dict[str, Any]:
        language = self.say.language
        conditional = bool(component.when) or component.optional
        badge = component.badge.in_(language)
        if not badge:
            badge = self.say("paperOptional" if component.optional else "paperAlways")
        return {
            "name": component.name.in_(language),
            "note": component.note.in_(language),
            "badge": badge,
            "conditional": conditional,
            "icon": "card" if component.kind is PaperKind.CARD else "doc",
        }

    @Slot()
    def goOn(self) -> None:
        """*Tôi có đủ*."""
        if self._procedure.has_form:
            self.desk.send(ev.Started(self.desk.new_dossier()))


def days_of(procedure: Procedure, say: Tongue) -> tuple[str, str]:
    """Return how long the office takes, and the note to it; the first rule that counts everywhere."""
    rule = next((t for t in procedure.times if not t.when), None)
    if rule is None:
        return say("daysUnknown"), ""
    return _duration(rule, say), rule.note.in_(say.language)


def _duration(rule: ProcessingTime, say: Tongue) -> str:
    if rule.unit is Unit.SAME_DAY:
        return say("sameDay")
    keys = {
        Unit.WORKING_DAY: "workingDays",
        Unit.DAY: "days",
        Unit.HOUR: "hours",
        Unit.MONTH: "months",
    }
    return say(keys[rule.unit], n=rule.amount)


def fee_of(procedure: Procedure, today: date, say: Tongue) -> tuple[str, str]:
    """Return the fee of filing here today and what it depends on. An unknown amount is said to be unknown."""
    standing = before_starting(procedure, channel=Channel.ONLINE, on=today)  # as the slip reckons it
    rules = [rule for rule in standing if not rule.when]
    if not rules:
        return say("feeUnknown"), ""
    rule = rules[0]
    total = total_of(rule, 1)
    if total is None:
        return say("feeUnknown"), rule.note.in_(say.language)
    if total == 0:
        return say("feeNone"), rule.note.in_(say.language)
    return money(total, say.language), say("feeProvisional")
