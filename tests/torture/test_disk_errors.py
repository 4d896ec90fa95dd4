"""The disk reports an error at any write or sync: what was promised is there, whatever the program did next.

strace answers the n-th call in the kernel's place. `DISK_ERRORS` says how often, `DISK_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.storage.province import Province
from tests.torture import kiosk_check, portal_check, promises
from tests.torture.bill import Bill, settle
from tests.torture.strace_log import kept_environment

RUNS = int(os.environ.get("DISK_ERRORS", "1"))
SEED = int(os.environ.get("DISK_SEED", str(random.SystemRandom().randrange(10**6))))
SYNCS, WRITES = "fsync,fdatasync", "pwrite64,ftruncate,renameat,rename"
PROGRAMS: list[tuple[str, Callable[..., object]]] = [
    ("tests.torture.kiosk_work", kiosk_check.check),
    ("tests.torture.kiosk_work", kiosk_check.check),
    ("tests.torture.portal_work", portal_check.check),
]
LAST = {SYNCS: 60, WRITES: 160}
"""About so many there are in one run."""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.timeout(60 + 10 * RUNS)
def test_an_error_at_any_call_takes_nothing_that_was_promised(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a run has to be repeatable
    bill = Bill()
    for number in range(RUNS):
        folder = tmp_path / str(number)
        (folder / "machine").mkdir(parents=True)
        Province.new().save(folder / "province.json")
        calls, error = chance.choice([SYNCS, WRITES]), chance.choice(["EIO", "ENOSPC"])
        when = chance.randrange(1, LAST[calls])
        argv = ["strace", "-f", "-qq", "-o", str(folder / "calls"), "--seccomp-bpf", "-e", f"trace={calls}"]
        argv += ["-e", f"inject={calls}:error={error}:when={when}"]
        program, check = PROGRAMS[number % len(PROGRAMS)]
        argv += [sys.executable, "-m", program, str(folder), "2"]
        subprocess.run(argv, env=kept_environment(), capture_output=True, check=False, timeout=100)
        met = "(INJECTED)" in (folder / "calls").read_text(encoding="ascii", errors="replace")
        bill.faults[f"{error} at a {'sync' if calls is SYNCS else 'write'}"] += met
        diary = promises.read((folder / "promises").read_bytes())
        bill.operations += len(diary)
        # an upload whose disk failed begins anew: its pieces are asked for again, nothing is lost
        check(folder, [line for line in diary if line["what"] != "kept"], bill)
        assert bill.wrong() == [], f"seed {SEED}, run {number}: {error} at {calls} {when}"
    settle(bill, "disk-errors")


PIECES = """
import hashlib, sys
from pathlib import Path
from portal.blobs import DiskBlobs

data, blobs, failures = bytes(range(250)) * 4, DiskBlobs(Path(sys.argv[1])), 0
sha256, offset = hashlib.sha256(data).hexdigest(), 0
while offset < len(data):
    try:
        blobs.append("K", sha256, data[offset : offset + 250], offset=offset, length=len(data))
    except OSError:
        failures += 1
        assert blobs.status("K", sha256) is None, "what failed to be synced counts as kept"
    status = blobs.status("K", sha256)
    offset = status.offset if status else 0
assert blobs.read("K", sha256) == data
print(failures)
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("call", [1, 2, 4, 5])
def test_an_upload_whose_sync_failed_begins_anew_at_the_portal(call: int, tmp_path: Path) -> None:
    argv = ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={SYNCS}"]
    argv += ["-e", f"inject={SYNCS}:error=EIO:when={call}", sys.executable, "-c", PIECES]
    done = subprocess.run(
        [*argv, str(tmp_path / "blobs")],
        env=kept_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1, "the fault was not met"
