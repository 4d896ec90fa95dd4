"""`kill -9` at random instants of filling, submitting, forgetting and migrating: what was promised is there.

`STORAGE_KILLS` and `MIGRATION_KILLS` say how often, `KILL_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.contract.storage.province import Province
from tests.torture import kiosk_check, migration_work, promises
from tests.torture.bill import Bill, settle

KILLS = int(os.environ.get("STORAGE_KILLS", "5"))
MIGRATIONS = int(os.environ.get("MIGRATION_KILLS", "2"))
SEED = int(os.environ.get("KILL_SEED", str(random.SystemRandom().randrange(10**6))))
A_FOLDERS_LIFE = 20
"""Kills that one machine goes through before the next begins afresh."""

pytestmark = pytest.mark.timeout(60 + 3 * KILLS)


@contextmanager
def killer(module: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program that forks, kills and tells: its children need no start of their own."""
    argv = [sys.executable, "-m", module, "--serve"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def kill_in(process: subprocess.Popen[str], folder: Path, visits: int, delay_s: float) -> int:
    """Let it work there and kill it after so long; return how it ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{folder} {visits} {delay_s:.4f}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_kills_of_the_storage_take_nothing_that_was_promised(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    bill, folder, known = Bill(), tmp_path, 0
    with killer("tests.torture.kiosk_work") as process:
        for number in range(KILLS):
            if number % A_FOLDERS_LIFE == 0:
                shutil.rmtree(folder / "machine", ignore_errors=True)
                folder = tmp_path / str(number)
                (folder / "machine").mkdir(parents=True)
                known = 0
                Province.new().save(folder / "province.json")
            kill_in(process, folder, 2, chance.uniform(0.01, 0.5))
            bill.faults["kill of the storage"] += 1
            diary = promises.read((folder / "promises").read_bytes())
            bill.operations, known = bill.operations + len(diary) - known, len(diary)
            before = len(bill.wrong())
            closed = kiosk_check.check(folder, diary, bill)
            assert len(bill.wrong()) == before, f"seed {SEED}, kill {number}: {bill.wrong()[before:]}"
            kiosk_check.note_closed(folder, closed)
    settle(bill, "kills-storage")


def test_kills_of_a_migration_leave_the_old_or_the_new_tables(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    bill = Bill()
    with killer("tests.torture.migration_work") as process:
        for number in range(MIGRATIONS):
            folder = tmp_path / str(number)
            migration_work.prepare(folder, chance.choice(migration_work.DUMPS))
            kill_in(process, folder, 0, chance.uniform(0.0, 0.12))
            bill.faults["kill of a migration"] += 1
            bill.operations += 1
            migration_work.check(folder, [], bill)
    settle(bill, "kills-migration")
