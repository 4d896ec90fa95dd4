"""What happened on this machine, without personal values: a hash chain of lines, and counted ratings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.core.audit_chain import START, AuditLine, link
from kiosk.storage.db import Database


class Audit:
    """Methods block; failures are KioskError DISK_*, DATA_LOCKED."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        """`now` dates the lines; nothing is ordered by it."""
        self._db = database
        self._now = now

    def append(self, line: str) -> None:
        """Record one line; durable on return."""
        with self._db.transaction() as connection:
            last = connection.execute(
                "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"
            ).fetchone()
            sequence, before = (last["sequence"] + 1, last["hash"]) if last is not None else (1, START)
            new = link(before, sequence=sequence, at=self._now().isoformat(), line=line)
            connection.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?)", (new.sequence, new.at, new.line, new.hash)
            )

    def lines(self) -> list[AuditLine]:
        """Return all lines, first first."""
        return [AuditLine(**row) for row in self._db.rows("SELECT * FROM audit ORDER BY sequence")]

    def rate(self, score: int) -> None:
        """Count one face, 1 to 5, for today; nothing ties it to a visit."""
        day = self._now().date().isoformat()
        with self._db.transaction() as connection:
            connection.execute(
                "INSERT INTO ratings VALUES (?, ?, 1)"
                " ON CONFLICT (day, score) DO UPDATE SET count = count + 1",
                (day, score),
            )

    def ratings(self) -> dict[tuple[str, int], int]:
        """Return how often each face was touched, by day."""
        rows = self._db.rows("SELECT * FROM ratings ORDER BY day, score")
        return {(row["day"], row["score"]): row["count"] for row in rows}
