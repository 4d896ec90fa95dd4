"""What happens to a dossier after filing, in the database, and what it does to the dossier's state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, text
from sqlalchemy.exc import IntegrityError

from portal.payloads import Event
from portal.problems import Problem, Refused
from portal.store import dossiers
from portal.store.tables import events, payments

WITHDRAWN, FINISHED, HANDED_OVER = 7, 9, 10
ENDED = frozenset({3, WITHDRAWN, 8, HANDED_OVER})
"""National states after which nothing happens any more but a rating, and money that was taken already."""

_BEFORE_OR_AFTER = {"withdrawal": False, "handed_over": True}
"""Whether the dossier must be finished for it, or mustn't."""


def find(connection: Connection, event_id: str) -> Row[Any] | None:
    """Return an event's row."""
    return connection.execute(select(events).where(events.c.event_id == event_id)).one_or_none()


def add(
    connection: Connection,
    event: Event,
    document: bytes,
    *,
    event_sha256: str,
    acknowledgement: bytes,
    moment: str,
) -> None:
    """Insert an event. A rating's document is not kept: it would tie the score to the dossier."""
    kept = None if event.kind == "rating" else document
    row = {
        "event_sha256": event_sha256,
        "acknowledgement": acknowledgement,
        "received_at": moment,
        "document": kept,
    }
    named = {name: getattr(event, name) for name in ("event_id", "dossier_id", "kiosk_id", "kind")}
    connection.execute(insert(events).values(row | named))


def apply(connection: Connection, event: Event, row: Row[Any], *, moment: str) -> int:
    """Do what the event does to its locked dossier; returns the state afterwards.

    Raises Refused STATE_ENDED, STATE_IMPOSSIBLE (result and withdrawal exclude each other), OTHER_EVENT.
    """
    if event.kind == "rating":
        _count_rating(connection, row.procedure, event)
        return int(row.state)
    if event.kind == "fee_paid":
        if not _enter_payment(connection, event, moment):
            return int(row.state)
    elif row.state in ENDED:
        raise Refused(Problem.STATE_ENDED, f"state {row.state}")
    elif event.kind in _BEFORE_OR_AFTER and _BEFORE_OR_AFTER[event.kind] != (row.state == FINISHED):
        raise Refused(Problem.STATE_IMPOSSIBLE, f"state {row.state}")
    state = {"withdrawal": WITHDRAWN, "handed_over": HANDED_OVER}.get(event.kind, int(row.state))
    dossiers.move(
        connection,
        event.dossier_id,
        dossiers.Move(state=state),
        moment=moment,
        reason=dossiers.reason_of(row),
    )
    return state


def _count_rating(connection: Connection, procedure: str, event: Event) -> None:
    count = text(
        "INSERT INTO ratings (procedure, day, score, count) VALUES (:procedure, :day, :score, 1) "
        "ON CONFLICT (procedure, day, score) DO UPDATE SET count = ratings.count + 1"
    )
    connection.execute(count, {"procedure": procedure, "day": event.happened_at[:10], "score": event.score})


def _enter_payment(connection: Connection, event: Event, moment: str) -> bool:
    """Enter a payment in the ledger; the same reference again is the same payment: False."""
    row = {"dossier_id": event.dossier_id, "amount_vnd": event.amount_vnd, "received_at": moment}
    try:
        with connection.begin_nested():
            connection.execute(insert(payments).values(reference=event.reference, **row))
    except IntegrityError:
        mine = payments.c.reference == event.reference
        known = connection.execute(select(payments).where(mine)).one()
        if (known.dossier_id, known.amount_vnd) != (event.dossier_id, event.amount_vnd):
            raise Refused(Problem.OTHER_EVENT, "reference of another payment") from None
        return False
    return True
