"""Forks a child that works, and kills it: the modules to be killed are imported once."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path


def serve(work: Callable[[Path, int], None]) -> None:
    """Read lines `FOLDER COUNT DELAY_S`; for each, answer with how the child ended."""
    for line in sys.stdin:
        folder, count, delay_s = line.split()
        child = os.fork()
        if child == 0:
            work(Path(folder), int(count))
            os._exit(0)
        time.sleep(float(delay_s))
        os.kill(child, signal.SIGKILL)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
