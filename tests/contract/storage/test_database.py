"""The database under several threads, several processes, and a disk that fails."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.storage.db import SCHEMA, Database

OPEN_AND_WRITE = """
import sys, pathlib
from kiosk.storage.db import Database
db = Database(pathlib.Path(sys.argv[1]))
for number in range(25):
    with db.transaction() as connection:
        (last,) = connection.execute("SELECT coalesce(max(version), 0) FROM portal_state").fetchone()
        row = (f"{sys.argv[2]}-{number}", last + 1)
        connection.execute("INSERT INTO portal_state VALUES (?, ?, x'')", row)
db.close()
"""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "kiosk.db", busy_s=0.2)
    yield database
    database.close()


def put(db: Database, name: str, size: int = 0) -> None:
    with db.transaction() as connection:
        connection.execute("INSERT INTO portal_state VALUES (?, 1, zeroblob(?))", (name, size))


def put_then(db: Database, fail: Callable[[], object]) -> None:
    with db.transaction() as connection:
        connection.execute("INSERT INTO portal_state VALUES ('a', 1, x'')")
        fail()


def test_the_file_is_opened_with_the_promised_settings(db: Database) -> None:
    settings = {n: db.rows(f"PRAGMA {n}")[0][0] for n in ("journal_mode", "synchronous", "foreign_keys")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert db.rows("PRAGMA secure_delete")[0][0] == 1


def test_an_exception_rolls_back(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        put_then(db, lambda: 1 // 0)
    assert db.rows("SELECT * FROM portal_state") == []


def test_each_thread_has_its_own_connection(db: Database) -> None:
    put(db, "main")
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(len(db.rows("SELECT * FROM portal_state"))))
    thread.start()
    thread.join()
    assert seen == [1]


def test_processes_that_open_and_write_together_wait_for_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN_AND_WRITE, str(tmp_path / "kiosk.db")]
    processes = [subprocess.Popen([*command, str(n)]) for n in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    db = Database(tmp_path / "kiosk.db")
    assert [r[0] for r in db.rows("SELECT version FROM portal_state ORDER BY 1")] == list(range(1, 76))
    db.close()


def test_processes_that_make_the_file_at_once_all_open_it(tmp_path: Path) -> None:
    for attempt in range(3):
        command = [sys.executable, "-c", "import sys, pathlib; from kiosk.storage.db import Database;"]
        command[2] += "Database(pathlib.Path(sys.argv[1])).close()"
        processes = [subprocess.Popen([*command, str(tmp_path / f"{attempt}.db")]) for _ in range(5)]
        assert [process.wait(60) for process in processes] == [0] * 5


def test_a_writer_that_never_ends_is_named_not_waited_for_without_limit(db: Database) -> None:
    holder = sqlite3.connect(db.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(KioskError) as error:
        put(db, "a")
    holder.execute("ROLLBACK")
    holder.close()
    assert error.value.code is Code.DATA_LOCKED
    put(db, "a")


def test_data_version_tells_that_another_connection_wrote(db: Database) -> None:
    before = db.data_version()
    assert db.data_version() == before
    other = Database(db.file)
    put(other, "a")
    other.close()
    assert db.data_version() != before


def test_data_of_a_newer_version_are_left_alone(db: Database) -> None:
    with db.transaction() as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(KioskError) as error:
        Database(db.file)
    assert error.value.code is Code.DATA_NEWER


def test_a_full_disk_has_its_name_and_what_was_there_stays(db: Database) -> None:
    put(db, "before")
    pages = db.rows("PRAGMA page_count")[0][0]
    db.rows(f"PRAGMA max_page_count={pages}")
    with pytest.raises(KioskError) as error:
        put(db, "too much", size=1_000_000)
    assert error.value.code is Code.DISK_FULL
    assert [r["name"] for r in db.rows("SELECT name FROM portal_state")] == ["before"]


def test_a_damaged_file_puts_the_database_out_of_service(db: Database) -> None:
    for number in range(50):
        put(db, f"{number}" * 500)
    db.checkpoint()
    db.close()
    content = bytearray(db.file.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    db.file.write_bytes(bytes(content))
    with pytest.raises(KioskError) as error:
        db.rows("SELECT * FROM portal_state")
    assert error.value.code is Code.DISK_FAILED
    with pytest.raises(KioskError) as error:
        put(db, "more")
    assert error.value.code is Code.DISK_FAILED


def test_something_else_than_a_database_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(KioskError) as error:
        Database(file)
    assert error.value.code is Code.DISK_FAILED
    assert file.read_bytes() == b"not a database at all" * 100
