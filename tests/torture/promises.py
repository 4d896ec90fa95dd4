"""What a program under test has promised, written down by itself the moment that it did.

A line is written by one `write` on a file of its own: it survives a kill, and in a recording it stands
between the calls that came before and after it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

INTENTIONS = frozenset({"begin", "save", "submit", "forget"})
"""What is about to be done; every other line is a promise."""


class Diary:
    """The writing end."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, what: str, about: object, **more: object) -> None:
        """Write one line down; `what` is a promise unless it is one of `INTENTIONS`."""
        os.write(self._handle, json.dumps({"what": what, "about": about, **more}).encode() + b"\n")

    def close(self) -> None:
        """Close it."""
        os.close(self._handle)


def read(text: bytes) -> list[dict[str, Any]]:
    """Return the whole lines."""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith(b"\n")]
