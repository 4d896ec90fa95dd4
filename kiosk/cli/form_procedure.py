"""What `forms check` finds between a procedure's facts and its form: papers, fees, sensitive fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.core.cases import Case, answered
from kiosk.core.procedures import FeeRule, Procedure
from kiosk.idcard.evidence import SENSITIVE
from kiosk.xforms import FormDefinition, FormSession, XFormError
from kiosk.xforms.lint import Finding


def procedure_findings(
    procedure: Procedure, definition: FormDefinition, cases: tuple[Case, ...]
) -> Iterator[Finding]:
    """Yield what doesn't fit together."""
    yield from _untested_papers(procedure, definition, cases)
    yield from _overlapping_fees(procedure)
    yield from _sensitive_fields(procedure, definition)


def _untested_papers(
    procedure: Procedure, definition: FormDefinition, cases: tuple[Case, ...]
) -> Iterator[Finding]:
    """A paper's condition must be met in one case and not met in another."""
    by_name = {case.name: case for case in cases}
    sessions: list[FormSession] = []
    for case in cases:
        try:
            sessions.append(answered(case, by_name, definition))
        except XFormError:
            continue  # the case itself fails and is reported as such
    for component in procedure.components:
        if not component.when:
            continue
        where = f"procedure.toml component {component.key}"
        try:
            seen = {session.holds(component.when) for session in sessions}
        except XFormError:
            yield Finding("error", "component-condition", where, component.key)
            continue
        if len(seen) < len((True, False)):
            yield Finding("warning", "component-untested", where, component.key)


def _overlapping_fees(procedure: Procedure) -> Iterator[Finding]:
    """Two unconditional rules of one fee that hold at once on one channel: which one counts is chance."""
    rules = [rule for rule in procedure.fees if not rule.when]
    for at, one in enumerate(rules):
        for other in rules[at + 1 :]:
            if one.key == other.key and _share_channel(one, other) and _share_day(one, other):
                yield Finding("error", "dates-overlap", "procedure.toml fee", one.key)


def _share_channel(one: FeeRule, other: FeeRule) -> bool:
    return not one.channels or not other.channels or bool(set(one.channels) & set(other.channels))


def _share_day(one: FeeRule, other: FeeRule) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return start <= end


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
