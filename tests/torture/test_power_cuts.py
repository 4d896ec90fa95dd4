"""The power goes at any instant: what was promised is there, and nothing is half there.

The real programs are recorded (`recording.py`) and every state that a cut may leave is opened by the real
code. `POWER_CUTS` says how many, half of them the kiosk's, a third the portal's; `CUT_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.storage.province import Province
from tests.torture import kiosk_check, migration_work, portal_check
from tests.torture.bill import Bill, settle
from tests.torture.kiosk_work import CANARY
from tests.torture.recording import Recording

CUTS = int(os.environ.get("POWER_CUTS", "36"))
SEED = int(os.environ.get("CUT_SEED", str(random.SystemRandom().randrange(10**6))))

pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
    pytest.mark.timeout(120 + CUTS),
]


def cut_everywhere(
    recording: Recording,
    count: int,
    target: Path,
    check: Callable[[Path, list[dict[str, Any]], Bill], object],
) -> Bill:
    bill = Bill(operations=recording.promised())
    for cut, diary in recording.states(recording.cuts(count, SEED), target):
        before = len(bill.wrong())
        check(target, diary, bill)
        bill.faults["power cut"] += 1
        assert len(bill.wrong()) == before, f"seed {SEED}, {cut}: {bill.wrong()[before:]}"
    return bill


def test_a_power_cut_of_the_kiosk_takes_nothing_that_was_promised(tmp_path: Path) -> None:
    recorded, target = tmp_path / "recorded", tmp_path / "cut"
    for folder in (recorded / "machine", target):
        folder.mkdir(parents=True)
    Province.new().save(recorded / "province.json")
    shutil.copy(recorded / "province.json", target)
    recording = Recording(recorded, "tests.torture.kiosk_work", str(2 + CUTS // 100), canary=CANARY)
    bill = cut_everywhere(recording, CUTS // 2, target, kiosk_check.check)
    bill.leaked.extend(["a write in the clear"] * recording.in_the_clear)
    settle(bill, "power-cuts-kiosk")


def test_a_power_cut_of_a_migration_leaves_the_old_or_the_new_tables(tmp_path: Path) -> None:
    recorded, target = tmp_path / "recorded", tmp_path / "cut"
    migration_work.prepare(recorded, migration_work.DUMPS[SEED % len(migration_work.DUMPS)])
    recording = Recording(recorded, "tests.torture.migration_work")
    settle(cut_everywhere(recording, CUTS // 6, target, migration_work.check), "power-cuts-migration")


def test_a_power_cut_of_the_portal_takes_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    recorded, target = tmp_path / "recorded", tmp_path / "cut"
    for folder in (recorded / "machine", target):
        folder.mkdir(parents=True)
    recording = Recording(recorded, "tests.torture.portal_work", str(2 + CUTS // 50))
    settle(cut_everywhere(recording, CUTS // 3, target, portal_check.check), "power-cuts-portal")
