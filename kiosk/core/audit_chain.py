"""The audit's hash chain: each line's hash covers the one before, so that a line can't go unseen. Pure.

A line names types, states and public codes (`core/visit/audit.py`), never a value of a visit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

START = hashlib.sha256(b"motcua-audit").hexdigest()
"""The hash before the first line."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One recorded line. `at` is ISO 8601; order is by `sequence`, from 1 without gaps."""

    sequence: int
    at: str
    line: str
    hash: str


def link(before: str, *, sequence: int, at: str, line: str) -> AuditLine:
    """Return the line chained behind the hash `before`."""
    text = json.dumps([before, sequence, at, line], ensure_ascii=False, separators=(",", ":"))
    return AuditLine(sequence, at, line, hashlib.sha256(text.encode()).hexdigest())


def first_break(lines: Iterable[AuditLine]) -> int | None:
    """Return the sequence of the first line that doesn't follow from those before; None: all do."""
    before = START
    for expected, found in enumerate(lines, start=1):
        if link(before, sequence=expected, at=found.at, line=found.line) != found:
            return expected
        before = found.hash
    return None
