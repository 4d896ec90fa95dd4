"""What a failing disk or database is called. The only place that knows SQLite's numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError

# primary and extended result codes, https://www.sqlite.org/rescode.html
_BY_SQLITE = {
    sqlite3.SQLITE_FULL: Code.DISK_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: Code.DISK_FULL,  # no room for the write-ahead log's index
    sqlite3.SQLITE_READONLY: Code.DISK_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Code.DISK_READ_ONLY,
    sqlite3.SQLITE_IOERR: Code.DISK_FAILED,
    sqlite3.SQLITE_CORRUPT: Code.DISK_FAILED,
    sqlite3.SQLITE_NOTADB: Code.DISK_FAILED,
    sqlite3.SQLITE_BUSY: Code.DATA_LOCKED,
    sqlite3.SQLITE_LOCKED: Code.DATA_LOCKED,
}


def code_of(error: OSError | sqlite3.Error) -> Code | None:
    """Return the public code, or None when the error is a bug of ours and not the disk's."""
    if isinstance(error, OSError):
        return disk_code(error)
    number = getattr(error, "sqlite_errorcode", 0)
    return _BY_SQLITE.get(number) or _BY_SQLITE.get(number & 0xFF)


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Turn the disk's errors into KioskError; `what` names the file or step, never a value."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        code = code_of(error)
        if code is None:
            raise
        raise KioskError(code, what) from error
