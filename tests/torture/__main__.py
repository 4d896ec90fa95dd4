"""`make torture`: every fault of the list, as often as asked, and the bill at the end.

`python -m tests.torture [--kills 1000] [--cuts 300] [--line 300] [--disk 60] [--only WORD]` prints the bill
and writes it to `build/torture.json`. Exits 1 when anything is wrong on it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture import bill as bills
from tests.torture.bill import Bill

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "build" / "torture.json"
SHARES = {"JOURNEY": 0.03, "PORTAL_KILLS": 0.04, "SYNC_KILLS": 0.15}
"""Of all kills, those that need whole processes; the others meet storage and migration in forked children."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Tests to run. With `fault` they hand in no bill of their own: they meet it `count` times, or once."""

    tests: tuple[str, ...]
    fault: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    count: int = 0


CLIENT = "tests/contract/sync/test_client.py::test_"
STORAGE = "tests/contract/storage/"
DELIVERY = "tests/journeys/test_delivery.py::test_"


def proofs(kills: int, cuts: int, line: int, disk: int) -> list[Proof]:
    """Return the list of docs/torture.md, in its order."""
    share = {name: round(kills * part) for name, part in SHARES.items()}
    forked = kills - sum(share.values())
    storage = {
        "STORAGE_KILLS": str(round(forked / 1.1)),
        "MIGRATION_KILLS": str(forked - round(forked / 1.1)),
    }
    line_ = {"LINE_FAULTS": str(line), "SYNC_KILLS": str(share["SYNC_KILLS"])}
    return [
        Proof(("tests/torture/test_storage_killed.py",), environment=storage),
        Proof(("tests/torture/test_power_cuts.py",), environment={"POWER_CUTS": str(cuts)}),
        Proof(("tests/torture/test_disk_errors.py",), environment={"DISK_ERRORS": str(disk)}),
        Proof(("tests/torture/test_bad_line.py",), environment=line_),
        Proof(
            ("tests/contract/portal/test_killed.py",),
            "kill of the portal",
            {"PORTAL_KILLS": str(share["PORTAL_KILLS"])},
            share["PORTAL_KILLS"],
        ),
        Proof(
            ("tests/journeys/test_kills.py",),
            "kill in a visit",
            {"KILLS": str(share["JOURNEY"])},
            share["JOURNEY"],
        ),
        Proof((STORAGE + "test_killed.py",), "kill at every eleventh line of the storage"),
        Proof((STORAGE + "test_failing_disk.py",), "EIO at a sync, retried"),
        Proof((STORAGE + "test_full_disk.py",), "disk full, or mounted read-only"),
        Proof(
            (
                "tests/contract/sync/test_clock.py",
                "tests/journeys/test_bad_input.py::test_a_clock_two_years_off_is_told_and_stops_no_dossier",
            ),
            "clock years off, certificate out of date",
        ),
        Proof(
            (CLIENT + "a_certificate_that_does_not_fit_has_its_own_code",),
            "expired, future or wrong certificate",
        ),
        Proof((CLIENT + "a_captive_portal_that_speaks_plain_http_is_a_foreign_answer",), "captive portal"),
        Proof(
            (DELIVERY + "a_portal_restored_from_yesterday_gets_back_what_it_lost",),
            "portal restored from yesterday",
        ),
        Proof(
            (
                DELIVERY + "a_manifest_that_the_portal_knows_otherwise_is_superseded_and_kept",
                "tests/contract/portal/test_dossiers.py::test_same_manifest_from_many_at_once_counts_once",
            ),
            "one id twice",
        ),
        Proof(
            ("tests/unit/test_outbox_machine.py",),
            "model: lost, late and doubled messages, crashes, clock jumps",
        ),
    ]


def run(proof: Proof, folder: Path) -> Bill:
    """Run one proof; what fails is on the bill, and its output is shown."""
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *proof.tests]
    environment = os.environ | dict(proof.environment) | {bills.FOLDER: str(folder)}
    began_s = time.monotonic()
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{time.monotonic() - began_s:6.0f} s  {' '.join(proof.tests)}", flush=True)  # noqa: T201 -- progress
    bill = Bill()
    if done.returncode:
        print(done.stdout[-6000:])  # noqa: T201 -- the reason
        bill.failed.append(" ".join(proof.tests))
    elif proof.fault:
        passed = re.search(r"(\d+) passed", done.stdout)
        bill.operations = bill.checked = int(passed[1]) if passed else 0
        bill.faults[proof.fault] = proof.count or bill.operations
    return bill


def main() -> int:
    """Run all and print the bill."""
    parser = argparse.ArgumentParser(prog="torture")
    for name, count in (("kills", 1000), ("cuts", 300), ("line", 300), ("disk", 60)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="motcua-torture-") as folder:
        whole = Bill()
        for proof in proofs(asked.kills, asked.cuts, asked.line, asked.disk):
            if asked.only in " ".join(proof.tests):
                whole.add(run(proof, Path(folder)))
        whole.add(bills.handed_in(Path(folder)))
    minutes = (time.monotonic() - began_s) / 60
    RESULT.parent.mkdir(exist_ok=True)
    document = whole.document() | {"minutes": round(minutes, 1)}
    RESULT.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(bills.printed(whole))  # noqa: T201 -- the bill
    return 1 if whole.wrong() else 0


if __name__ == "__main__":
    sys.exit(main())
