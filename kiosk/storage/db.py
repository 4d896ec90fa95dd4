"""The kiosk's one SQLite file: connections, transactions, and what a failing disk does to them.

One connection a thread, opened by us: WAL, synchronous=FULL, foreign keys, secure delete. Every write is in
`transaction()`, which is BEGIN IMMEDIATE: a deferred one of two processes fails at once with "database is
locked" when it turns into a writer, whatever the timeout (docs/decisions/0008-storage.md).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.storage.ballast import Ballast
from kiosk.storage.faults import code_of

SCHEMA = 5
"""Version of the tables, in `PRAGMA user_version`; each migration adds one."""
WAL_LIMIT_BYTES = 2 * 1024 * 1024
TRANSACTION_BYTES = 2 * 1024 * 1024
"""No transaction of ours writes more to the WAL."""
_AGAIN_S = 0.02
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    f"journal_size_limit={WAL_LIMIT_BYTES}",
    "wal_autocheckpoint=250",  # pages of 4 KiB
)


class Database:
    """One file, used from any thread. Methods block; failures are KioskError (DISK_*, DATA_*)."""

    def __init__(self, file: Path, *, ballast: Ballast | None = None, busy_s: float = 10.0) -> None:
        """Open `file`, making and migrating it. Raises KioskError DATA_NEWER, DATA_LOCKED, DISK_*."""
        self.file = file
        self._ballast = ballast
        self._busy_s = busy_s
        self._mine = threading.local()
        self._guard = threading.Lock()
        self._open: list[sqlite3.Connection] = []
        self._generation = 0
        self._suspect = False
        self._failed = False
        try:
            with self._translated("open"):
                self._migrate()
        except BaseException:
            self.close()
            raise

    # -- reading and writing ---------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of one query."""
        with self._translated("read"):
            return self._connection().execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """Return the first row of one query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside BEGIN IMMEDIATE … COMMIT; durable when the block has ended.

        Waits up to `busy_s` for another writer, then DATA_LOCKED. An exception rolls back. On a disk that is
        nearly full the ballast goes first.
        """
        if self._ballast is not None:
            self._ballast.make_room(TRANSACTION_BYTES)
        with self._translated("write"):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself has rolled back after some disk errors
                    connection.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """Return a number that changes when another connection has committed (PRAGMA data_version)."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def checkpoint(self) -> None:
        """Move the WAL's content into the file and empty the WAL; the disk's free space grows by it."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Verify every page and index. Raises KioskError DISK_FAILED."""
        if self.rows("PRAGMA integrity_check")[0][0] != "ok":
            self._failed = True
            raise KioskError(Code.DISK_FAILED, "integrity_check")

    def close(self) -> None:
        """Close the connections of all threads; none of them may be in use."""
        with self._guard:
            self._generation += 1
            connections, self._open = self._open, []
        for connection in connections:
            connection.close()

    # -- connections -----------------------------------------------------------------------------------

    def _connection(self) -> sqlite3.Connection:
        if self._failed:
            raise KioskError(Code.DISK_FAILED, "out of service until repaired")
        if getattr(self._mine, "generation", None) != self._generation:
            self._drop(getattr(self._mine, "connection", None))
            self._mine.connection = self._connect()
            self._mine.generation = self._generation
            if self._suspect:
                self.check()
                self._suspect = False
        connection: sqlite3.Connection = self._mine.connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.file, timeout=self._busy_s, isolation_level=None, check_same_thread=False
        )
        with self._guard:
            self._open.append(connection)
        connection.row_factory = sqlite3.Row
        self._set_up(connection)
        return connection

    def _set_up(self, connection: sqlite3.Connection) -> None:
        """Two processes that make the file at once: the change to WAL says "busy" without waiting."""
        end_s = time.monotonic() + self._busy_s
        while True:
            try:
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
            except sqlite3.OperationalError as error:
                if code_of(error) is not Code.DATA_LOCKED or time.monotonic() > end_s:
                    raise
                time.sleep(_AGAIN_S)
            else:
                return

    def _drop(self, connection: sqlite3.Connection | None) -> None:
        with self._guard:
            if connection in self._open:
                self._open.remove(connection)
                connection.close()

    @contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            code = code_of(error)
            if code is None:
                raise
            if code is Code.DISK_FAILED:
                self._distrust()
            if code is Code.DISK_FULL and self._ballast is not None:
                self._ballast.drop()  # a quota may be full where the disk is not: the next try has room
            raise KioskError(code, what) from error

    def _distrust(self) -> None:
        """After an I/O error what the cache holds and what the disk holds may differ: reopen and verify."""
        self._suspect = True
        self._generation += 1

    # -- migrations ------------------------------------------------------------------------------------

    def _migrate(self) -> None:
        version = self._version()
        if version > SCHEMA:
            raise KioskError(Code.DATA_NEWER, f"schema {version}, known {SCHEMA}")
        if version == SCHEMA:
            return
        from sqlite_utils import Database as Tables

        from kiosk.storage.migrations import MIGRATIONS

        with self.transaction() as connection:
            MIGRATIONS.apply(Tables(connection))
            connection.execute(f"PRAGMA user_version={SCHEMA}")

    def _version(self) -> int:
        return int(self._connection().execute("PRAGMA user_version").fetchone()[0])
