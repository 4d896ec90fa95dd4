"""What `forms check` finds between a procedure's facts and its form: papers, fees, sensitive fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path

from kiosk.core.cases import Case, answered
from kiosk.core.errors import KioskError
from kiosk.core.form_question import FROM
from kiosk.core.print_answers import printed
from kiosk.core.procedures import FeeRule, Procedure
from kiosk.idcard.evidence import SENSITIVE
from kiosk.idcard.holder import Holder
from kiosk.storage.editions import read_package
from kiosk.storage.print_files import PRINT_FILE, read_template
from kiosk.xforms import FormDefinition, FormSession, XFormError
from kiosk.xforms.lint import Finding
from kiosk.xforms.reads import Reader
from kiosk.xforms.xpath.parser import parse


def procedure_findings(
    procedure: Procedure, definition: FormDefinition, cases: tuple[Case, ...]
) -> Iterator[Finding]:
    """Yield what doesn't fit together."""
    yield from _broken_conditions(procedure, definition)
    yield from _untested_papers(procedure, definition, cases)
    yield from _untested_branches(definition, cases)
    yield from _overlapping_fees(procedure)
    yield from _unknown_sources(definition)
    yield from _sensitive_fields(procedure, definition)


def _broken_conditions(procedure: Procedure, definition: FormDefinition) -> Iterator[Finding]:
    """A condition that can't be computed, or that asks a question which the form hasn't."""
    reader = Reader(definition.schema, definition.compiler.resolve)
    for where, expression in _conditions(procedure):
        try:
            tree = parse(expression)
            definition.compiler.value(tree)
            wrong = reader.read(tree, 0).unknown
        except XFormError as error:
            wrong = (error.code.value,)
        if wrong:
            yield Finding("error", "condition-broken", where, f"{expression[:80]}: {wrong[0]}")


def _conditions(procedure: Procedure) -> Iterator[tuple[str, str]]:
    parts: list[tuple[str, tuple[str, ...]]] = []
    parts += [(f"component {one.key}", (one.when,)) for one in procedure.components]
    parts += [(f"fee {one.key}", (one.when, one.count)) for one in procedure.fees]
    parts += [("time", (one.when,)) for one in procedure.times]
    yield from ((f"procedure.toml {name}", text) for name, texts in parts for text in texts if text)


def layout_findings(folder: Path, definition: FormDefinition, cases: tuple[Case, ...]) -> Iterator[Finding]:
    """Yield what keeps the official form from being printed, blank or with any case's answers."""
    by_name = {case.name: case for case in cases}
    try:
        template = read_template(folder)
        if template is None:
            return
        for case in (Case(""), *cases):
            session = answered(case, by_name, definition)
            printed(template, session)
            printed(template, session, blank=True)
    except KioskError as error:
        yield Finding("error", "print-broken", PRINT_FILE, error.detail)
    except XFormError:
        return  # the case itself fails and is reported as such


def _untested_papers(
    procedure: Procedure, definition: FormDefinition, cases: tuple[Case, ...]
) -> Iterator[Finding]:
    """A paper's condition must be met in one case and not met in another."""
    sessions = _sessions(cases, definition)
    for component in procedure.components:
        if not component.when:
            continue
        where = f"procedure.toml component {component.key}"
        try:
            seen = {session.holds(component.when) for session in sessions}
        except XFormError:
            continue  # told as broken
        if len(seen) < len((True, False)):
            yield Finding("warning", "component-untested", where, component.key)


def _untested_branches(definition: FormDefinition, cases: tuple[Case, ...]) -> Iterator[Finding]:
    """A question that is asked sometimes must be asked in one case and not asked in another."""
    sessions = _sessions(cases, definition)
    for node in definition.schema:
        if node.bind.relevant is None or not sessions:
            continue
        seen = {relevant for session in sessions for relevant in _relevance(session, node.path)}
        if len(seen) < len((True, False)):
            yield Finding("warning", "branch-untested", node.bind.relevant.where, node.path)


def _relevance(session: FormSession, path: str) -> Iterator[bool]:
    """Yield whether a node counts; nothing while no instance of its repeat is there."""
    with suppress(XFormError):
        yield session.is_relevant(path)


def _sessions(cases: tuple[Case, ...], definition: FormDefinition) -> list[FormSession]:
    by_name = {case.name: case for case in cases}
    sessions: list[FormSession] = []
    for case in cases:
        with suppress(XFormError):  # the case itself fails and is reported as such
            sessions.append(answered(case, by_name, definition))
    return sessions


def _overlapping_fees(procedure: Procedure) -> Iterator[Finding]:
    """Two unconditional rules of one fee that hold at once on one channel: which one counts is chance."""
    rules = [rule for rule in procedure.fees if not rule.when]
    for at, one in enumerate(rules):
        for other in rules[at + 1 :]:
            if one.key == other.key and _share_channel(one, other) and _share_day(one, other):
                yield Finding("error", "dates-overlap", "procedure.toml fee", one.key)


def overlapping_editions(folder: Path, procedure: Procedure | None) -> Iterator[Finding]:
    """Editions beside this one that hold on one of its days."""
    if procedure is None:
        return
    for other in sorted(folder.resolve().parent.glob(f"{procedure.code}*/procedure.toml")):
        if other.parent == folder.resolve() or other.parent.name.partition("@")[0] != procedure.code:
            continue
        try:
            beside = read_package(other.parent)
        except KioskError:
            continue  # it is told when that folder is checked
        if _hold_together(procedure, beside):
            yield Finding("error", "editions-overlap", "procedure.toml effective_from", other.parent.name)


def _hold_together(one: Procedure, other: Procedure) -> bool:
    start = max(one.effective_from or date.min, other.effective_from or date.min)
    return start <= min(one.effective_to or date.max, other.effective_to or date.max)


def _share_channel(one: FeeRule, other: FeeRule) -> bool:
    return not one.channels or not other.channels or bool(set(one.channels) & set(other.channels))


def _share_day(one: FeeRule, other: FeeRule) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return start <= end


def _unknown_sources(definition: FormDefinition) -> Iterator[Finding]:
    """A card field that no card has would leave its question empty without a word."""
    known = {f"card.{field.name}" for field in fields(Holder)}
    for node in definition.schema:
        source = node.bind.extra.get(FROM, "").strip()
        if source and source not in known:
            yield Finding("error", "source-unknown", f"{node.path} bind::{FROM}", source)


def _sensitive_fields(procedure: Procedure, definition: FormDefinition) -> Iterator[Finding]:
    """Sensitive card fields must be declared, and what is declared must be used."""
    used = {
        node.bind.extra.get("kiosk:from", "").removeprefix("card."): node.path for node in definition.schema
    }
    declared = set(procedure.sensitive)
    for field in sorted(SENSITIVE & set(used) - declared):
        yield Finding("error", "sensitive-undeclared", f"{used[field]} bind::kiosk:from", field)
    for field in sorted(declared - set(used)):
        yield Finding("warning", "sensitive-unneeded", "procedure.toml identification", field)
