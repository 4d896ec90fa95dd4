"""A draft's scanned pages: encrypted files, named at random, with rows that say which page is which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.core.ports import Rng, VisitId
from kiosk.storage.db import Database
from kiosk.storage.faults import disk_errors
from kiosk.storage.files import make_folder, remove_folder, write_durable

Cipher = Callable[[VisitId, str, bytes], bytes]
"""`(visit, what, bytes) -> bytes`, under the visit's key and bound to `what`."""


class DraftPages:
    """Pages of all drafts. File first, row second; what a crash leaves between them goes with the draft."""

    def __init__(self, database: Database, folder: Path, *, rng: Rng, seal: Cipher, unseal: Cipher) -> None:
        self._db = database
        self._folder = folder
        self._rng = rng
        self._seal = seal
        self._unseal = unseal

    def save(self, visit: VisitId, key: str, page_no: int, jpeg: bytes) -> None:
        """Insert or replace one page; durable on return."""
        folder = self._folder / visit
        make_folder(folder)
        name = self._rng(8).hex()
        write_durable(folder / name, self._seal(visit, f"page {key} {page_no}", jpeg))
        stale = self._file(visit, key, page_no)
        with self._db.transaction() as connection:
            connection.execute(
                "INSERT INTO draft_pages (visit, key, page_no, file, bytes) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET file = excluded.file, bytes = excluded.bytes",
                (visit, key, page_no, name, len(jpeg)),
            )
        self._unlink(visit, stale)

    def remove(self, visit: VisitId, key: str, page_no: int) -> None:
        """Remove one page; durable on return."""
        stale = self._file(visit, key, page_no)
        with self._db.transaction() as connection:
            connection.execute(
                "DELETE FROM draft_pages WHERE visit = ? AND key = ? AND page_no = ?", (visit, key, page_no)
            )
        self._unlink(visit, stale)

    def read(self, visit: VisitId, key: str) -> list[bytes]:
        """Return the pages of one paper, by page number."""
        rows = self._db.rows(
            "SELECT page_no, file FROM draft_pages WHERE visit = ? AND key = ? ORDER BY page_no", (visit, key)
        )
        pages = []
        for row in rows:
            with disk_errors("page"):
                sealed = (self._folder / visit / row["file"]).read_bytes()
            pages.append(self._unseal(visit, f"page {key} {row['page_no']}", sealed))
        return pages

    def papers(self, visit: VisitId) -> list[str]:
        """Return the keys of the papers that have pages, sorted."""
        rows = self._db.rows("SELECT DISTINCT key FROM draft_pages WHERE visit = ? ORDER BY key", (visit,))
        return [row["key"] for row in rows]

    def drop(self, visit: VisitId) -> None:
        """Remove all files of a visit."""
        remove_folder(self._folder / visit)

    def visits(self) -> set[VisitId]:
        """Return the visits that have files here, rows or not."""
        with disk_errors("drafts"):
            return {VisitId(p.name) for p in self._folder.iterdir()} if self._folder.is_dir() else set()

    def _file(self, visit: VisitId, key: str, page_no: int) -> str | None:
        row = self._db.row(
            "SELECT file FROM draft_pages WHERE visit = ? AND key = ? AND page_no = ?", (visit, key, page_no)
        )
        return row["file"] if row else None

    def _unlink(self, visit: VisitId, file: str | None) -> None:
        if file is not None:
            with disk_errors("page"):
                (self._folder / visit / file).unlink(missing_ok=True)
