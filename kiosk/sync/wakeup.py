"""A nudge between the screen and the sync process: one datagram, of which only the arrival counts.

Losing it costs at most two seconds: whoever waits also looks at `PRAGMA data_version`. Sockets are reached
through an open folder: a Unix address holds 108 bytes, a data folder's path may be longer.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def _address(path: Path) -> Iterator[str]:
    handle = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{handle}/{path.name}"
    finally:
        os.close(handle)


def poke(path: Path) -> bool:
    """Nudge whoever listens there; return whether somebody does. Never blocks."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, contextlib.suppress(OSError):
        sender.settimeout(0)
        with _address(path) as address:
            sender.sendto(b"!", address)
        return True
    return False


class Listener:
    """The end that is nudged: by other processes at `path`, by its own threads with `poke`."""

    def __init__(self, path: Path) -> None:
        """Take the address over; a dead listener's socket file is replaced."""
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(0)
        path.unlink(missing_ok=True)
        with _address(path) as address:
            self._socket.bind(address)
        self._own, self._ours = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def wait(self, timeout_s: float) -> bool:
        """Block until a nudge or the timeout; return whether another process nudged."""
        ready, _, _ = select.select([self._socket.fileno(), self._own], [], [], max(0.0, timeout_s))
        with contextlib.suppress(BlockingIOError):
            os.read(self._own, 4096)
        if self._socket.fileno() not in ready:
            return False
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
        return True

    def poke(self) -> None:
        """End a `wait`, from any thread or a signal's handler."""
        with contextlib.suppress(OSError):
            os.write(self._ours, b"!")

    def close(self) -> None:
        """Give the address back."""
        self._path.unlink(missing_ok=True)
        self._socket.close()
        os.close(self._own)
        os.close(self._ours)
