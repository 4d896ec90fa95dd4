"""The audit's chain and the counted faces."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.core.audit_chain import first_break
from kiosk.storage.audit import Audit
from kiosk.storage.db import Database

AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


def opened(folder: Path) -> Audit:
    return Audit(Database(folder / "kiosk.db"), now=lambda: AT)


def test_lines_follow_each_other_across_a_restart(tmp_path: Path) -> None:
    opened(tmp_path).append("Idle DoorOpened Finding")
    audit = opened(tmp_path)
    audit.append("Finding Abandoned Idle")
    assert [line.sequence for line in audit.lines()] == [1, 2]
    assert first_break(audit.lines()) is None


def test_a_changed_removed_or_swapped_line_is_found(tmp_path: Path) -> None:
    audit = opened(tmp_path)
    for number in range(4):
        audit.append(f"line {number}")
    lines = audit.lines()
    changed = [lines[0], replace(lines[1], line="another"), *lines[2:]]
    assert first_break(changed) == 2
    assert first_break([lines[0], *lines[2:]]) == 2
    assert first_break([lines[1], lines[0], *lines[2:]]) == 1


def test_faces_are_counted_by_day_and_tied_to_nothing(tmp_path: Path) -> None:
    audit = opened(tmp_path)
    for score in (5, 5, 2):
        audit.rate(score)
    assert audit.ratings() == {("2026-11-23", 2): 1, ("2026-11-23", 5): 2}
