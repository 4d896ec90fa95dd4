"""The ledger of fees in the database: each asked for once, moved by the portal's word only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from sqlite3 import Connection, Row

from kiosk.core.fee_ledger import Fee, FeeChange, FeeOffer
from kiosk.core.ports import DossierId
from kiosk.storage.db import Database

_COLUMNS = tuple(Fee.__dataclass_fields__)


class Fees:
    """Methods block; failures are KioskError DISK_*, DATA_LOCKED."""

    def __init__(self, database: Database) -> None:
        """`database` is the kiosk's."""
        self._db = database

    def ask(self, fee_id: str, dossier_id: DossierId, amount_vnd: int, *, at: datetime) -> Fee:
        """Write down what is to be asked for, before it is; the same dossier and sum is the same fee."""
        with self._db.transaction() as connection:
            known = connection.execute(
                "SELECT * FROM fees WHERE dossier_id = ? AND amount_vnd = ? ORDER BY fee_id",
                (dossier_id, amount_vnd),
            ).fetchone()
            if known is not None:
                return _fee(known)
            connection.execute(
                "INSERT INTO fees (fee_id, dossier_id, amount_vnd, state, asked_at)"
                " VALUES (?, ?, ?, 'asked', ?)",
                (fee_id, dossier_id, amount_vnd, at.isoformat()),
            )
            return _fee(connection.execute("SELECT * FROM fees WHERE fee_id = ?", (fee_id,)).fetchone())

    def answered(self, offer: FeeOffer) -> Fee:
        """Keep the portal's code, and how the fee stands."""
        with self._db.transaction() as connection:
            store_fees(connection, [offer.change], afresh=False)
            connection.execute(
                "UPDATE fees SET reference = ?, vietqr = ? WHERE fee_id = ?",
                (offer.reference, offer.vietqr, offer.change.fee_id),
            )
            found = connection.execute("SELECT * FROM fees WHERE fee_id = ?", (offer.change.fee_id,))
            return _fee(found.fetchone())

    def shown(self, fee_id: str, *, at: datetime) -> None:
        """Note that a person has seen the code; the first time counts."""
        self._note("shown_at", "fee_id", fee_id, at)

    def printed(self, dossier_id: DossierId, *, at: datetime) -> None:
        """Note that a slip said so; the first time counts."""
        self._note("printed_at", "dossier_id", dossier_id, at, "AND paid_vnd > 0")

    def of(self, dossier_id: DossierId) -> list[Fee]:
        """Return a dossier's fees, oldest first."""
        rows = self._db.rows("SELECT * FROM fees WHERE dossier_id = ? ORDER BY fee_id", (dossier_id,))
        return [_fee(row) for row in rows]

    def everything(self) -> list[Fee]:
        """Return every fee, oldest first."""
        return [_fee(row) for row in self._db.rows("SELECT * FROM fees ORDER BY fee_id")]

    def paid_vnd(self, dossier_id: DossierId) -> int:
        """Return what the portal says has come for a dossier, in đồng."""
        return sum(fee.paid_vnd for fee in self.of(dossier_id))

    def _note(self, column: str, key: str, value: str, at: datetime, condition: str = "") -> None:
        with self._db.transaction() as connection:
            connection.execute(
                f"UPDATE fees SET {column} = ? WHERE {key} = ? AND {column} IS NULL {condition}",  # noqa: S608 -- names are ours
                (at.isoformat(), value),
            )


def store_fees(connection: Connection, changes: Iterable[FeeChange], *, afresh: bool) -> None:
    """Inside the caller's transaction: keep what the portal says of fees, also of one that we don't know.

    The highest revision counts; `afresh`: the portal begins from the start, so all counts.
    """
    connection.executemany(
        "INSERT INTO fees (fee_id, dossier_id, amount_vnd, state, paid_vnd, revision, asked_at, changed_at)"
        " VALUES (:fee_id, :dossier_id, :amount_vnd, :state, :paid_vnd, :revision, :changed_at, :changed_at)"
        " ON CONFLICT (fee_id) DO UPDATE SET state = excluded.state, paid_vnd = excluded.paid_vnd,"
        " revision = excluded.revision, changed_at = excluded.changed_at"
        " WHERE fees.revision < excluded.revision OR :afresh",
        [{**asdict(change), "afresh": afresh} for change in changes],
    )


def _fee(row: Row) -> Fee:
    return Fee(**{name: row[name] for name in _COLUMNS})
