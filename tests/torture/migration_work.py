"""A migration at work, to be killed or cut off: opens a former version's database, `FOLDER/machine/kiosk.db`.

`python -m tests.torture.migration_work FOLDER`, or `--serve` (see `forked.py`). `check` holds what is left
against what that version had written.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import sqlite_utils  # noqa: F401 -- imported before the fork, so that a kill meets the work

from kiosk.core.errors import KioskError
from kiosk.storage import migrations  # noqa: F401 -- the same
from kiosk.storage.db import SCHEMA, Database
from tests.torture.bill import Bill
from tests.torture.forked import serve
from tests.torture.promises import Diary

DUMPS = sorted((Path(__file__).parents[1] / "contract/storage/schemas").glob("v*.sql"))[:-1]


def prepare(folder: Path, dump: Path) -> None:
    """Put the database there as that version left it."""
    (folder / "machine").mkdir(parents=True)
    connection = sqlite3.connect(folder / "machine" / "kiosk.db", isolation_level=None)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()


def work(folder: Path, _: int = 0) -> None:
    Database(folder / "machine" / "kiosk.db").close()
    Diary(folder / "promises").note("migrated", "")


def check(folder: Path, _: list[dict[str, Any]], bill: Bill) -> None:
    """Open it, which goes on with the migration; everything is there."""
    bill.checked += 1
    try:
        database = Database(folder / "machine" / "kiosk.db")
        database.check()
    except KioskError as error:
        bill.lost.append(f"a former version's database: {error.code.value} {error.detail}")
        return
    if database.rows("PRAGMA user_version")[0][0] != SCHEMA:
        bill.stuck.append("a half made migration")
    manifests = [bytes(row["manifest"]) for row in database.rows("SELECT manifest FROM dossiers")]
    answers = [bytes(row["value"]) for row in database.rows("SELECT value FROM draft_records")]
    if (manifests, answers) != ([b"\x0a\x0b"], [b"\x01\x02"]):
        bill.lost.append("a dossier or an answer of the former version")
    database.close()


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(work)
    else:
        work(Path(sys.argv[1]))
