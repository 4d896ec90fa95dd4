"""What a failing disk or database is called. The only place that knows SQLite's and errno's numbers."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.core.errors import Code, KioskError

_BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.DISK_READ_ONLY,
    errno.EACCES: Code.DISK_READ_ONLY,
    errno.EPERM: Code.DISK_READ_ONLY,
    errno.EIO: Code.DISK_FAILED,
    errno.ENXIO: Code.DISK_FAILED,
}
# primary result codes, https://www.sqlite.org/rescode.html
_BY_SQLITE = {
    sqlite3.SQLITE_FULL: Code.DISK_FULL,
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
        return _BY_ERRNO.get(error.errno or 0)
    return _BY_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


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
