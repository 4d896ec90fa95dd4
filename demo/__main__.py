"""`make demo`: the main job, twice, on real parts; pictures, slips and an account in `build/demo/`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from demo.account import Account
from demo.child import PartFailedError
from demo.finger import TakenOverError
from demo.stage import Stage
from demo.visit import DIGITS, Visit

DELIVERY_S = 120.0


def main() -> int:
    """Run it; return 0 when everything that was promised happened."""
    options = argparse.ArgumentParser(prog="kiosk demo")
    options.add_argument("--headless", action="store_true", help="never in a window")
    options.add_argument("--out", type=Path, default=Path("build/demo"))
    options.add_argument("--work", type=Path, help="keep the parts' own files here")
    given = options.parse_args()
    windowed = bool(os.environ.get("DISPLAY")) and not given.headless
    account = Account(_emptied(given.out.resolve()))
    folder = given.work.resolve() if given.work else Path(tempfile.mkdtemp(prefix="motcua-demo-"))
    print(f"Một Cửa Kiosk: the main job, {'in a window' if windowed else 'offscreen'}", flush=True)
    try:
        with Stage(folder, windowed=windowed) as stage:
            return _both_visits(stage, account)
    except PartFailedError as error:
        account.write(queued_offline=0, delivered=0, duplicates=0)
        shutil.copytree(folder, account.out / "logs", ignore=shutil.ignore_patterns("keys"))
        print(f"FAILED: {error}\nlogs are in {account.out / 'logs'}", file=sys.stderr)
        return 1
    finally:
        if not given.work:
            shutil.rmtree(folder, ignore_errors=True)


def _both_visits(stage: Stage, account: Account) -> int:
    with stage.screen:
        try:
            Visit(stage, account, "online").run(online=True)
            with account.step("portal stopped"):
                stage.portal.stop()
            Visit(stage, account, "offline").run(online=False)
        except TakenOverError:
            return _by_hand(stage)
        queued = _waiting(stage)
        with account.step("portal started, dossier delivered"):
            stage.portal.start()
            dossiers = _delivered(stage, count=2)
    return _settle(stage, account, dossiers, queued)


def _by_hand(stage: Stage) -> int:
    """Leave the screen to whoever pressed a key, with all parts at work, until they close its window."""
    if not stage.portal.running():
        stage.portal.start()
    if not stage.card.running():
        stage.card.insert()
    stage.put_paper_in_the_scanner()
    print(
        f"A key was pressed: the screen is yours. The card is on the reader, its six digits are {DIGITS};"
        " a page is in the scanner. Close the window to end.",
        flush=True,
    )
    stage.screen.wait_closed()
    return 0


def _settle(stage: Stage, account: Account, dossiers: list[dict[str, Any]], queued: int) -> int:
    """Write what came out at both ends, and count it at the portal."""
    opened = [{**dossier, **stage.portal.ask("open", dossier["id"])} for dossier in dossiers]
    text = json.dumps({"dossiers": opened}, ensure_ascii=False, indent=1)
    (account.out / "portal.json").write_text(text + "\n", encoding="utf-8")
    slips = stage.printer.received()
    for number, slip in enumerate(slips, start=1):
        shutil.copyfile(slip, account.out / f"slip-{number}.pdf")
    at_kiosk = {dossier["id"] for dossier in stage.kiosk("dossiers", "list")["dossiers"]}
    delivered = sum(dossier["id"] in at_kiosk for dossier in dossiers)
    duplicates = len(dossiers) - len({dossier["id"] for dossier in dossiers} & at_kiosk)
    account.write(queued_offline=queued, delivered=delivered, duplicates=duplicates)
    good = (queued, delivered, duplicates, len(slips)) == (1, 2, 0, 2)
    print(
        f"{delivered} dossiers delivered, {queued} of them queued while the portal was gone,"
        f" {duplicates} duplicates, {len(slips)} slips printed.\nPictures and papers: {account.out}",
        flush=True,
    )
    return 0 if good else 1


def _waiting(stage: Stage) -> int:
    rows = stage.kiosk("dossiers", "list")["dossiers"]
    return sum(row["outbox"]["state"] in ("waiting", "sending") for row in rows)


def _delivered(stage: Stage, *, count: int) -> list[dict[str, Any]]:
    """Wait until the portal has opened `count` dossiers; then look a moment longer for one too many."""
    deadline_s = time.monotonic() + DELIVERY_S
    while time.monotonic() < deadline_s:
        rows: list[dict[str, Any]] = stage.portal.ask("dossiers")["dossiers"]
        if sum(bool(row["official_code"]) for row in rows) >= count and not _waiting(stage):
            time.sleep(2.0)
            final: list[dict[str, Any]] = stage.portal.ask("dossiers")["dossiers"]
            return final
        time.sleep(0.3)
    raise PartFailedError(f"the portal did not open {count} dossiers within {DELIVERY_S:g} s")


def _emptied(out: Path) -> Path:
    for name in ("screens", "logs"):
        shutil.rmtree(out / name, ignore_errors=True)
    for pattern in ("slip-*.pdf", "portal.json", "summary.json"):
        for file in out.glob(pattern):
            file.unlink()
    out.mkdir(parents=True, exist_ok=True)
    return out


if __name__ == "__main__":
    sys.exit(main())
