"""A migration at work, to be killed: opens the database of a former version. See `forked.py`."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils  # noqa: F401 -- imported before the fork, so that a kill meets the work

from kiosk.storage import migrations  # noqa: F401 -- the same
from kiosk.storage.db import Database
from tests.torture.forked import serve


def work(folder: Path, _: int) -> None:
    Database(folder / "kiosk.db").close()


if __name__ == "__main__":
    serve(work)
