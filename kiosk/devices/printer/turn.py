"""One process of this kiosk prints at a time: a lock file, given back by the system when its holder dies."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

POLL_S = 0.1


@contextmanager
def turn(lock: Path, *, until_s: float, cancelled: Callable[[], bool]) -> Iterator[bool]:
    """Wait for the turn until this moment of `time.monotonic`; give whether it came."""
    with lock.open("ab") as file:
        while not (got := _tried(file.fileno())) and time.monotonic() < until_s and not cancelled():
            time.sleep(POLL_S)
        yield got


def _tried(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
