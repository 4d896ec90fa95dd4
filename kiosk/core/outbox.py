"""What is sent when, and what an answer means for it. Pure; `sync/` does what this decides.

A row is one dossier on its way. It is never dropped: it ends `accepted` (the portal's signed acknowledgement
is stored), `superseded` (the portal holds another manifest under this id), `rejected` (never right as it
is) or `quarantined` (the same refusal again and again); the last three wait for a person. What is wrong with
one row delays only that row; what is wrong with the way to the portal (`Link`) delays all alike.

    waiting ──send──▶ sending ──acknowledged──▶ accepted
       ▲                 ├──409 other manifest──▶ superseded
       │                 ├──422 (never right)──▶ rejected
       └──later, backoff─┴──same 4xx 5 times──▶ quarantined

Time is the monotonic clock's: a wrong wall clock delays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from kiosk.core.ports import DossierId

FIRST_S = 10.0
LONGEST_S = 15 * 60.0
JITTER = 0.2
"""Up to this share is added, so that kiosks that lost the portal together don't come back together."""
SAME_REFUSALS = 5
"""Answers of the same unexpected 4xx before a row is quarantined."""
IN_FLIGHT = 4
BIG_BYTES = 1024 * 1024
BIG_IN_FLIGHT = 2
"""At most so many big dossiers at once: small ones don't wait behind them."""


class RowState(StrEnum):
    """Where a dossier stands on its way."""

    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"


OPEN = frozenset({RowState.WAITING, RowState.SENDING})


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One dossier on its way. `reason` is a public code or the portal's; `detail` the portal's own words.

    `due_s` is monotonic and dies with the process: a restart tries at once, with the attempts remembered.
    """

    dossier_id: DossierId
    sequence: int
    size_bytes: int
    state: RowState = RowState.WAITING
    attempts: int = 0
    same_refusals: int = 0
    refused_as: str = ""
    reason: str = ""
    detail: str = ""
    due_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """The way to the portal. `failures` in a row; nothing is tried before `due_s`."""

    failures: int = 0
    due_s: float = 0.0
    reason: str = ""


# -- what came of sending one -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivered:
    """The acknowledgement is verified and stored. `already_there`: the portal had it before (200)."""

    already_there: bool = False


@dataclass(frozen=True, slots=True)
class OtherManifest:
    """409: the id is taken by another manifest."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """422: never right as it is."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unexpected:
    """A 4xx that the protocol doesn't foresee for a sound dossier."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """It broke off for this one only: a reset half way, a fault of the portal. `progressed`: bytes stayed."""

    reason: str
    progressed: bool = False


@dataclass(frozen=True, slots=True)
class LinkFailed:
    """Nothing gets through for anybody: no route, another server, a clock, the kiosk's own key."""

    reason: str
    retry_after_s: float = 0.0


Outcome = Delivered | OtherManifest | Refused | Unexpected | Interrupted | LinkFailed


# -- decisions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Send:
    """Send it now."""


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Nothing to do before this monotonic second."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do by itself: delivered, or a person decides."""


Action = Send | WaitUntil | Rest


def next_action(row: OutboxRow, now_s: float, link: Link) -> Action:
    """Return what to do with this row now."""
    if row.state not in OPEN:
        return Rest()
    due_s = max(row.due_s, link.due_s)
    return Send() if due_s <= now_s else WaitUntil(due_s)


def choose(
    rows: Iterable[OutboxRow], in_flight: Sequence[OutboxRow], now_s: float, link: Link
) -> list[OutboxRow]:
    """Return the rows to start now, oldest first, within the limits; a link that failed is tried by one."""
    flying = {row.dossier_id for row in in_flight}
    big = sum(row.size_bytes > BIG_BYTES for row in in_flight)
    free = (1 if link.failures else IN_FLIGHT) - len(flying)
    chosen: list[OutboxRow] = []
    for row in sorted(rows, key=lambda row: row.sequence):
        if len(chosen) >= free:
            break
        if row.dossier_id in flying or not isinstance(next_action(row, now_s, link), Send):
            continue
        if row.size_bytes > BIG_BYTES:
            if big >= BIG_IN_FLIGHT:
                continue
            big += 1
        chosen.append(row)
    return chosen


def wake_at_s(rows: Iterable[OutboxRow], now_s: float, link: Link) -> float | None:
    """Return when the next row is due; None when none waits."""
    times = [action.at_s for row in rows if isinstance(action := next_action(row, now_s, link), WaitUntil)]
    return min(times, default=None)


def after(row: OutboxRow, outcome: Outcome, now_s: float, jitter: float) -> OutboxRow:
    """Return the row after one attempt. `jitter` is random, 0 to 1."""
    row = replace(row, attempts=row.attempts + 1)
    match outcome:
        case Delivered():
            return _ended(row, RowState.ACCEPTED, "", "")
        case OtherManifest(detail):
            return _ended(row, RowState.SUPERSEDED, "OTHER_MANIFEST", detail)
        case Refused(reason, detail):
            return _ended(row, RowState.REJECTED, reason, detail)
        case Unexpected(reason, detail):
            return _refused_again(row, reason, detail, now_s + backoff_s(row.attempts, jitter))
        case Interrupted(reason, progressed):
            attempts = 1 if progressed else row.attempts
            return _later(row, reason, now_s + backoff_s(attempts, jitter), attempts=attempts)
        case LinkFailed(reason):
            return _later(row, reason, now_s, attempts=row.attempts)
        case _:
            assert_never(outcome)


def link_after(link: Link, outcome: Outcome, now_s: float, jitter: float) -> Link:
    """Return the link after one attempt of anybody: any answer of the portal's mends it."""
    match outcome:
        case LinkFailed(reason, retry_after_s):
            failures = link.failures + 1
            wait_s = min(max(backoff_s(failures, jitter), retry_after_s), LONGEST_S)
            return Link(failures, now_s + wait_s, reason)
        case Interrupted():
            return link
        case _:
            return Link()


def woken(rows: Iterable[OutboxRow], link: Link) -> tuple[list[OutboxRow], Link]:
    """Somebody waits, or the network changed: everything that waits is due now."""
    return [replace(row, due_s=0.0) for row in rows], replace(link, due_s=0.0)


def backoff_s(attempts: int, jitter: float) -> float:
    """Return 10 s, 20 s, 40 s … up to 15 minutes, with up to a fifth of chance in it."""
    longest = LONGEST_S / (1 + JITTER)
    base = min(FIRST_S * 2.0 ** min(attempts - 1, 10), longest)
    return base * (1 + JITTER * jitter)


def _ended(row: OutboxRow, state: RowState, reason: str, detail: str) -> OutboxRow:
    return replace(row, state=state, reason=reason, detail=detail, due_s=0.0)


def _later(row: OutboxRow, reason: str, due_s: float, *, attempts: int) -> OutboxRow:
    return replace(row, state=RowState.WAITING, reason=reason, detail="", due_s=due_s, attempts=attempts)


def _refused_again(row: OutboxRow, reason: str, detail: str, due_s: float) -> OutboxRow:
    count = row.same_refusals + 1 if row.refused_as == reason else 1
    state = RowState.QUARANTINED if count >= SAME_REFUSALS else RowState.WAITING
    return replace(
        row,
        state=state,
        same_refusals=count,
        refused_as=reason,
        reason=reason,
        detail=detail,
        due_s=due_s if state is RowState.WAITING else 0.0,
    )
