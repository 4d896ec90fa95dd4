"""A form's own cases: answers given, and what must come of them. Written in Markdown beside the form. Pure.

    ## Lost class B licence
    now: 2026-11-23
    after: Everything answered

    | set | value |
    | --- | --- |
    | /data/request/reason | lost |
    | add /data/child | |
    | remove /data/child | 2 |

    | expect | value |
    | --- | --- |
    | /data/request/timed | yes |
    | relevant /data/request/integrate | no |
    | violation /data/licence/issuer | constraint |
    | violations | none |
    | paper health_certificate | yes |
    | fee | 135000 |
    | due | 2026-11-30 |
    | asked | /data/request/reason, /data/licence/issuer |

`after` begins with the steps of another case; `now` is the day of filing. `violation` names one that must be
there (`none`: must not), `violations` all of them, `paper` whether a component is needed, `fee` the sum to
pay at the counter, `due` the day of the result, `asked` the questions on the screen in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kiosk.core.deadlines import Office, due
from kiosk.core.errors import Code, KioskError
from kiosk.core.fees import fees
from kiosk.core.procedures import Channel, Procedure
from kiosk.core.procedures_papers import components_for
from kiosk.xforms import FormDefinition, FormSession, XFormError

_ROW = re.compile(r"^\|\s*(?P<left>[^|]*?)\s*\|\s*(?P<right>(?:[^|\\]|\\.)*?)\s*\|\s*$")
_DEFAULT_NOW = "2026-11-23"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its steps and what must come of them, each a left and a right cell."""

    name: str
    now: str = _DEFAULT_NOW
    after: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    expected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case expected and what came instead."""

    case: str
    expected: str
    got: str


def parse_cases(text: str) -> tuple[Case, ...]:
    """Return the cases of a `cases.md`. Raises KioskError FORM_BROKEN naming the line."""
    cases: list[Case] = []
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            cases.append(Case(line[3:].strip()))
            table = ""
        elif cases and (setting := re.match(r"^(now|after):\s*(.+)$", line)):
            value = setting[2].strip()
            cases[-1] = replace(cases[-1], **{setting[1]: value})  # type: ignore[arg-type]
        elif cases and (row := _ROW.match(line)):
            table = _next_table(table, row["left"])
            if row["left"] not in {"set", "expect"} and not row["left"].startswith("---"):
                cases[-1] = _with_row(
                    cases[-1], table, (row["left"], row["right"].replace(r"\|", "|")), number
                )
    return tuple(cases)


def _next_table(table: str, left: str) -> str:
    return left if left in {"set", "expect"} else table


def _with_row(case: Case, table: str, row: tuple[str, str], number: int) -> Case:
    if table == "set":
        return replace(case, steps=(*case.steps, row))
    if table == "expect":
        return replace(case, expected=(*case.expected, row))
    raise KioskError(Code.FORM_BROKEN, f"cases.md line {number}")


def run_cases(
    cases: tuple[Case, ...],
    definition: FormDefinition,
    procedure: Procedure | None,
    office: Office | None = None,
) -> tuple[Failure, ...]:
    """Return what did not come as expected; empty: all passed. `office` has the days off that `due` jumps."""
    by_name = {case.name: case for case in cases}
    desk = _Desk(procedure, office or Office())
    return tuple(failure for case in cases for failure in _run(case, by_name, definition, desk))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the form alone doesn't know."""

    procedure: Procedure | None
    office: Office


def _run(
    case: Case, by_name: Mapping[str, Case], definition: FormDefinition, desk: _Desk
) -> Iterator[Failure]:
    now = datetime.fromisoformat(case.now).replace(tzinfo=UTC)
    try:
        session = answered(case, by_name, definition)
        for left, right in case.expected:
            got = _seen(session, desk, left, now)
            if not _as_expected(left, right, got):
                yield Failure(case.name, f"{left}: {right}", got)
    except XFormError as error:
        yield Failure(case.name, "every step taken", str(error))


def answered(case: Case, by_name: Mapping[str, Case], definition: FormDefinition) -> FormSession:
    """Return the session after a case's steps. Raises XFormError when one is refused."""
    now = datetime.fromisoformat(case.now).replace(tzinfo=UTC)
    session = FormSession(definition, now=now, seed=1)
    for left, right in _all_steps(case, by_name):
        _do(session, left, right)
    return session


def _all_steps(case: Case, by_name: Mapping[str, Case]) -> tuple[tuple[str, str], ...]:
    seen: list[str] = []
    steps: tuple[tuple[str, str], ...] = ()
    current: Case | None = case
    while current is not None and current.name not in seen:
        seen.append(current.name)
        steps = current.steps + steps
        current = by_name.get(current.after)
    return steps


def _do(session: FormSession, left: str, right: str) -> None:
    operation, _, ref = left.rpartition(" ")
    if operation == "add":
        session.add(ref)
    elif operation == "remove":
        session.remove(ref, int(right))
    else:
        session.fill(ref, right)


def _seen(session: FormSession, desk: _Desk, left: str, now: datetime) -> str:
    procedure = desk.procedure
    subject, _, ref = left.rpartition(" ")
    if left == "asked":
        asked = [one.ref for one in session.questions() if one.kind != "note" and not one.readonly]
        return ", ".join(asked) or "none"
    if left == "due" and procedure is not None:
        return _due(session, procedure, desk.office, now)
    if left == "violations":
        return ", ".join(f"{place} {kind}" for place, kind in session.violations()) or "none"
    if left == "fee" and procedure is not None:
        return _fee(session, procedure, now)
    if subject == "violation":
        return ", ".join(kind for place, kind in session.violations() if place == ref) or "none"
    if subject == "relevant":
        return "yes" if session.is_relevant(ref) else "no"
    if subject == "paper" and procedure is not None:
        needed = {n.component.key: n.needed for n in components_for(procedure, session.holds)}
        return {True: "yes", False: "no", None: "unknown"}[needed.get(ref)]
    return session.value(ref)


def _fee(session: FormSession, procedure: Procedure, now: datetime) -> str:
    def number(expression: str) -> float:
        found = session.evaluate(f"number({expression})")
        return found if isinstance(found, float) else float("nan")

    found = fees(procedure, channel=Channel.DIRECT, on=now.date(), holds=session.holds, number=number)
    return "unknown" if found.total is None else str(found.total)


def _due(session: FormSession, procedure: Procedure, office: Office, now: datetime) -> str:
    """Return the day of the result at the counter: a time whose condition holds goes before the plain one."""
    times = [one for one in procedure.times if not one.channels or Channel.DIRECT in one.channels]
    holding = [one for one in times if one.when and session.holds(one.when)]
    chosen = next(iter([*holding, *(one for one in times if not one.when)]), None)
    if chosen is None:
        return "unknown"
    return due(now.replace(tzinfo=None), chosen.amount, chosen.unit, office).date().isoformat()


def _as_expected(left: str, right: str, got: str) -> bool:
    if left.startswith("violation ") and right != "none":
        return right in got.split(", ")
    return got == right
