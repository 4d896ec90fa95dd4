"""What an officer does to a dossier: which state may follow which, and how the due date moves. Blocks.

The clock runs in states 2 and 4, stands still in 5 and 6, and has ended with 3, 7, 8, 9 and 10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from kiosk.core import deadlines
from kiosk.core.errors import Code, KioskError
from portal.intake.promise import office_of, promised
from portal.parts import Portal, text_of
from portal.store import dossiers
from portal.store.dossiers import Move
from portal.store.engine import reading, writing
from portal.store.numbering import VIETNAM

ACCEPTED, REFUSED, IN_WORK, SUPPLEMENT, FEE, WITHDRAWN, STOPPED, FINISHED, HANDED_OVER = range(2, 11)
PAUSED = frozenset({SUPPLEMENT, FEE})
_RUNNING = frozenset({ACCEPTED, IN_WORK})
_OPEN = frozenset({ACCEPTED, REFUSED, IN_WORK, SUPPLEMENT, FEE, WITHDRAWN, STOPPED, FINISHED})
NEXT: dict[int, frozenset[int]] = {
    dossiers.FILED: _OPEN,
    ACCEPTED: _OPEN - {REFUSED},
    IN_WORK: _OPEN - {REFUSED},
    SUPPLEMENT: _OPEN,
    FEE: _OPEN,
    FINISHED: frozenset({FEE, HANDED_OVER}),
    REFUSED: frozenset(),
    WITHDRAWN: frozenset(),
    STOPPED: frozenset(),
    HANDED_OVER: frozenset(),
}
"""National states that may follow; the same one again is always allowed, for another note."""


def set_state(portal: Portal, dossier_id: str, state: int, *, note: str) -> None:
    """Move a dossier as an officer decided, and tell its kiosk. Durable on return.

    Raises KioskError DOSSIER_UNKNOWN, STATE_IMPOSSIBLE, DATABASE_FAILED.
    """
    with reading(portal.engine) as connection:
        seen = dossiers.find(connection, dossier_id)
    if seen is None:
        raise KioskError(Code.DOSSIER_UNKNOWN, dossier_id)
    moment = portal.moment()
    begins = seen.accepted_at is None and state in _RUNNING | {FINISHED}
    # opening a parcel takes longer than a transaction should
    due_at = promised(portal, seen, datetime.fromisoformat(moment)) if begins else None
    with writing(portal.engine) as connection:
        row = dossiers.locked(connection, dossier_id)
        check(row, state)
        move = replace(clock_after(portal, row, state, moment=moment, due_at=due_at), note=note)
        dossiers.move(connection, dossier_id, move, moment=moment, reason=dossiers.reason_of(row))


def check(row: Row[Any], state: int) -> None:
    """Raise KioskError STATE_IMPOSSIBLE unless the state may follow."""
    refused_late = state == REFUSED and row.accepted_at is not None
    if (state != row.state and state not in NEXT[row.state]) or refused_late:
        raise KioskError(Code.STATE_IMPOSSIBLE, f"{row.state} → {state}")


def clock_after(portal: Portal, row: Row[Any], state: int, *, moment: str, due_at: datetime | None) -> Move:
    """Return the move with its dates: acceptance starts the clock, 5 and 6 hold it, what follows goes on."""
    move = Move(state=state)
    if row.accepted_at is None and state in _RUNNING | {FINISHED}:
        move = replace(move, accepted_at=moment, due_at=None if due_at is None else text_of(due_at))
    if state in PAUSED:
        return move if row.paused_at else replace(move, paused_at=moment)
    if row.paused_at is None:
        return move
    if row.due_at is not None and state in _RUNNING:
        move = replace(move, due_at=_after_pause(portal, row, moment))
    return replace(move, paused_at="")


def _after_pause(portal: Portal, row: Row[Any], moment: str) -> str:
    due, asked, resumed = (_local(text) for text in (row.due_at, row.paused_at, moment))
    moved = deadlines.paused(due, asked, max(resumed, asked + timedelta()), office_of(portal.forms_dir))
    return text_of(moved.replace(tzinfo=VIETNAM))


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIETNAM).replace(tzinfo=None)
