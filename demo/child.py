"""One child process: an explicit environment, a log of its own, and an end that nothing survives.

It knows no particular program. The child's life is tied to the thread that started it (`tether.py`), and
it leads a process group, so that `stop` and `kill` take what it started along.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")
POLL_S = 0.02
STOP_S = 10.0
LOG_TAIL = 2_000


class PartFailedError(Exception):
    """A part of the demo did not start, or ended by itself. The message ends with its log's last lines."""


class Child:
    """A running program. `NAME.out` in the log folder holds its standard output, `NAME.log` its errors."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        logs: Path,
        environment: Mapping[str, str],
        listening: int | None = None,
    ) -> None:
        """Start it. `listening` is the descriptor of a bound socket to hand on, as systemd does it."""
        self.name = name
        self.out = logs / f"{name}.out"
        self.log = logs / f"{name}.log"
        logs.mkdir(parents=True, exist_ok=True)
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid())]
        socket = "-" if listening is None else str(listening)
        with self.out.open("ab") as out, self.log.open("ab") as log:
            self._out_start = out.tell()
            self._process = subprocess.Popen(
                [*tether, socket, *map(str, argv)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                env=dict(environment),
                pass_fds=() if listening is None else (listening,),
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The program's process id (the tether became it)."""
        return self._process.pid

    def alive(self) -> bool:
        """Say whether it still runs."""
        return self._process.poll() is None

    def output(self) -> str:
        """Return what this run has written on standard output so far."""
        with self.out.open("rb") as file:
            file.seek(self._out_start)
            return file.read().decode(errors="replace")

    def wait_until(self, condition: Callable[[], bool], *, what: str, timeout_s: float) -> None:
        """Block until `condition` holds. Raises PartFailedError when the program ends, or time does."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            if not self.alive():
                self.kill()
                raise PartFailedError(self._complaint(f"ended with {self._process.returncode} before {what}"))
            if time.monotonic() > deadline:
                self.kill()
                raise PartFailedError(self._complaint(f"not {what} within {timeout_s:g} s"))
            time.sleep(POLL_S)

    def wait(self, timeout_s: float) -> int:
        """Block until it ends by itself and return its status. Raises PartFailedError after `timeout_s`."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise PartFailedError(self._complaint(f"still runs after {timeout_s:g} s")) from error

    def stop(self, timeout_s: float = STOP_S) -> int:
        """Ask it to end (SIGTERM), wait, kill what is left of its group; return its exit status."""
        if self.alive():
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):  # then it had its chance
                self._process.wait(timeout_s)
        return self.kill()

    def kill(self) -> int:
        """End it and everything that it started, at once; return its exit status."""
        with suppress(ProcessLookupError):  # the whole group is gone already
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait(STOP_S)

    def _complaint(self, what: str) -> str:
        tail = (self.log.read_bytes() + self.output().encode())[-LOG_TAIL:].decode(errors="replace")
        return f"{self.name}: {what}\n{tail}"
