"""One sync process a data folder: the lock, and what a second one does instead of working."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError
from kiosk.sync.wakeup import poke

LOCK = "sync.lock"
SOCKET = "sync.sock"
SCREEN_SOCKET = "screen.sock"


@contextlib.contextmanager
def only_one(run: Path) -> Iterator[bool]:
    """Give True when this process is the one worker of the folder, as long as the block lasts.

    Raises KioskError DISK_FULL, DISK_READ_ONLY, DISK_FAILED.
    """
    try:
        run.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(run / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise KioskError(disk_code(error) or Code.DISK_FAILED, LOCK) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def wake_worker(run: Path) -> bool:
    """Nudge the folder's worker; return whether there is one. Never blocks."""
    return poke(run / SOCKET)


def tell_screen(run: Path) -> bool:
    """Nudge the folder's screen; return whether there is one. Never blocks."""
    return poke(run / SCREEN_SOCKET)
