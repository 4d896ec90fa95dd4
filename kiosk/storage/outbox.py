"""The queue in the database: what waits, what became of it, and the history for people."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection, Row

from kiosk.core.delivery import Backlog, BlobFile, DossierChange, Parcel
from kiosk.core.enrolled import Enrolled
from kiosk.core.errors import Code, KioskError
from kiosk.core.fee_ledger import FeeChange
from kiosk.core.manifest import Acknowledgement
from kiosk.core.outbox import OutboxRow, RowState
from kiosk.core.ports import DossierId
from kiosk.core.tracking import SlipHandle, Standing
from kiosk.storage.db import Database
from kiosk.storage.enrolment import Enrolment
from kiosk.storage.fees import store_fees

_ROW = """SELECT outbox.*, (SELECT sum(bytes) FROM blobs WHERE blobs.dossier_id = outbox.dossier_id) AS bytes
    FROM outbox"""
_HISTORY = """SELECT dossiers.*, outbox.state AS row_state, attempts, reason, detail, next_try_at,
    (SELECT sum(bytes) FROM blobs WHERE blobs.dossier_id = dossiers.id) AS bytes
    FROM dossiers JOIN outbox ON outbox.dossier_id = dossiers.id"""


@dataclass(frozen=True, slots=True)
class Filed:
    """One submitted dossier, for people: nothing personal. `state` is the national code, once known."""

    dossier_id: DossierId
    sequence: int
    procedure: str
    procedure_version: str
    receipt_code: str
    submitted_at: str
    size_bytes: int
    row_state: RowState
    attempts: int
    reason: str
    detail: str
    next_try_at: str | None
    received_at: str | None
    official_code: str | None
    state: int | None
    stage: str | None
    stage_reason: str | None
    changed_at: str | None
    due_at: str | None

    @property
    def standing(self) -> Standing:
        """As it is told to whoever holds the slip."""
        return Standing(
            receipt_code=self.receipt_code,
            procedure=self.procedure,
            state=self.state,
            official_code=self.official_code,
            received_at=self.received_at,
            changed_at=self.changed_at or self.received_at,
            due_at=self.due_at,
        )


class StoredOutbox:
    """`core.delivery.Outbox` on SQLite, and the history. Methods block."""

    def __init__(self, database: Database, enrolment: Enrolment, folder: Path) -> None:
        """`folder` is the data folder."""
        self._db = database
        self._enrolment = enrolment
        self._sealed = folder / "sealed"

    # -- for the sync process --------------------------------------------------------------------------

    def open_rows(self) -> list[OutboxRow]:
        """Return the rows that wait or were being sent, oldest first."""
        sql = f"{_ROW} WHERE state IN ('waiting', 'sending') ORDER BY sequence"
        return [_outbox_row(row) for row in self._db.rows(sql)]

    def parcel(self, dossier_id: DossierId) -> Parcel:
        """Return what is to be sent. Raises KioskError DOSSIER_UNKNOWN."""
        row = self._db.row("SELECT manifest FROM dossiers WHERE id = ?", (dossier_id,))
        if row is None:
            raise KioskError(Code.DOSSIER_UNKNOWN, dossier_id)
        blobs = self._db.rows("SELECT * FROM blobs WHERE dossier_id = ? ORDER BY position", (dossier_id,))
        folder = self._sealed / dossier_id
        files = tuple(BlobFile(b["sha256"], b["bytes"], folder / b["file"]) for b in blobs)
        return Parcel(dossier_id, bytes(row["manifest"]), files)

    def begin(self, dossier_id: DossierId) -> None:
        """Mark the row as being sent."""
        with self._db.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET state = 'sending', next_try_at = NULL"
                " WHERE dossier_id = ? AND state = 'waiting'",
                (dossier_id,),
            )

    def record(self, row: OutboxRow, *, next_try_at: datetime | None) -> None:
        """Store what became of an attempt that did not deliver.

        A row that was accepted meanwhile (its acknowledgement came by stick) stays so.
        """
        with self._db.transaction() as connection:
            if _is_accepted(connection, row.dossier_id):
                return
            _update(connection, row, next_try_at.isoformat() if next_try_at else None)

    def hold(self, reason: str, *, next_try_at: datetime) -> None:
        """Say of every waiting row why it waits and until when: the way to the portal failed."""
        with self._db.transaction() as connection:
            connection.execute(
                "UPDATE outbox SET reason = ?, detail = '', next_try_at = ? WHERE state = 'waiting'",
                (reason, next_try_at.isoformat()),
            )

    def backlog(self) -> Backlog:
        """Return what is not delivered, whatever its state."""
        rows = self._db.rows(
            "SELECT submitted_at FROM dossiers JOIN outbox ON dossier_id = id"
            " WHERE outbox.state IN ('waiting', 'sending', 'rejected', 'quarantined')"
            " ORDER BY dossiers.sequence"
        )
        return Backlog(len(rows), datetime.fromisoformat(rows[0]["submitted_at"]) if rows else None)

    def accept(self, row: OutboxRow, acknowledgement: Acknowledgement, document: bytes) -> None:
        """Store the verified acknowledgement and end the row, in one transaction."""
        with self._db.transaction() as connection:
            _update(connection, row, None)
            connection.execute(
                "UPDATE dossiers SET acknowledgement = ?, received_at = ?, state = coalesce(state, ?)"
                " WHERE id = ?",
                (document, acknowledgement.received_at, str(acknowledgement.state), row.dossier_id),
            )

    def note_link(self, *, online: bool, at: datetime) -> None:
        """Record whether the portal answers; `at` is kept from the first time that it was so."""
        known = self.link()
        if known is not None and known[0] is online:
            return
        with self._db.transaction() as connection:
            document = json.dumps({"online": online, "since": at.isoformat()}).encode()
            connection.execute("INSERT OR REPLACE INTO portal_state VALUES ('link', 1, ?)", (document,))

    def link(self) -> tuple[bool, datetime] | None:
        """Return whether the portal answered the last time, and since when that is so; None: never tried."""
        row = self._db.row("SELECT document FROM portal_state WHERE name = 'link'")
        if row is None:
            return None
        kept = json.loads(row["document"])
        return kept["online"], datetime.fromisoformat(kept["since"])

    def apply(
        self,
        changes: list[DossierChange],
        fees: list[FeeChange],
        cursor: str,
        *,
        afresh: bool,
        at: datetime,
    ) -> None:
        """Store what the portal told, when, and where to go on. `afresh`: from the start, so all counts."""
        with self._db.transaction() as connection:
            connection.executemany(
                "UPDATE dossiers SET revision = :revision, stage = :stage, state = :state,"
                " official_code = :official_code, stage_reason = nullif(:reason, ''),"
                " changed_at = :changed_at, due_at = :due_at"
                " WHERE id = :dossier_id AND (revision < :revision OR :afresh)",
                [{**asdict(change), "state": str(change.state), "afresh": afresh} for change in changes],
            )
            store_fees(connection, fees, afresh=afresh)
            connection.execute(
                "UPDATE portal_state SET document = ? WHERE name = 'cursor'", (cursor.encode(),)
            )
            connection.execute(
                "INSERT OR REPLACE INTO portal_state VALUES ('told_at', 1, ?)", (at.isoformat().encode(),)
            )

    def told_at(self) -> datetime | None:
        """Return when the portal last told how dossiers stand, by this machine's clock; None: never."""
        row = self._db.row("SELECT document FROM portal_state WHERE name = 'told_at'")
        return None if row is None else datetime.fromisoformat(bytes(row["document"]).decode())

    def cursor(self) -> str:
        """Return where the state poll goes on; empty: from the start."""
        return self._enrolment.cursor()

    def enrolled(self) -> Enrolled:
        """Return the verified trust, as it is now. Raises KioskError NOT_ENROLLED."""
        return self._enrolment.load()

    def keep_list(self, name: str, document: bytes) -> bool:
        """Keep a newer signed list; return whether it was new. Raises KioskError SIGN_*, LIST_OLDER."""
        return self._enrolment.keep_list(name, document)

    # -- for people ------------------------------------------------------------------------------------

    def history(self) -> list[Filed]:
        """Return every submitted dossier, in the order of submission."""
        return [_filed(row) for row in self._db.rows(f"{_HISTORY} ORDER BY dossiers.sequence")]

    def undelivered(self) -> list[Filed]:
        """Return what the portal has not acknowledged and may still take, in the order of submission."""
        states = "('waiting', 'sending', 'quarantined')"
        rows = self._db.rows(f"{_HISTORY} WHERE outbox.state IN {states} ORDER BY dossiers.sequence")
        return [_filed(row) for row in rows]

    def filed(self, dossier_id: str) -> Filed:
        """Return one dossier by its id or receipt code. Raises KioskError DOSSIER_UNKNOWN."""
        row = self._db.row(f"{_HISTORY} WHERE id = ? OR receipt_code = ?", (dossier_id, dossier_id.upper()))
        if row is None:
            raise KioskError(Code.DOSSIER_UNKNOWN, dossier_id)
        return _filed(row)

    def tracked(self, slip: SlipHandle) -> Filed | None:
        """Return the dossier of a slip that this kiosk gave; None: not this kiosk's, or another secret."""
        row = self._db.row(f"{_HISTORY} WHERE receipt_code = ?", (slip.receipt_code,))
        if row is None or not hmac.compare_digest(row["track_sha256"], slip.track_sha256):
            return None
        return _filed(row)


def _outbox_row(row: Row) -> OutboxRow:
    return OutboxRow(
        dossier_id=row["dossier_id"],
        sequence=row["sequence"],
        size_bytes=row["bytes"],
        state=RowState(row["state"]),
        attempts=row["attempts"],
        same_refusals=row["same_refusals"],
        refused_as=row["refused_as"],
        reason=row["reason"],
        detail=row["detail"],
    )


def _is_accepted(connection: Connection, dossier_id: DossierId) -> bool:
    found = connection.execute("SELECT state FROM outbox WHERE dossier_id = ?", (dossier_id,)).fetchone()
    return bool(found["state"] == RowState.ACCEPTED)


def _update(connection: Connection, row: OutboxRow, next_try_at: str | None) -> None:
    connection.execute(
        "UPDATE outbox SET state = :state, attempts = :attempts, same_refusals = :same_refusals,"
        " refused_as = :refused_as, reason = :reason, detail = :detail, next_try_at = :next_try_at"
        " WHERE dossier_id = :dossier_id",
        {**asdict(row), "next_try_at": next_try_at},
    )


def _filed(row: Row) -> Filed:
    return Filed(
        dossier_id=row["id"],
        sequence=row["sequence"],
        procedure=row["procedure"],
        procedure_version=row["procedure_version"],
        receipt_code=row["receipt_code"],
        submitted_at=row["submitted_at"],
        size_bytes=row["bytes"],
        row_state=RowState(row["row_state"]),
        attempts=row["attempts"],
        reason=row["reason"],
        detail=row["detail"],
        next_try_at=row["next_try_at"],
        received_at=row["received_at"],
        official_code=row["official_code"],
        state=int(row["state"]) if row["state"] else None,
        stage=row["stage"],
        stage_reason=row["stage_reason"],
        changed_at=row["changed_at"],
        due_at=row["due_at"],
    )
