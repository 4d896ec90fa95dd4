"""Killed at any line of the storage code, a submission is there once or not at all, and can be finished.

A forked child counts the lines that it executes in `kiosk/storage` and kills itself with SIGKILL at the n-th.
The parent opens what is left, checks, and finishes the job as the restarted program would.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from kiosk.core.dossier import Submission
from kiosk.core.errors import KioskError
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store

CARD = Factor(FactorKind.CARD, b"SOD")
STORAGE = str(Path("kiosk", "storage"))


def lines_until_done(work: Callable[[], None], kill_at: int | None) -> int:
    """Run `work` in a forked child; return its exit status, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        count = 0

        def trace(frame: FrameType, event: str, arg: object) -> Any:
            nonlocal count
            if STORAGE not in frame.f_code.co_filename:
                return None
            if event == "line":
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        work()
        sys.settrace(None)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_everywhere(work: Callable[[Path], None], start: Path, check: Callable[[Path], None]) -> int:
    """Kill at every eleventh line until the work ends by itself; return how many kills that were."""
    kills, line = 0, 1
    while True:
        folder = start.with_name(f"{start.name}-{line}")
        shutil.copytree(start, folder)
        status = lines_until_done(lambda folder=folder: work(folder), line)  # type: ignore[misc]
        check(folder)
        shutil.rmtree(folder)
        if status == 0:
            return kills
        assert status == -signal.SIGKILL
        kills, line = kills + 1, line + 11


@pytest.fixture
def start(tmp_path: Path, fresh: Callable[[Path], Store], province: Any) -> Path:
    """A joined kiosk's folder, closed: nothing of SQLite may be open over a fork."""
    folder = tmp_path / "start"
    folder.mkdir()
    store = fresh(folder)
    province.join(store)
    store.close()
    return folder


def test_a_killed_submission_counts_once_and_can_be_finished(
    start: Path, fresh: Callable[[Path], Store], submission: Callable[[int], Submission], province: Any
) -> None:
    wanted = submission(1)
    visit = wanted.visit

    def prepare() -> None:
        store = fresh(start)
        store.drafts.begin(visit, dossier_id=wanted.dossier_id, procedure="3.000348", version="1")
        store.drafts.bind(visit, CARD)
        store.drafts.save(visit, "form", wanted.instance_xml)
        store.drafts.save_page(visit, "giay_kham", 1, b"a page")
        store.close()

    prepare()

    def work(folder: Path) -> None:
        store = fresh(folder)
        store.drafts.unlock(visit, CARD)
        store.submissions.submit(wanted)
        store.drafts.forget(visit)

    def check(folder: Path) -> None:
        store = fresh(folder)
        filed = store.outbox.history()
        for row in filed:
            parcel = store.outbox.parcel(row.dossier_id)
            assert [b.size_bytes for b in parcel.blobs] == [Path(b.path).stat().st_size for b in parcel.blobs]
        before = [store.outbox.parcel(row.dossier_id) for row in filed]
        finish(store, submitted=bool(filed))
        assert [row.sequence for row in store.outbox.history()] == [1]
        if before:
            assert store.outbox.parcel(wanted.dossier_id) == before[0]
        assert not (folder / "keys" / "epoch.key").exists()
        assert [p.name for p in (folder / "sealed").iterdir()] == [wanted.dossier_id]
        assert len(list((folder / "sealed" / wanted.dossier_id).iterdir())) == 2
        store.close()

    def finish(store: Store, *, submitted: bool) -> None:
        """What the restarted program does: sweep, unlock, submit again, slip, wipe."""
        store.submissions.sweep()
        try:
            head = store.drafts.unlock(visit, CARD)
        except KioskError:
            assert submitted, "a draft may be gone only after its dossier is safe"
        else:
            assert head.submitted == submitted
            receipt = store.submissions.submit(wanted)
            assert receipt.slip_secret is not None
        store.drafts.forget(visit)
        store.drafts.expire()

    assert kill_everywhere(work, start, check) > 20


def test_a_killed_answer_is_the_old_or_the_new_one_and_never_broken(
    start: Path, fresh: Callable[[Path], Store], submission: Callable[[int], Submission]
) -> None:
    visit = submission(1).visit
    store = fresh(start)
    store.drafts.begin(visit, dossier_id=submission(1).dossier_id, procedure="3.000348", version="1")
    store.drafts.bind(visit, CARD)
    store.drafts.save(visit, "form", b"old")
    store.drafts.save_page(visit, "p", 1, b"old page")
    store.close()

    def work(folder: Path) -> None:
        opened = fresh(folder)
        opened.drafts.unlock(visit, CARD)
        opened.drafts.save(visit, "form", b"new")
        opened.drafts.save_page(visit, "p", 1, b"new page")

    def check(folder: Path) -> None:
        opened = fresh(folder)
        opened.drafts.unlock(visit, CARD)
        form, [page] = opened.drafts.records(visit)["form"], opened.drafts.pages(visit, "p")
        assert (form, page) in {(b"old", b"old page"), (b"new", b"old page"), (b"new", b"new page")}
        opened.drafts.forget(visit)
        opened.close()

    assert kill_everywhere(work, start, check) > 12
