"""A disk that reports an I/O error at a sync: what was promised is there, what failed says so, it goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import secrets, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.drafts import Uptime
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store

folder, visit, card = Path(sys.argv[1]), VisitId("v1"), Factor(FactorKind.CARD, b"SOD")
def opened():
    return Store(folder, rng=secrets.token_bytes, uptime=Uptime(lambda: 1.0, "b"),
                 now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
def retried(work):
    for _ in range(3):
        try:
            return work()
        except KioskError as error:
            assert error.code is Code.DISK_FAILED, error
            failures.append(error)
    sys.exit("the disk failed once, we failed thrice")

failures, promised = [], {}
store = retried(opened)
retried(lambda: store.drafts.begin(visit, dossier_id=DossierId("d1"), procedure="p", version="1"))
retried(lambda: store.drafts.bind(visit, card))
for number in range(6):
    value = bytes([number]) * 100
    retried(lambda: store.drafts.save(visit, f"answer {number}", value))
    promised[f"answer {number}"] = value
    retried(lambda: store.drafts.save_page(visit, "paper", number, value))
store.close()
store = retried(opened)
retried(lambda: store.drafts.unlock(visit, card))
assert store.drafts.records(visit) == promised
assert store.drafts.pages(visit, "paper") == list(promised.values())
store.database.check()
store.close()
print(len(failures))
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("call", [3, 9, 14, 20, 24])
def test_an_error_at_a_sync_loses_no_promise(call: int, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    data = tmp_path / "data"
    data.mkdir()
    argv = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]
    argv += ["-e", f"inject=fsync,fdatasync:error=EIO:when={call}"]
    done = subprocess.run(
        [*argv, sys.executable, str(script), str(data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        cwd=Path.cwd(),
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1, "the fault was not met"
