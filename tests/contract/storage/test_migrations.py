"""Data of every version that ever landed open in this one. `schemas/vN.sql` is kept as version N wrote it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kiosk.storage.db import SCHEMA, Database

DUMPS = sorted((Path(__file__).parent / "schemas").glob("v*.sql"))


def restored(dump: Path, folder: Path) -> Path:
    """Return a database file as that version left it."""
    file = folder / "kiosk.db"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    return file


def layout(db: Database) -> dict[str, list[str]]:
    tables = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [row["name"] for row in db.rows(f"PRAGMA table_info({name})")] for name in sorted(tables)}


def test_there_is_a_dump_of_every_version() -> None:
    assert [dump.stem for dump in DUMPS] == [f"v{number}" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_data_of_a_former_version_are_all_there(dump: Path, tmp_path: Path) -> None:
    db = Database(restored(dump, tmp_path))
    assert db.rows("PRAGMA user_version")[0][0] == SCHEMA
    assert bytes(db.rows("SELECT value FROM draft_records")[0][0]) == b"\x01\x02"
    dossier = db.rows("SELECT * FROM dossiers")[0]
    assert (dossier["receipt_code"], bytes(dossier["manifest"])) == ("TH01-AAAA-AAAA", b"\x0a\x0b")
    assert db.rows("SELECT state, attempts, detail FROM outbox")[0]["attempts"] == 2
    db.check()
    db.close()


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_a_migrated_file_is_laid_out_like_a_new_one(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old, new = Database(restored(dump, tmp_path / "old")), Database(tmp_path / "new.db")
    assert layout(old) == layout(new)
    old.close()
    new.close()
