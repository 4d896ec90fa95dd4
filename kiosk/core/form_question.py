"""How one node of the form session reads to people: its kind, its value in words, what the card says."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.core.form import Choice, Kind, Question, Source
from kiosk.idcard.holder import Holder
from kiosk.xforms import Question as Node

FROM = "kiosk:from"
LOCKED = "kiosk:locked"
EXAMPLE = "kiosk:example"
SUGGEST = "kiosk:suggest"
"""Attributes that a procedure's author sets on binds (docs/authoring.md)."""

_SEXES = {"M": "Nam", "F": "Nữ"}
"""As the machine-readable zone writes it (ICAO 9303-3, section 4.1) → as the forms do."""
NOT_ACCEPTED = {
    "vi": "Câu trả lời này chưa dùng được, xem lại giúp.",
    "en": "This answer cannot be used; please look again.",
}


def question_of(node: Node, *, source: Source | None, locked: bool, error: str) -> Question:
    """Return the question as the screen shows it."""
    return Question(
        ref=node.ref,
        kind=kind_of(node),
        section=node.sections[-1] if node.sections else "",
        label=node.label,
        hint=node.hint,
        example=node.binds.get(EXAMPLE, ""),
        required=node.required,
        value=node.value,
        shown=shown(node),
        choices=tuple(Choice(value, label) for value, label in node.choices),
        suggestions=tuple(s.strip() for s in node.binds.get(SUGGEST, "").split(";") if s.strip()),
        source=source,
        locked=locked,
        error=error,
    )


def card_value(holder: Holder, source: str) -> str:
    """Return the card field that `card.NAME` names, as the form writes it; "" where the card has none."""
    if not source.startswith("card."):
        return ""
    name = source.removeprefix("card.")
    value: Any = getattr(holder, name, None)
    if name == "sex":
        return _SEXES.get(str(value or "").upper(), value or "")
    return value.isoformat() if isinstance(value, date) else value or ""


def kind_of(node: Node) -> Kind:
    """Return how a question is asked."""
    if node.kind in ("select_one", "select_many", "rank"):
        return Kind.ONE_OF if node.kind == "select_one" else Kind.SOME_OF
    if node.kind == "note":
        return Kind.NOTE
    if node.datatype == "date":
        return Kind.DATE
    if node.datatype in ("int", "decimal"):
        return Kind.INTEGER
    if "numbers" in node.appearance:
        return Kind.DIGITS
    if "multiline" in node.appearance:
        return Kind.LONG_TEXT
    return Kind.NAME if node.binds.get(FROM, "").endswith("name") else Kind.TEXT


def shown(node: Node) -> str:
    """Return a value as people read it."""
    if node.choices:
        labels = dict(node.choices)
        return ", ".join(labels.get(value, value) for value in node.value.split())
    if node.datatype == "date" and node.value:
        return date.fromisoformat(node.value[:10]).strftime("%d/%m/%Y")
    return node.value
