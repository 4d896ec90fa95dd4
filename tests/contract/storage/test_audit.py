"""The audit's chain and the counted faces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.core.audit_chain import first_break
from kiosk.storage.audit import Audit
from kiosk.storage.db import Database

AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


@contextmanager
def opened(folder: Path) -> Iterator[Audit]:
    database = Database(folder / "kiosk.db")
    try:
        yield Audit(database, now=lambda: AT)
    finally:
        database.close()


@pytest.fixture
def audit(tmp_path: Path) -> Iterator[Audit]:
    with opened(tmp_path) as audit:
        yield audit


def test_lines_follow_each_other_across_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as audit:
        audit.append("Idle DoorOpened Finding")
    with opened(tmp_path) as audit:
        audit.append("Finding Abandoned Idle")
        assert [line.sequence for line in audit.lines()] == [1, 2]
        assert first_break(audit.lines()) is None


def test_a_changed_removed_or_swapped_line_is_found(audit: Audit) -> None:
    for number in range(4):
        audit.append(f"line {number}")
    lines = audit.lines()
    changed = [lines[0], replace(lines[1], line="another"), *lines[2:]]
    assert first_break(changed) == 2
    assert first_break([lines[0], *lines[2:]]) == 2
    assert first_break([lines[1], lines[0], *lines[2:]]) == 1


def test_faces_are_counted_by_day_and_tied_to_nothing(audit: Audit) -> None:
    for score in (5, 5, 2):
        audit.rate(score)
    assert audit.ratings() == {("2026-11-23", 2): 1, ("2026-11-23", 5): 2}
