"""Plugs pulled at random instants of visits: screen, sync process, portal. Nothing is lost, nothing doubled.

`KILLS` says how often (20 in the suite; ask for more by hand), `KILL_SEED` repeats a run.
"""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo.child import PartFailedError
from demo.leftovers import in_folders
from demo.parts import VirtualCard
from demo.residue import canaries_of
from demo.stage import PERSON, THE_KIOSKS_FOLDERS, Stage
from demo.visit import ANSWERS, DIGITS, TYPED
from demo.walker import Walker

KILLS = int(os.environ.get("KILLS", "20"))
SEED = int(os.environ.get("KILL_SEED", str(random.SystemRandom().randrange(10**6))))
BETWEEN_S = (0.5, 7.0)
STRANGER = Path(__file__).parents[2] / "demo/people/lo-thi-mai.json"
STRANGERS_DIGITS = "007748"
CANARIES = canaries_of(json.loads(PERSON.read_text(encoding="utf-8")), TYPED) + canaries_of(
    json.loads(STRANGER.read_text(encoding="utf-8")), {}
)
ORDER = [name for name, _ in ANSWERS]

pytestmark = pytest.mark.timeout(60 + 60 * KILLS)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path) as stage:
        try:
            yield stage
        finally:
            stage.screen.kill()


@contextmanager
def pulled_after(stage: Stage, victim: str, delay_s: float) -> Iterator[list[float]]:
    """Pull a part's plug `delay_s` from now, from outside; give when it happened."""
    when: list[float] = []

    def pull() -> None:
        when.append(time.monotonic())
        getattr(stage, victim).kill()

    timer = threading.Timer(delay_s, pull)
    timer.start()
    try:
        yield when
    finally:
        timer.join()


def question_at(page: str) -> int:
    """Return how far a page is on the way through the questions."""
    if page.startswith("question-/data/"):
        return ORDER.index(page.removeprefix("question-/data/"))
    return len(ORDER) if page.startswith("paper-") or page in {"page-CheckPage", "page-SlipPage"} else -1


def test_pulled_plugs_lose_nothing_and_double_nothing(stage: Stage) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    walker = Walker(stage)
    visits = 0
    stage.screen.start()
    for _ in range(KILLS):
        victim = chance.choice(["screen", "screen", "sync", "portal"])
        with pulled_after(stage, victim, chance.uniform(*BETWEEN_S)) as when:
            visits += walk_until_pulled(stage, walker, when)
        if victim == "screen":
            come_back(stage, walker, stranger=chance.random() < 0.3)
        else:
            getattr(stage, victim).start()
    walker.walk(until="page-RatingPage")
    visits += 1
    stage.screen.stop()
    settle(stage, walker)
    folders = [stage.folder / name for name in THE_KIOSKS_FOLDERS]
    assert in_folders(folders, CANARIES) == set(), f"seed {SEED}: readable after the kills"
    assert visits, f"seed {SEED}: no visit came to its end"


def walk_until_pulled(stage: Stage, walker: Walker, when: list[float]) -> int:
    """Walk visits one after the other until the plug was pulled; return how many came to their end."""
    ended = 0
    while not when:
        try:
            walker.walk(until="page-RatingPage", stopped=lambda: bool(when))
            if when:
                break
            walker.answered.clear()
            ended += 1
            stage.screen.touch("face-4")
            stage.screen.wait_for("page-IdlePage")
        except (PartFailedError, OSError):
            if not when and stage.screen.running():
                raise
    return ended


def come_back(stage: Stage, walker: Walker, *, stranger: bool) -> None:
    """Start the screen again; whoever began the draft gets it back, and nobody else does."""
    stage.screen.kill()
    stage.screen.start()
    stage.screen.wait_for("page-IdlePage")
    durable = walker.answered
    if durable:
        stage.screen.wait_for("door-reopen")
    if "door-reopen" not in stage.screen.names():
        walker.answered.clear()
        return
    if stranger:
        a_stranger_gets_nothing(stage)
    stage.screen.touch("door-reopen")
    stage.card.insert()
    stage.screen.type(DIGITS)
    stage.screen.touch("main")
    page = wait_for_page_after(stage, walker, "page-ReopenPage")
    if durable and page not in {"page-SlipPage", "page-IdlePage"}:
        assert question_at(page) > max(ORDER.index(name) for name in durable), f"seed {SEED}: {page}"


def a_stranger_gets_nothing(stage: Stage) -> None:
    """Another card, read all right, opens nothing and shows nothing."""
    stage.card.remove()
    other = VirtualCard(
        stage.folder / "stranger",
        person=STRANGER,
        port=stage.pcscd.port,
        options=("--issuer", str(stage.folder / "card" / "issuer")),
    )
    with other:
        stage.screen.touch("door-reopen")
        stage.screen.type(STRANGERS_DIGITS)
        stage.screen.touch("main")
        stage.screen.wait_for("failure", timeout_s=60)
        assert "page-ReopenPage" in stage.screen.names()
        stage.screen.touch("back")
        stage.screen.wait_for("page-IdlePage")
    other.remove()


def wait_for_page_after(stage: Stage, walker: Walker, left: str) -> str:
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        page = walker.page()
        if page and page != left:
            return page
        assert "failure" not in stage.screen.names(), f"seed {SEED}: the draft's owner was refused"
        time.sleep(0.1)
    raise AssertionError(f"seed {SEED}: the draft did not open")


def settle(stage: Stage, walker: Walker) -> None:
    """Everything that a screen called submitted is at the portal, once, with the answers that were given."""
    deadline_s = time.monotonic() + 180
    while time.monotonic() < deadline_s:
        stage.kiosk("sync", "--once", statuses=(0, 1, 3))
        rows = stage.kiosk("dossiers", "list")["dossiers"]
        dossiers = stage.portal.ask("dossiers")["dossiers"]
        if all(row["outbox"]["state"] == "accepted" for row in rows) and all(
            d["official_code"] for d in dossiers
        ):
            break
        time.sleep(1)
    assert sorted(row["id"] for row in rows) == sorted(dossier["id"] for dossier in dossiers), f"seed {SEED}"
    assert all(dossier["official_code"] for dossier in dossiers), f"seed {SEED}: {dossiers}"
    codes = [dossier["receipt_code"] for dossier in dossiers]
    assert len(set(codes)) == len(codes)
    assert set(walker.receipts) <= set(codes), f"seed {SEED}: a slip without a dossier"
    for dossier in dossiers:
        answers = stage.portal.ask("open", dossier["id"])["answers"]
        assert answers["/data/licence/issuer"] == "Sở Giao thông vận tải Sơn La", f"seed {SEED}"
        assert answers["/data/contact/phone"] == "0987000214", f"seed {SEED}"
