"""The card reader as the rest of the kiosk sees it: one child process at a time, supervised.

The child watches, reads one card and ends; its successor is started at once and waits warm. The child is
killed when it is silent in the middle of a command, when the time is up, and when nobody wants the card.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import CardResult, ReaderStatus, ReadRequest
from kiosk.devices.idcard import wire
from kiosk.idcard.holder import ReadPhase

CHILD = "kiosk.devices.idcard.child"
_LOOK_S = 0.05
_FIRST_STATUS_S = 5.0
"""For the child to load and look once; on a busy machine that takes more than a second."""
_NOWHERE = ReaderStatus(daemon=False, readers=(), card_in=None)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds."""

    command_s: float = 6.0
    """For the answer to one command; the card's slowest step takes below two."""
    nothing_there_s: float = 2.0
    """For a daemon or a reader to come back before that is told."""


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    messages: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)


class PcscIdCardReader:
    """An `IdCardReader` on PC/SC. One read at a time; `status` may be asked from any thread."""

    def __init__(
        self,
        anchors: tuple[bytes, ...],
        *,
        clock: Callable[[], datetime],
        reader: str | None = None,
        patience: Patience = Patience(),
        trace: Callable[[str], None] | None = None,
    ) -> None:
        """`anchors` are CSCA files as bytes; `reader` a name; `clock` judges validity.

        `trace` is given each command and answer as a redacted line, for a technician.
        """
        self._anchors = anchors
        self._clock = clock
        self._reader = reader
        self._patience = patience
        self._trace = trace
        self._status = _NOWHERE
        self._told = threading.Event()
        self._reading = threading.Lock()
        self._changing = threading.Lock()
        self._closed = False
        self._child = self._start()

    def read(
        self, request: ReadRequest, *, on_progress: Callable[[ReadPhase], None], cancelled: Callable[[], bool]
    ) -> CardResult:
        """Read and verify the card on the reader. See `IdCardReader.read`; CARD_CANCELED when cancelled."""
        with self._reading:
            on_progress(ReadPhase.WAITING)
            self._told.wait(_FIRST_STATUS_S)
            request = replace(request, reader=request.reader or self._reader)
            self._send(wire.encode_job(wire.Job(request, self._clock(), self._trace is not None)))
            deadline = time.monotonic() + request.deadline_s
            watch = _Watch(self._patience, deadline=deadline, wanted=request.reader)
            try:
                return self._follow(watch, on_progress, cancelled)
            finally:
                self._replace()

    def status(self) -> ReaderStatus:
        """Say which readers and cards are there. Never raises; see `IdCardReader.status`."""
        self._told.wait(_FIRST_STATUS_S)
        return self._status

    def close(self) -> None:
        """End the child."""
        self._closed = True
        with self._changing:
            _end(self._child)

    def _follow(
        self, watch: _Watch, on_progress: Callable[[ReadPhase], None], cancelled: Callable[[], bool]
    ) -> CardResult:
        while True:
            message = self._next()
            if message is not None and not self._closed:
                watch.heard(time.monotonic())
                if "result" in message:
                    return wire.decode_result(message)
                if "trace" in message and self._trace is not None:
                    self._trace(message["trace"])
                elif "phase" in message:
                    watch.phase = ReadPhase(message["phase"])
                    on_progress(watch.phase)
                else:
                    _raise_told(message)
            if cancelled() or self._closed:
                raise KioskError(Code.CARD_CANCELED)
            watch.check(time.monotonic(), self._status)

    def _next(self) -> dict[str, Any] | None:
        try:
            return self._child.messages.get(timeout=_LOOK_S)
        except queue.Empty:
            return None

    # -- the child

    def _start(self) -> _Child:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        child = _Child(process)
        self._child = child
        self._send(wire.encode_anchors(self._anchors))
        assert process.stdout is not None  # noqa: S101 -- asked for above
        threading.Thread(target=self._listen, args=(child, process.stdout), daemon=True).start()
        return child

    def _replace(self) -> None:
        with self._changing:
            _end(self._child)
            if not self._closed:
                self._start()

    def _send(self, message: dict[str, Any]) -> None:
        pipe = self._child.process.stdin
        assert pipe is not None  # noqa: S101 -- asked for in _start
        try:
            pipe.write(wire.encode_line(message))
            pipe.flush()
        except (BrokenPipeError, ValueError):  # the child ended, or `close` ended it
            self._child.messages.put({"gone": True})

    def _listen(self, child: _Child, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                message = json.loads(line)
                if "status" in message:
                    self._status = wire.decode_status(message)
                    self._told.set()
                else:
                    child.messages.put(message)
        child.messages.put({"gone": True})


class _Watch:
    """When to give up, and with which code."""

    def __init__(self, patience: Patience, *, deadline: float, wanted: str | None) -> None:
        self.phase = ReadPhase.WAITING
        self._patience = patience
        self._deadline = deadline
        self._wanted = wanted
        self._heard_at = time.monotonic()
        self._missing_since: float | None = None

    def heard(self, now: float) -> None:
        """Note a sign of life."""
        self._heard_at = now

    def check(self, now: float, status: ReaderStatus) -> None:
        """Raise KioskError when it is time to give up."""
        if self.phase is ReadPhase.WAITING:
            self._check_waiting(now, status)
        elif self.phase is ReadPhase.LIFTED:
            if now > self._deadline:
                raise KioskError(Code.CARD_REMOVED)
        elif now - self._heard_at > self._patience.command_s:
            raise KioskError(Code.READER_SILENT)
        elif now > self._deadline:
            raise KioskError(Code.CARD_TIMED_OUT)

    def _check_waiting(self, now: float, status: ReaderStatus) -> None:
        code = _what_is_missing(status, self._wanted)
        if now > self._deadline:
            raise KioskError(code)
        if code is Code.CARD_ABSENT:
            self._missing_since = None
        elif self._missing_since is None:
            self._missing_since = now
        elif now - self._missing_since > self._patience.nothing_there_s:
            raise KioskError(code)


def _what_is_missing(status: ReaderStatus, wanted: str | None) -> Code:
    if not status.daemon:
        return Code.READER_DAEMON_DOWN
    there = status.readers if wanted is None else wanted in status.readers
    return Code.CARD_ABSENT if there else Code.READER_ABSENT


def _raise_told(message: dict[str, Any]) -> None:
    if "error" in message:
        raise wire.decode_error(message)
    if "bug" in message or "gone" in message:
        raise KioskError(Code.INTERNAL, str(message.get("bug", "the card's process ended")))


def _end(child: _Child) -> None:
    """Kill it; whoever listens to it closes its output."""
    child.process.kill()
    child.process.wait()
    if child.process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            child.process.stdin.close()
