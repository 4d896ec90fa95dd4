"""Dossiers in the database: filed once, then moved from stage to stage, each move told to the kiosk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import Manifest
from portal.store import changes, lists
from portal.store.tables import dossiers

FILED = 1
"""National state: Mới đăng ký."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A dossier as it is committed."""

    manifest: Manifest
    document: bytes
    """The exact signed bytes."""
    manifest_sha256: str
    acknowledgement: bytes
    received_at: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a stage or an officer did to a dossier. None: unchanged; an empty text empties the column."""

    stage: str | None = None
    state: int | None = None
    official_code: str | None = None
    note: str | None = None
    evidence: str | None = None
    accepted_at: str | None = None
    due_at: str | None = None
    paused_at: str | None = None


def file(connection: Connection, filing: Filing) -> bool:
    """Insert a dossier in stage `received`; False when its id is taken."""
    manifest = filing.manifest
    row = {
        "dossier_id": manifest.dossier_id,
        "kiosk_id": manifest.kiosk_id,
        "sequence": manifest.sequence,
        "procedure": manifest.procedure,
        "procedure_version": manifest.procedure_version,
        "receipt_code": manifest.receipt_code,
        "submitted_at": manifest.submitted_at,
        "received_at": filing.received_at,
        "manifest": filing.document,
        "manifest_sha256": filing.manifest_sha256,
        "acknowledgement": filing.acknowledgement,
        "attachments": len(manifest.attachments),
        "stage": "received",
        "state": FILED,
        "revision": lists.first_revision(connection),
        "changed_at": filing.received_at,
        "attempts": 0,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(dossiers).values(row))
    except IntegrityError:
        return False
    _tell(connection, manifest.dossier_id)
    return True


def find(connection: Connection, dossier_id: str) -> Row[Any] | None:
    """Return a dossier's row."""
    return connection.execute(select(dossiers).where(dossiers.c.dossier_id == dossier_id)).one_or_none()


def by_receipt_code(connection: Connection, code: str) -> list[Row[Any]]:
    """Return the dossiers with a receipt code: one, unless two kiosks drew the same."""
    return list(connection.execute(select(dossiers).where(dossiers.c.receipt_code == code)))


def everything(connection: Connection) -> list[Row[Any]]:
    """Return all rows, in the order in which they came."""
    return list(connection.execute(select(dossiers).order_by(dossiers.c.received_at, dossiers.c.dossier_id)))


def to_open(connection: Connection, *, limit: int) -> list[str]:
    """Return ids that were committed and not opened yet, oldest first."""
    query = (
        select(dossiers.c.dossier_id)
        .where(dossiers.c.stage == "received")
        .order_by(dossiers.c.received_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def failed(connection: Connection) -> list[str]:
    """Return ids whose opening failed: tried again when the portal starts, with what was mended meanwhile."""
    return list(
        connection.execute(select(dossiers.c.dossier_id).where(dossiers.c.stage == "failed")).scalars()
    )


def locked(connection: Connection, dossier_id: str) -> Row[Any]:
    """Return a dossier's row, locked until the commit. Raises KioskError DOSSIER_UNKNOWN."""
    row = find_locked(connection, dossier_id)
    if row is None:
        raise KioskError(Code.DOSSIER_UNKNOWN, dossier_id)
    return row


def find_locked(connection: Connection, dossier_id: str) -> Row[Any] | None:
    """Return a dossier's row, locked until the commit; None when there is none."""
    query = select(dossiers).where(dossiers.c.dossier_id == dossier_id).with_for_update()
    return connection.execute(query).one_or_none()


def of_day(connection: Connection, kiosk_id: str, day: str) -> list[str]:
    """Return the ids of a kiosk's dossiers submitted on a day of its own clock, in ascending order."""
    query = select(dossiers.c.dossier_id).where(
        dossiers.c.kiosk_id == kiosk_id,
        dossiers.c.submitted_at >= day,
        dossiers.c.submitted_at < day + "U",  # beyond every text that begins with the day and a T
    )
    return sorted(connection.execute(query).scalars())


def reason_of(row: Row[Any]) -> Code | None:
    """Return why a dossier's opening failed, if it did."""
    return None if row.reason is None else Code[row.reason]


def move(
    connection: Connection, dossier_id: str, what: Move, *, moment: str, reason: Code | None = None
) -> None:
    """Change a locked dossier and tell its kiosk. `reason` replaces the one before, None clears it."""
    given = {name: value for name, value in asdict(what).items() if value is not None}
    values = {name: None if value == "" else value for name, value in given.items()}
    values |= {
        "reason": None if reason is None else reason.name,
        "revision": dossiers.c.revision + 1,
        "changed_at": moment,
    }
    connection.execute(update(dossiers).where(dossiers.c.dossier_id == dossier_id).values(values))
    _tell(connection, dossier_id)


def _tell(connection: Connection, dossier_id: str) -> None:
    row = connection.execute(select(dossiers).where(dossiers.c.dossier_id == dossier_id)).one()
    changes.add(connection, row.kiosk_id, change_of(row))


def change_of(row: Row[Any]) -> dict[str, Any]:
    """Return a dossier as the kiosk is told of it (docs/protocol/schemas/state-answer.json)."""
    reason = None
    if row.reason is not None:
        words = words_of(Code[row.reason])
        reason = {"code": row.reason, "vi": f"{words.vi} {words.do_vi}", "en": f"{words.en} {words.do_en}"}
    return {
        "kind": "dossier",
        "dossier_id": row.dossier_id,
        "revision": row.revision,
        "stage": row.stage,
        "state": row.state,
        "official_code": row.official_code,
        "reason": reason,
        "note": row.note or None,
        "changed_at": row.changed_at,
        "due_at": row.due_at,
    }


def summary_of(row: Row[Any]) -> dict[str, Any]:
    """Return a dossier as lists show it: no personal value."""
    return {
        "id": row.dossier_id,
        "official_code": row.official_code,
        "procedure": row.procedure,
        "state": row.state,
        "stage": row.stage,
        "reason": row.reason,
        "kiosk_id": row.kiosk_id,
        "receipt_code": row.receipt_code,
        "submitted_at": row.submitted_at,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "attachments": row.attachments,
    }
