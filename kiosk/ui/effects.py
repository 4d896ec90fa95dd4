"""The one place where threads meet Qt: slow work runs on workers, its end comes back as one queued signal.

Four lanes, each one thread, so that the order within a lane is the order asked: `desk` (the disk), `card`,
`scan`, `paper`. Every future's exception is looked at; one that is no KioskError goes to `on_bug` and ends
the visit on the out-of-service screen, never in silence.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.core.errors import Code, KioskError

T = TypeVar("T")


class Lane(StrEnum):
    """What waits for what."""

    DESK = "desk"
    CARD = "card"
    SCAN = "scan"
    PAPER = "paper"
    WATCH = "watch"


class Once(Generic[T]):
    """Something that is made when first asked for, by whichever thread asks first."""

    def __init__(self, make: Callable[[], T]) -> None:
        """`make` may be slow; the others wait for it."""
        self._make = make
        self._guard = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        """Return it."""
        with self._guard:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def if_made(self) -> T | None:
        """Return it when there is one."""
        return self._made[0] if self._made else None


class Worker(QObject):
    """Runs blocking calls beside the screen."""

    _ended = Signal(object)

    def __init__(self, on_bug: Callable[[BaseException], None]) -> None:
        """`on_bug` is called on the screen's thread with an exception that has no public code."""
        super().__init__()
        self._on_bug = on_bug
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.value) for lane in Lane}
        self._closing = threading.Event()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[KioskError], None],
    ) -> None:
        """Run `work` on a lane; then `done(result)` or `failed(error)` on the screen's thread."""
        if self._closing.is_set():
            return
        future = self._lanes[lane].submit(work)
        future.add_done_callback(lambda ended: self.post(lambda: self._settle(ended, done, failed)))

    def post(self, call: Callable[[], None]) -> None:
        """Run `call` on the screen's thread, after what waits there now. May be called from any thread."""
        if not self._closing.is_set():
            self._ended.emit(call)

    def close(self) -> None:
        """Wait for what runs, drop what waits."""
        self._closing.set()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closing.is_set():
            call()

    def _settle(
        self, future: Future[T], done: Callable[[T], None], failed: Callable[[KioskError], None]
    ) -> None:
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, KioskError) and error.code is not Code.INTERNAL:
            failed(error)
        else:
            self._on_bug(error)


def nothing(_: Any) -> None:
    """The worker's end changes nothing here."""
