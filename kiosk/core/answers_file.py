"""A dossier's answers from a file: parsed strictly, given to the form as a person would give them. Pure.

`{"answers": {"/data/…": "value", …}, "card": {…holder…} | null}`. Whatever comes from a file has the source
`file`, the card's fields too: nobody has read a chip.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.form import Source
from kiosk.core.formflow import FormFlow
from kiosk.idcard.holder import Holder
from kiosk.xforms import XFormCode, XFormError

_POSITION = re.compile(r"^(.*)\[(\d+)\]$")
_DATES = frozenset({"date_of_birth", "date_of_issue", "date_of_expiry"})


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What the file says. `holder` is None when it has no card."""

    answers: Mapping[str, str] = field(repr=False)
    holder: Holder | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Violation:
    """What keeps a dossier from being filed. `kind`: required, constraint, refused or unknown."""

    ref: str
    kind: str
    message: str


def parse(text: str) -> AnswersFile:
    """Return the file's content. Raises KioskError FILE_UNREADABLE naming the member that is wrong."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise KioskError(Code.FILE_UNREADABLE, "not JSON") from error
    if not isinstance(document, dict) or not isinstance(document.get("answers"), dict):
        raise KioskError(Code.FILE_UNREADABLE, "answers")
    answers = {ref: _value(ref, value) for ref, value in document["answers"].items()}
    card = document.get("card")
    return AnswersFile(answers, None if card is None else _holder(card))


def give(flow: FormFlow, file: AnswersFile) -> list[Violation]:
    """Fill the form and return everything that is missing or wrong, in document order; empty: it may go.

    An answer may make room for another (a choice's list, a repeat), so what was refused is tried again.
    """
    if file.holder is not None:
        flow.fill_from_card(file.holder)
        flow.sources = dict.fromkeys(flow.sources, Source.FILE)
    left = dict(file.answers)
    for _ in range(2):
        left = {ref: value for ref, value in left.items() if not _set(flow, ref, value)}
    wrong = [_refused(flow, ref) for ref in left]
    found = flow.session.violations()
    flow.touched.update(ref for ref, _ in found)
    return wrong + [Violation(ref, kind, _message(flow, ref)) for ref, kind in found if ref not in left]


def _set(flow: FormFlow, ref: str, value: str) -> bool:
    try:
        _make_room(flow, ref)
        flow.session.set(ref, unicodedata.normalize("NFC", value.strip()))
    except XFormError:
        return False
    flow.sources[ref] = Source.FILE
    return True


def _make_room(flow: FormFlow, ref: str) -> None:
    """Add the repeat's instances that a reference such as `/data/child[2]/name` counts on."""
    path = ""
    for step in ref.split("/")[1:]:
        match = _POSITION.match(f"{path}/{step}")
        path = f"{path}/{step}"
        if match is not None:
            while flow.session.count(match[1]) < int(match[2]):
                flow.session.add(match[1])


def _refused(flow: FormFlow, ref: str) -> Violation:
    try:
        return Violation(ref, "refused", flow.session.question(ref).constraint_message)
    except XFormError as error:
        kind = "unknown" if error.code in (XFormCode.NODE_UNKNOWN, XFormCode.NOT_A_QUESTION) else "refused"
        return Violation(ref, kind, "")


def _message(flow: FormFlow, ref: str) -> str:
    try:
        return flow.question(ref).error
    except XFormError:  # a node that is calculated, not asked
        return ""


def _value(ref: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise KioskError(Code.FILE_UNREADABLE, ref)


def _holder(card: Any) -> Holder:
    known = {item.name for item in fields(Holder)}
    if not isinstance(card, dict) or not isinstance(card.get("personal_number"), str) or card.keys() - known:
        raise KioskError(Code.FILE_UNREADABLE, "card")
    try:
        values: dict[str, Any] = {name: _card_field(name, value) for name, value in card.items()}
        return Holder(**values)
    except (TypeError, ValueError) as error:
        raise KioskError(Code.FILE_UNREADABLE, "card") from error


def _card_field(name: str, value: Any) -> str | date | None:
    if value is not None and not isinstance(value, str):
        raise KioskError(Code.FILE_UNREADABLE, f"card.{name}")
    if value is None or name not in _DATES:
        return value
    return date.fromisoformat(value)
