"""The screen's end: learn within a second that something about a dossier has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.sync.process import SCREEN_SOCKET
from kiosk.sync.wakeup import Listener

LOOK_S = 1.0


class ChangeWatch:
    """Waits for the sync process's nudge, and looks at the database's version in case one is lost."""

    def __init__(
        self, run: Path, *, data_version: Callable[[], int], monotonic_s: Callable[[], float]
    ) -> None:
        """Take `run/screen.sock` over. `data_version` is asked by the thread that waits."""
        self._listener = Listener(run / SCREEN_SOCKET)
        self._data_version = data_version
        self._monotonic_s = monotonic_s
        self._seen: int | None = None
        self._stopped = False

    def wait(self, timeout_s: float) -> bool:
        """Block until something has been written by another connection; False: timeout, or `stop`."""
        end_s = self._monotonic_s() + timeout_s
        while not self._stopped:
            version = self._data_version()
            if version != self._seen:
                self._seen = version
                return True
            left_s = end_s - self._monotonic_s()
            if left_s <= 0:
                return False
            self._listener.wait(min(LOOK_S, left_s))
        return False

    def stop(self) -> None:
        """End a `wait`, from any thread; there is no way back."""
        self._stopped = True
        self._listener.poke()

    def close(self) -> None:
        """Give the address back; nobody may be waiting."""
        self._listener.close()
