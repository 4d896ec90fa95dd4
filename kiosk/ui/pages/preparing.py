"""What to know before starting: facts where there are some, and where not, that there are none."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.checklist import Checklist, checklist
from kiosk.core.fees import before_starting, total_of
from kiosk.core.known import Known
from kiosk.core.procedures import Channel, Component, Confidence, PaperKind, Procedure, ProcessingTime, Unit
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Paper, Preparing, Sheet
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import money, short_date

_BLANK: dict[str, Any] = {
    **dict.fromkeys(("days", "daysNote", "fee", "feeNote", "result", "resultNote", "who", "here"), ""),
    **dict.fromkeys(("elsewhereTitle", "elsewhere"), ""),
    **{key: [] for key in ("papers", "warnings", "prose", "listed")},
}
"""What a procedure may lack."""


class PreparePage(Page):
    """Who may file, papers, fee, days, what happens where; or what little the national list says."""

    qml = "PreparePage"
    state: Preparing

    @property
    def _known(self) -> Known:
        return self.desk.known(self.state.procedure)

    @property
    def _fillable(self) -> bool:
        procedure = self._known.procedure
        return procedure is not None and procedure.has_form

    def bar(self) -> Bar:
        procedure, fillable = self._known.procedure, self._fillable
        return Bar(
            step=1,
            step_title=self.say("stepPrepare"),
            minutes=procedure.minutes if procedure and fillable else 0,
            back=self.say("back"),
            main=self.say("ready" if fillable else "printChecklist"),
            main_icon="next" if fillable else "print",
            main_on=fillable or not self._printing,
            help=self.say("helpPrepare"),
        )

    def content(self) -> dict[str, Any]:
        known = self._known
        own = self._facts_of(known.procedure) if known.procedure else self._listed(known)
        return _BLANK | own | self._reception(known) | self._sheets(known)

    @property
    def _printing(self) -> bool:
        printout = self.state.printout
        return printout is not None and printout.paper is Paper.PRINTING

    def _sheets(self, known: Known) -> dict[str, Any]:
        """Return what can be printed here, and how far the printer is."""
        printout = self.state.printout
        failure = printout.failure if printout else None
        state = {Paper.PRINTING: "sheetPrinting", Paper.PRINTED: "sheetPrinted"}
        return {
            "canChecklist": self._fillable,
            "canForm": known.blank_form,
            "printing": self._printing,
            "printed": printout is not None and printout.paper is Paper.PRINTED,
            "print": self.say(state[printout.paper]) if printout and printout.paper in state else "",
            "what": failure_words(failure, self.say)[0],
            "todo": self.say("sheetAgain") if failure else "",
            "failureCode": failure.value if failure else "",
        }

    def _reception(self, known: Known) -> dict[str, Any]:
        """Return where it is received, or whom to ask; only what the centre's own list says."""
        counter = self.desk.config.site.counter
        notes = []
        where, by = (known.reception.counter, known.reception.by) if known.reception else ("", "")
        received = " · ".join(part for part in (where or counter, by, known.hours) if part)
        if known.procedure is None:
            ask = self.say("askCounter", counter=received if known.received else counter)
            notes.append(("noFacts", self.say("noFactsText") + " " + ask, "info"))
        if known.received is False:
            notes.append(("notReceived", self.say("notReceivedText", counter=counter), "amber"))
        return {
            "received": received if known.received else "",
            "notes": [{"title": self.say(key), "text": text, "tone": tone} for key, text, tone in notes],
        }

    def _listed(self, known: Known) -> dict[str, Any]:
        """Return what the national list states of a procedure without facts, and nothing else."""
        row = known.row
        stated = (
            ("listedField", row.field),
            ("listedAgency", row.agency),
            ("listedLevel", ", ".join(row.government)),
            ("listedOnline", row.online),
            ("listedTime", row.time),
            ("listedSource", known.source),
        )
        return {
            "name": row.name,
            "facts": self.say("procedureCode", code=row.code),
            "listed": [{"label": self.say(key), "value": value} for key, value in stated if value],
        }

    def _facts_of(self, procedure: Procedure) -> dict[str, Any]:
        language = self.say.language
        days, days_note = days_of(procedure, self.say)
        today = self.desk.now().date()
        fee, fee_note = fee_of(procedure, today, self.say)
        sheet = checklist(procedure, on=today, channel=_channel(procedure), language=language)
        return {
            "name": procedure.name.in_(language),
            "facts": self._facts(procedure),
            "days": days,
            "daysNote": days_note,
            "fee": fee,
            "feeNote": fee_note,
            "result": procedure.result_where.in_(language)
            or procedure.result.in_(language)
            or self.say("askOffice"),
            "resultNote": procedure.result_note.in_(language),
            "who": procedure.who.in_(language),
            "papers": [self._paper(component) for component in procedure.components],
            "here": procedure.here.in_(language),
            "elsewhereTitle": procedure.elsewhere_title.in_(language),
            "elsewhere": procedure.elsewhere.in_(language),
            "warnings": self._warnings(procedure),
            "prose": self._prose(procedure, sheet),
        }

    def _warnings(self, procedure: Procedure) -> list[dict[str, str]]:
        language = self.say.language
        own = [
            {"title": w.title.in_(language), "text": w.text.in_(language), "tone": "amber"}
            for w in procedure.warnings
        ]
        if procedure.has_form:
            return own
        counter = {"title": self.say("notFillable"), "text": self.say("notFillableText"), "tone": "info"}
        return [*own, counter]

    def _prose(self, procedure: Procedure, sheet: Checklist) -> list[dict[str, str]]:
        """Return fees and exemptions word for word, steps, legal basis, how sure: a paragraph a block."""
        sure = self.say(f"sure_{procedure.confidence.value}", source=procedure.source)
        sections = (
            ("feesTitle", [f"{line.text} · {line.small}" for line in sheet.fees if line.small]),
            ("stepsTitle", [f"{n}. {text}" for n, text in enumerate(sheet.steps, 1)]),
            ("legalTitle", sheet.legal),
            ("sureTitle", [sure]),
        )
        return [
            {"title": self.say(key) if n == 0 else "", "text": text}
            for key, paragraphs in sections
            for n, text in enumerate(paragraphs)
        ]

    def _facts(self, procedure: Procedure) -> str:
        agency = procedure.agency.decides.in_(self.say.language)
        return self.say(
            "procedureFacts", code=procedure.code, agency=agency, day=short_date(procedure.checked_on)
        )

    def _paper(self, component: Component) -> dict[str, Any]:
        language = self.say.language
        conditional = bool(component.when) or component.optional
        doubt = self.say("unconfirmed") if component.confidence is Confidence.UNCONFIRMED else ""
        badge = component.badge.in_(language)
        if not badge:
            badge = self.say("paperOptional" if component.optional else "paperAlways")
        return {
            "name": component.name.in_(language),
            "note": " ".join(note for note in (component.note.in_(language), doubt) if note),
            "badge": badge,
            "conditional": conditional,
            "icon": "card" if component.kind is PaperKind.CARD else "doc",
        }

    @Slot()
    def goOn(self) -> None:
        """*Tôi có đủ*; where nothing can be filled in here, *In danh mục giấy tờ*."""
        if self._fillable:
            self.desk.send(ev.Started(self.desk.new_dossier()))
        else:
            self.printSheet(Sheet.CHECKLIST)

    @Slot(str)
    def printSheet(self, sheet: str) -> None:
        """*In danh mục giấy tờ* (`checklist`) or *In mẫu đơn* (`form`)."""
        self.desk.send(ev.SheetTouched(Sheet(sheet)))


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


def _channel(procedure: Procedure) -> Channel:
    """A kiosk files online, as the slip reckons it; what can't be filed here is filed at the counter."""
    return Channel.ONLINE if procedure.has_form else Channel.DIRECT


def fee_of(procedure: Procedure, today: date, say: Tongue) -> tuple[str, str]:
    """Return the fee of filing here today and what it depends on. An unknown amount is said to be unknown."""
    standing = before_starting(procedure, channel=_channel(procedure), on=today)
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
