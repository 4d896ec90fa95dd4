"""What the printed checklist says: the papers to bring, with boxes to tick, and how sure each fact is. Pure.

The words come from the package; nothing is invented for a procedure without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.fees import before_starting
from kiosk.core.money import grouped
from kiosk.core.procedures import (
    Channel,
    Component,
    Confidence,
    FeeRule,
    PaperKind,
    Procedure,
    ProcessingTime,
    Unit,
)

_UNITS = {
    "vi": {
        Unit.WORKING_DAY: "ngày làm việc",
        Unit.DAY: "ngày",
        Unit.HOUR: "giờ làm việc",
        Unit.MONTH: "tháng",
    },
    "en": {
        Unit.WORKING_DAY: "working days",
        Unit.DAY: "days",
        Unit.HOUR: "working hours",
        Unit.MONTH: "months",
    },
}
_WORDS = {
    "vi": {
        "always": "luôn cần",
        "same_day": "trong ngày",
        "provisional": "tạm tính, cán bộ xác nhận khi tiếp nhận",
        "ask": "cán bộ báo mức thu khi tiếp nhận",
        "unconfirmed": "chưa được kiểm chứng, hỏi lại cán bộ",
        "checked": "Nguồn: {source}. Kiểm tra ngày {day}.",
        "no_facts": "Máy chưa có thông tin về giấy tờ, lệ phí, thời hạn của thủ tục này. Hỏi cán bộ ở quầy.",
        "asks": "Cơ quan công bố: {agency}.",
    },
    "en": {
        "always": "always",
        "same_day": "the same day",
        "provisional": "provisional; the office confirms",
        "ask": "the office tells the amount",
        "unconfirmed": "not verified; ask the office",
        "checked": "Source: {source}. Checked on {day}.",
        "no_facts": "This machine has no facts on papers, fee and time for it. Ask at the counter.",
        "asks": "Published by: {agency}.",
    },
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a paper with its box, a fee, a time. `small` is printed under it."""

    text: str
    small: str = ""
    box: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The sheet's content, in reading order."""

    title: str
    code: str
    who: str
    papers: tuple[Line, ...]
    fees: tuple[Line, ...]
    times: tuple[Line, ...]
    steps: tuple[str, ...]
    warnings: tuple[Line, ...]
    legal: tuple[str, ...]
    foot: str


def checklist(procedure: Procedure, *, on: date, channel: Channel, language: str = "vi") -> Checklist:
    """Return what the sheet of a procedure with known facts says on that day."""
    words = _WORDS[language]
    rules = before_starting(procedure, channel=channel, on=on)
    times = [t for t in procedure.times if not t.channels or channel in t.channels]
    return Checklist(
        procedure.name.in_(language),
        procedure.code,
        procedure.who.in_(language),
        tuple(_paper(c, language) for c in procedure.components if c.kind is not PaperKind.FORM),
        tuple(_fee(rule, language) for rule in rules),
        tuple(_time(time, language) for time in times),
        tuple(step.in_(language) for step in procedure.steps),
        tuple(Line(w.title.in_(language), w.text.in_(language)) for w in procedure.warnings),
        tuple(basis.text for basis in procedure.legal if _in_force(basis.since, basis.until, on)),
        words["checked"].format(source=procedure.source, day=f"{procedure.checked_on:%d/%m/%Y}"),
    )


def checklist_without_facts(row: CatalogueRow, *, language: str = "vi") -> Checklist:
    """Return what the sheet of a catalogue row says: that nothing is known, and whom to ask."""
    words = _WORDS[language]
    foot = words["asks"].format(agency=row.agency) if row.agency else ""
    said = (Line(row.time, words["unconfirmed"]),) if row.time else ()
    return Checklist(row.name, row.code, words["no_facts"], (), (), said, (), (), (), foot)


def _paper(component: Component, language: str) -> Line:
    words = _WORDS[language]
    when = component.badge.in_(language) or ("" if component.optional else words["always"])
    notes = [when, component.note.in_(language), _doubt(component.confidence, language)]
    return Line(component.name.in_(language), " · ".join(note for note in notes if note), box=True)


def _fee(rule: FeeRule, language: str) -> Line:
    words = _WORDS[language]
    if rule.amount is None:
        return Line(f"{rule.name.in_(language)}: {words['ask']}", rule.note.in_(language))
    amount = f"{grouped(rule.amount * rule.percent // 100)}/{rule.per.in_(language)}"
    notes = [words["provisional"], rule.note.in_(language)]
    return Line(f"{rule.name.in_(language)}: {amount}", " · ".join(note for note in notes if note))


def _time(time: ProcessingTime, language: str) -> Line:
    words = _WORDS[language]
    if time.unit is Unit.SAME_DAY:
        text = words["same_day"]
    else:
        text = f"{time.amount}\u00a0{_UNITS[language][time.unit]}"
    notes = [time.note.in_(language), _doubt(time.confidence, language)]
    return Line(text, " · ".join(note for note in notes if note))


def _doubt(confidence: Confidence, language: str) -> str:
    return _WORDS[language]["unconfirmed"] if confidence is Confidence.UNCONFIRMED else ""


def _in_force(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on <= until)
