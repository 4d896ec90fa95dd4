"""One visit's draft: named records and scanned pages under the visit's key. Knows no form and no screen.

Until `bind` has wrapped the key nothing may be saved, so nothing personal can be on the disk without a factor
that brings it back. Forgetting the key is the wipe; rows and files go too. A crash leaves a locked draft, of
which nothing is known but its procedure and the kind of its factor.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, Rng, VisitId
from kiosk.storage.db import Database
from kiosk.storage.keys import KEY_BYTES, Factor, FactorKind, Keys, seal, unseal
from kiosk.storage.pages import DraftPages

SLIP = "slip"
"""Name of the record that outlives the submission: what the slip says, should a crash come before it."""
EXPIRY_S = 30 * 60.0
"""A locked draft lives for this much uptime, counted on across reboots."""


@dataclass(frozen=True, slots=True)
class DraftHead:
    """An open draft. `submitted`: its dossier is committed, what is left is the slip."""

    visit: VisitId
    dossier_id: DossierId
    procedure: str
    version: str
    submitted: bool = False


@dataclass(frozen=True, slots=True)
class LockedDraft:
    """A draft that a crash left. `age_s` is uptime since the program that wrote it was last seen."""

    visit: VisitId
    procedure: str
    factor: FactorKind
    age_s: float
    dossier_id: DossierId


@dataclass(frozen=True, slots=True)
class Uptime:
    """Seconds since this boot (they never jump), and which boot it is."""

    read_s: Callable[[], float]
    boot: str


@dataclass(slots=True)
class _Open:
    head: DraftHead
    key: bytes = field(repr=False)
    bound: bool = False


class Drafts:
    """All drafts of a kiosk. Methods block; failures are KioskError DISK_*, DATA_LOCKED, DRAFT_LOST."""

    def __init__(self, database: Database, keys: Keys, folder: Path, *, rng: Rng, uptime: Uptime) -> None:
        """`folder` is `DATA/drafts`, where pages lie."""
        self._db = database
        self._keys = keys
        self._rng = rng
        self._uptime = uptime
        self._pages = DraftPages(database, folder, rng=rng, seal=self._seal, unseal=self._plain)
        self._guard = threading.Lock()
        self._binding = threading.Lock()
        self._opened: dict[VisitId, _Open] = {}

    # -- a visit's own ---------------------------------------------------------------------------------

    def begin(self, visit: VisitId, *, dossier_id: DossierId, procedure: str, version: str) -> None:
        """Make the visit's key, in RAM only; nothing is on the disk yet."""
        head = DraftHead(visit, dossier_id, procedure, version)
        with self._guard:
            self._opened[visit] = _Open(head, self._rng(KEY_BYTES))

    def bind(self, visit: VisitId, factor: Factor) -> None:
        """Wrap the key with the card or the code; from here on the draft outlives a crash.

        Blocks ~0.2 s for a code. Raises KioskError DRAFT_LOST when the visit isn't open.
        """
        opened = self._of(visit)
        head = opened.head
        seen = (self._uptime.read_s(), self._uptime.boot)
        with self._binding:
            self._keys.wrap(visit, opened.key, factor)
            with self._db.transaction() as connection:
                connection.execute(
                    "INSERT INTO drafts (visit, dossier_id, procedure, version, seen_uptime_s, seen_boot)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (visit) DO NOTHING",
                    (visit, head.dossier_id, head.procedure, head.version, *seen),
                )
            opened.bound = True

    def save(self, visit: VisitId, name: str, value: bytes) -> None:
        """Insert or replace one named record; durable on return. `name` is no personal value."""
        sealed = self.sealed(visit, name, value)
        with self._db.transaction() as connection:
            connection.execute(
                "INSERT INTO draft_records (visit, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (visit, name) DO UPDATE SET value = excluded.value",
                (visit, name, sealed),
            )

    def remove(self, visit: VisitId, name: str) -> None:
        """Remove one record; durable on return."""
        with self._db.transaction() as connection:
            connection.execute("DELETE FROM draft_records WHERE visit = ? AND name = ?", (visit, name))

    def records(self, visit: VisitId) -> dict[str, bytes]:
        """Return all records by name."""
        rows = self._db.rows("SELECT name, value FROM draft_records WHERE visit = ?", (visit,))
        return {row["name"]: self._plain(visit, f"record {row['name']}", row["value"]) for row in rows}

    def save_page(self, visit: VisitId, key: str, page_no: int, jpeg: bytes) -> None:
        """Insert or replace one page of the paper `key`; durable on return."""
        self._bound(visit)
        self._pages.save(visit, key, page_no, jpeg)

    def remove_page(self, visit: VisitId, key: str, page_no: int) -> None:
        """Remove one page; durable on return."""
        self._pages.remove(visit, key, page_no)

    def pages(self, visit: VisitId, key: str) -> list[bytes]:
        """Return the pages of one paper (JPEG), by page number."""
        return self._pages.read(visit, key)

    def papers(self, visit: VisitId) -> list[str]:
        """Return the keys of the papers that have pages."""
        return self._pages.papers(visit)

    def lock(self, visit: VisitId) -> None:
        """Drop the key from RAM; the draft stays for its owner."""
        with self._guard:
            self._opened.pop(visit, None)

    def forget(self, visit: VisitId) -> None:
        """Wipe: key, wrapping, records, pages; the epoch key too when no draft is left. Durable on return.

        A visit that is not known is already forgotten.
        """
        self.lock(visit)
        with self._binding:
            self._keys.forget(visit)
            with self._db.transaction() as connection:
                connection.execute("DELETE FROM drafts WHERE visit = ?", (visit,))
                left = connection.execute("SELECT count(*) FROM drafts").fetchone()[0]
            self._pages.drop(visit)
            if not left:
                self._keys.forget_epoch()

    # -- after a crash ---------------------------------------------------------------------------------

    def locked(self) -> list[LockedDraft]:
        """Return the drafts that nobody has open here, oldest first. None of it names a person."""
        found = []
        for row in self._db.rows("SELECT * FROM drafts ORDER BY dossier_id"):
            kind = self._keys.factor_of(row["visit"])
            if row["visit"] not in self._opened and kind is not None:
                found.append(
                    LockedDraft(row["visit"], row["procedure"], kind, row["age_s"], row["dossier_id"])
                )
        return found

    def unlock(self, visit: VisitId, factor: Factor) -> DraftHead:
        """Open a locked draft with what it was bound to.

        Blocks ~0.2 s for a code. Raises KioskError DRAFT_FACTOR_WRONG (another card, other digits; ten times
        at most), DRAFT_LOST (forgotten, expired, or its key is gone).
        """
        row = self._db.row("SELECT * FROM drafts WHERE visit = ?", (visit,))
        if row is None:
            raise KioskError(Code.DRAFT_LOST)
        key = self._keys.unwrap(visit, factor)
        head = DraftHead(visit, row["dossier_id"], row["procedure"], row["version"], bool(row["submitted"]))
        with self._guard:
            self._opened[visit] = _Open(head, key, bound=True)
        return head

    def expire(self, uptime_s: float | None = None) -> int:
        """Count uptime on, and forget locked drafts older than 30 minutes of it; return how many.

        Call it before the home screen appears and every minute. It also sweeps up what a crash left half
        made or half wiped: a row without a wrapping, a wrapping or a folder without a row, an epoch key
        without a draft.
        """
        now_s = self._uptime.read_s() if uptime_s is None else uptime_s
        with self._db.transaction() as connection:
            for row in connection.execute("SELECT * FROM drafts").fetchall():
                connection.execute(
                    "UPDATE drafts SET age_s = ?, seen_uptime_s = ?, seen_boot = ? WHERE visit = ?",
                    (self._age_s(row, now_s), now_s, self._uptime.boot, row["visit"]),
                )
        rows = self._db.rows("SELECT visit, age_s FROM drafts")
        stale = {
            r["visit"] for r in rows if r["age_s"] > EXPIRY_S or self._keys.factor_of(r["visit"]) is None
        }
        known = {row["visit"] for row in rows}
        stale |= (self._keys.visits() | self._pages.visits()) - known
        with self._guard:
            stale -= set(self._opened)
        for visit in stale:
            self.forget(visit)
        with self._binding:
            if self._db.row("SELECT 1 FROM drafts") is None:
                self._keys.forget_epoch()
        return len(stale)

    # -- for the submission, which writes in its own transaction -----------------------------------------

    def head(self, visit: VisitId) -> DraftHead:
        """Return the open draft's head. Raises KioskError DRAFT_LOST."""
        return self._of(visit).head

    def sealed(self, visit: VisitId, name: str, value: bytes) -> bytes:
        """Return the record's ciphertext. Raises KioskError DRAFT_LOST; RuntimeError before `bind`."""
        self._bound(visit)
        return self._seal(visit, f"record {name}", value)

    def keep_only(self, connection: sqlite3.Connection, visit: VisitId, name: str, value: bytes) -> None:
        """Inside the caller's transaction: mark submitted, and leave this record, and `SLIP`, of it all."""
        sealed = self.sealed(visit, name, value)
        connection.execute("UPDATE drafts SET submitted = 1 WHERE visit = ?", (visit,))
        connection.execute("DELETE FROM draft_records WHERE visit = ? AND name <> ?", (visit, SLIP))
        connection.execute("DELETE FROM draft_pages WHERE visit = ?", (visit,))
        connection.execute("INSERT INTO draft_records VALUES (?, ?, ?)", (visit, name, sealed))

    def drop_pages(self, visit: VisitId) -> None:
        """Remove the page files after their rows are gone."""
        self._pages.drop(visit)

    # -- inside ----------------------------------------------------------------------------------------

    def _of(self, visit: VisitId) -> _Open:
        with self._guard:
            opened = self._opened.get(visit)
        if opened is None:
            raise KioskError(Code.DRAFT_LOST)
        return opened

    def _bound(self, visit: VisitId) -> _Open:
        opened = self._of(visit)
        if not opened.bound:
            raise RuntimeError("nothing may be saved before the draft is bound to a factor")
        return opened

    def _seal(self, visit: VisitId, what: str, plain: bytes) -> bytes:
        return seal(self._of(visit).key, plain, context=f"{visit} {what}", rng=self._rng)

    def _plain(self, visit: VisitId, what: str, sealed: bytes) -> bytes:
        try:
            return unseal(self._of(visit).key, sealed, context=f"{visit} {what}")
        except InvalidTag as error:
            raise KioskError(Code.DRAFT_LOST, "damaged") from error

    def _age_s(self, row: sqlite3.Row, now_s: float) -> float:
        if row["visit"] in self._opened:
            return 0.0
        since = row["seen_uptime_s"] if row["seen_boot"] == self._uptime.boot else 0.0
        return float(row["age_s"]) + max(0.0, now_s - since)
