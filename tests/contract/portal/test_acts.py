"""What an officer decides: which state may follow, when the result is due, and who hears of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import Code, KioskError
from portal import acts
from portal.intake.worker import IntakeWorker
from portal.store import dossiers
from portal.store.engine import reading
from portal.store.numbering import VIETNAM


@pytest.fixture
def filed(kiosk: Any, sample: Any) -> str:
    """A filed and opened dossier's id."""
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "opened"
    return str(sample.dossier_id)


@pytest.fixture
def decide(portal: Any, filed: str) -> Callable[[str, int], str | None]:
    """`decide(moment, state)`: an officer's act at that time in Việt Nam; returns the due date there."""

    def act(moment: str, state: int) -> str | None:
        at = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
        acts.set_state(replace(portal.here, clock=lambda: at), filed, state, note="")
        with reading(portal.here.engine) as connection:
            row = dossiers.find(connection, filed)
        assert row is not None
        due = None if row.due_at is None else datetime.fromisoformat(row.due_at)
        return None if due is None else due.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M")

    return act


def test_acceptance_fixes_the_due_date_by_procedure_and_calendar(
    kiosk: Any, filed: str, decide: Callable[[str, int], str | None]
) -> None:
    # five working days from a Friday; Tuesday 24 November is a day off since 2026
    assert decide("2026-11-20 09:00", 2) == "2026-11-30 09:00"
    [told] = [c for c in kiosk.state("")["changes"] if c.get("dossier_id") == filed and c["state"] == 2]
    assert told["due_at"] == "2026-11-30T02:00:00.000Z"
    assert decide("2026-11-23 09:00", 4) == "2026-11-30 09:00"


def test_clock_stands_still_while_citizens_supplement(decide: Callable[[str, int], str | None]) -> None:
    decide("2026-11-30 09:00", 2)
    assert decide("2026-12-01 10:00", 5) == "2026-12-07 09:00"
    assert decide("2026-12-02 10:00", 5) == "2026-12-07 09:00"
    assert decide("2026-12-03 10:00", 4) == "2026-12-09 09:00"


def test_pause_before_acceptance_moves_nothing(decide: Callable[[str, int], str | None]) -> None:
    assert decide("2026-11-30 09:00", 5) is None
    assert decide("2026-12-03 09:00", 2) == "2026-12-10 09:00"


@pytest.mark.parametrize(
    ("path", "impossible"),
    [((), 10), ((2,), 1), ((2,), 3), ((2, 5), 3), ((3,), 2), ((7,), 4), ((2, 8), 4), ((2, 9, 10), 9)],
)
def test_state_that_cannot_follow_is_refused(
    portal: Any, filed: str, path: tuple[int, ...], impossible: int
) -> None:
    for state in path:
        acts.set_state(portal.here, filed, state, note="")
    with pytest.raises(KioskError) as caught:
        acts.set_state(portal.here, filed, impossible, note="")
    assert caught.value.code is Code.STATE_IMPOSSIBLE
    with reading(portal.here.engine) as connection:
        row = dossiers.find(connection, filed)
    assert row is not None
    assert row.state == (path[-1] if path else 1)


def test_same_state_again_takes_another_note(kiosk: Any, portal: Any, filed: str) -> None:
    for note in ("Thiếu giấy khám", "Thiếu giấy khám và ảnh"):
        acts.set_state(portal.here, filed, 5, note=note)
    changes = [c for c in kiosk.state("")["changes"] if c.get("dossier_id") == filed]
    assert [c["note"] for c in changes[-2:]] == ["Thiếu giấy khám", "Thiếu giấy khám và ảnh"]


def test_command_names_both_states(portal: Any, filed: str) -> None:
    refused = portal.command("status", filed, "10")
    assert (refused.returncode, refused.stderr[:10]) == (1, "INTAKE-007")
    assert "1 → 10" in refused.stderr


def test_dossier_whose_package_comes_later_is_opened_without_a_restart(
    kiosk: Any, portal: Any, sample: Any, tmp_path: Path
) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    worker = IntakeWorker(replace(portal.here, forms_dir=forms), look_every_s=0.05)
    sample.change(procedure={"code": "9.999999", "version": "1", "name": "Thử"})
    sample.bend_manifest = {"procedure": "9.999999", "procedure_version": "1"}
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    assert kiosk.until_opened(sample.dossier_id)["reason"]["code"] == "PACKAGE_MISSING"
    worker.start()
    package = shutil.copytree(Path(portal.here.forms_dir) / "3.000348", tmp_path / "package")
    facts = (package / "procedure.toml").read_text(encoding="utf-8")
    lines = ['version = "1"' if line.startswith("version =") else line for line in facts.splitlines()]
    (package / "procedure.toml").write_text("\n".join(lines), encoding="utf-8")
    package.rename(forms / "9.999999")
    end = time.monotonic() + 20
    while kiosk.until_opened(sample.dossier_id)["stage"] != "opened":
        assert time.monotonic() < end
        time.sleep(0.1)
    worker.stop()


def test_due_date_of_a_dossier_without_package_is_told_later(portal: Any, kiosk: Any, sample: Any) -> None:
    sample.bend_manifest = {"procedure_version": "1999.1"}
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    acts.set_state(portal.here, sample.dossier_id, 2, note="")
    with reading(portal.here.engine) as connection:
        row = dossiers.find(connection, sample.dossier_id)
    assert row is not None
    assert row.due_at is None
    assert datetime.fromisoformat(row.accepted_at) - datetime.fromisoformat(row.received_at) < timedelta(
        minutes=5
    )
