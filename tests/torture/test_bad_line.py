"""The real sync process and the real portal, and between them a line that spoils what it carries.

Nothing is lost, nothing counts twice, nothing is readable on the way, and all of it arrives once the line is
good again. `LINE_FAULTS` and `SYNC_KILLS` say how much, `LINE_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo.parts import Portal, SyncProcess
from kiosk import app
from kiosk.core import enrolment
from kiosk.storage.store import Store
from portal.app import open_portal
from portal.store import dossiers, kiosks
from portal.store.engine import reading, writing
from tests.journeys.test_delivery import Kiosk
from tests.torture.bill import Bill, settle
from tests.torture.doubling import DoublingGateway
from tests.torture.line import BadLine

FAULTS = int(os.environ.get("LINE_FAULTS", "5"))
KILLS = int(os.environ.get("SYNC_KILLS", "1"))
SEED = int(os.environ.get("LINE_SEED", str(random.SystemRandom().randrange(10**6))))
SIZES = (800, 60_000, 700_000, 1_500_000)
A_MOMENT_S = 0.15

pytestmark = pytest.mark.timeout(150 + 3 * FAULTS + 6 * KILLS)


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """The portal as a process, and its parts on the same folder in this one."""

    process: Portal
    here: Any

    def code(self) -> str:
        made = enrolment.new_code(self.here.authority.anchors, self.here.rng)
        with writing(self.here.engine) as connection:
            kiosks.add_code(connection, made.secret, expires_at="2999-01-01T00:00:00.000Z")
        return made.text()

    def dossiers(self) -> list[str]:
        with reading(self.here.engine) as connection:
            return [row.dossier_id for row in dossiers.everything(connection)]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherEnd]:
    with Portal(tmp_path_factory.mktemp("portal")) as process:
        end = OtherEnd(process, open_portal(process.data))
        yield end
        end.here.engine.dispose()


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path / "kiosk")


def join(kiosk: Kiosk, portal: OtherEnd, url: str) -> Store:
    place, store = app.place(kiosk.config, kiosk.data), kiosk.store()
    app.join_portal(place, store, url=url, code=portal.code())
    return store


def keep_asking(kiosk: Kiosk, until: Callable[[], bool], timeout_s: float) -> bool:
    """Nudge the sync process, as somebody who waits does, until it is so; return whether it came to be."""
    end_s = time.monotonic() + timeout_s
    place = app.place(kiosk.config, kiosk.data)
    while not until():
        if time.monotonic() > end_s:
            return False
        app.wake_sync(place)
        time.sleep(A_MOMENT_S)
    return True


def all_delivered(store: Store) -> bool:
    return not store.outbox.undelivered()


def reckon(bill: Bill, store: Store, portal: OtherEnd, submitted: list[str]) -> None:
    """Compare what was submitted with both ends' lists."""
    there = portal.dossiers()
    ours = {row.dossier_id: row for row in store.outbox.history()}
    bill.operations += len(submitted)
    bill.checked += len(submitted)
    for each in submitted:
        if there.count(each) != 1:
            (bill.duplicated if there.count(each) else bill.lost).append(f"seed {SEED}: {each} at the portal")
        if ours[each].row_state != "accepted":
            bill.stuck.append(f"seed {SEED}: {each} {ours[each].row_state} {ours[each].reason}")
    bill.duplicated.extend(f"seed {SEED}: {each} twice here" for each in set(ours) - set(submitted))


def test_a_bad_line_and_kills_of_the_sync_process_lose_and_double_nothing(
    kiosk: Kiosk, portal: OtherEnd, tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    bill, submitted = Bill(), list[str]()
    process = SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data)
    with BadLine(portal.process.port, chance) as line:
        store = join(kiosk, portal, line.url)
        line.calm = False
        with process:
            while line.faults.total() < FAULTS or bill.faults["kill of the sync process"] < KILLS:
                submitted += [str(kiosk.submit(store, size=chance.choice(SIZES))) for _ in range(2)]
                few = line.faults.total() + chance.randrange(5)
                keep_asking(kiosk, lambda few=few: line.faults.total() >= few or all_delivered(store), 20)  # type: ignore[misc]
                if bill.faults["kill of the sync process"] < KILLS:
                    process.kill()
                    process.start()
                    bill.faults["kill of the sync process"] += 1
            line.calm = True
            keep_asking(kiosk, lambda: all_delivered(store), 120)
        bill.faults += line.faults
        bill.leaked += line.in_the_clear
        reckon(bill, store, portal, submitted)
        store.close()
    settle(bill, "bad-line")


def test_a_gateway_that_sends_everything_twice_doubles_nothing(
    kiosk: Kiosk, portal: OtherEnd, tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    bill = Bill()
    with DoublingGateway(portal.process.data, portal.process.port, chance) as gateway:
        store = join(kiosk, portal, gateway.url)
        submitted = [str(kiosk.submit(store, size=chance.choice(SIZES))) for _ in range(2 + FAULTS // 10)]
        with SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data):
            keep_asking(kiosk, lambda: all_delivered(store), 60 + FAULTS)
        bill.faults["request sent twice"] += gateway.doubled
        reckon(bill, store, portal, submitted)
        store.close()
    settle(bill, "doubled")
