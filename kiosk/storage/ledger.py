"""What the portal has acknowledged: compared day by day, and let go of after its time (SYNC: retention)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.core.ports import DossierId
from kiosk.storage.db import Database
from kiosk.storage.files import remove_folder

GONE = "FILES_REMOVED"
"""Reason of a dossier that the portal lost after our files were let go of: a person decides."""


class Ledger:
    """Accepted dossiers. Methods block; failures are KioskError DISK_*, DATA_LOCKED."""

    def __init__(self, database: Database, folder: Path) -> None:
        """`folder` is the data folder."""
        self._db = database
        self._sealed = folder / "sealed"

    def days(self) -> dict[str, list[DossierId]]:
        """Return the accepted dossiers of each day that still has files, by the day of submission, sorted."""
        rows = self._db.rows(
            "SELECT substr(submitted_at, 1, 10) AS day, id FROM dossiers JOIN outbox ON dossier_id = id"
            " WHERE outbox.state = 'accepted' AND substr(submitted_at, 1, 10) IN"
            " (SELECT substr(submitted_at, 1, 10) FROM dossiers WHERE files_removed_at IS NULL) ORDER BY id"
        )
        found: dict[str, list[DossierId]] = {}
        for row in rows:
            found.setdefault(row["day"], []).append(row["id"])
        return found

    def reopen(self, dossier_ids: list[DossierId]) -> int:
        """Queue again what the portal no longer has; return how many. Without files a person decides."""
        with self._db.transaction() as connection:
            for dossier_id in dossier_ids:
                connection.execute(
                    "UPDATE outbox SET state = CASE WHEN files_removed_at IS NULL THEN 'waiting'"
                    " ELSE 'quarantined' END, reason = CASE WHEN files_removed_at IS NULL THEN ''"
                    " ELSE ? END, detail = '', next_try_at = NULL"
                    " FROM dossiers WHERE dossiers.id = outbox.dossier_id AND outbox.dossier_id = ?"
                    " AND outbox.state = 'accepted'",
                    (GONE, dossier_id),
                )
            found = connection.execute("SELECT dossier_id FROM outbox WHERE state = 'waiting'")
            waiting = found.fetchall()
        return len({row["dossier_id"] for row in waiting} & set(dossier_ids))

    def let_go(self, *, received_before: datetime, now: datetime) -> int:
        """Remove the sealed files of what the portal acknowledged before then; return of how many dossiers.

        Files first: a row says that they are gone only when they are.
        """
        rows = self._db.rows(
            "SELECT id, received_at FROM dossiers JOIN outbox ON dossier_id = id"
            " WHERE outbox.state = 'accepted' AND acknowledgement IS NOT NULL AND files_removed_at IS NULL"
        )
        old = [row["id"] for row in rows if datetime.fromisoformat(row["received_at"]) < received_before]
        for dossier_id in old:
            remove_folder(self._sealed / dossier_id)
            with self._db.transaction() as connection:
                connection.execute(
                    "UPDATE dossiers SET files_removed_at = ? WHERE id = ?", (now.isoformat(), dossier_id)
                )
        return len(old)

    def release(self, dossier_id: DossierId) -> bool:
        """Queue a rejected or quarantined dossier again, as a person decided; say whether there was one."""
        with self._db.transaction() as connection:
            changed = connection.execute(
                "UPDATE outbox SET state = 'waiting', same_refusals = 0, refused_as = '', next_try_at = NULL"
                " FROM dossiers WHERE dossiers.id = outbox.dossier_id AND outbox.dossier_id = ?"
                " AND outbox.state IN ('rejected', 'quarantined') AND files_removed_at IS NULL",
                (dossier_id,),
            )
            return changed.rowcount == 1

    def unknown(self, dossier_ids: set[DossierId]) -> list[DossierId]:
        """Return those that this kiosk never submitted, sorted."""
        return sorted(dossier_ids - {row["id"] for row in self._db.rows("SELECT id FROM dossiers")})

    def audit_head(self) -> tuple[int, str] | None:
        """Return the last audit line's number and hash; None: nothing recorded."""
        row = self._db.row("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
        return (row["sequence"], row["hash"]) if row else None
