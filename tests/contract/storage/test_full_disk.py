"""A disk that is full, or can't be written: what has begun is finished, nothing new begins, nothing is lost.

Each script runs on a small file system of its own, mounted in a private namespace.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = """
import os, secrets, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.drafts import Uptime
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store

folder, visit = Path(sys.argv[1]), VisitId("v1")
now = lambda: datetime(2026, 11, 23, tzinfo=UTC)
def opened():
    return Store(folder, rng=secrets.token_bytes, uptime=Uptime(lambda: 1.0, "b"), now=now)
def fill():
    with open(folder / "somebody else's", "ab") as file:
        try:
            while True:
                os.write(file.fileno(), bytes(4096))
        except OSError:
            pass
store = opened()
store.drafts.begin(visit, dossier_id=DossierId("d1"), procedure="3.000348", version="1")
store.drafts.bind(visit, Factor(FactorKind.CARD, b"SOD"))
"""
FULL = (
    BEGIN
    + """
assert store.health() is None, "a new visit may begin"
fill()
assert os.statvfs(folder).f_bavail == 0
for number in range(50):
    store.drafts.save(visit, f"answer {number}", bytes(1000))
store.drafts.save_page(visit, "paper", 1, bytes(100_000))
assert store.health() is Code.DISK_FULL, "no new visit"
assert len(store.drafts.records(visit)) == 50
store.close()
store = opened()
assert store.health() is Code.DISK_FULL
store.drafts.unlock(visit, Factor(FactorKind.CARD, b"SOD"))
store.drafts.forget(visit)
(folder / "somebody else's").unlink()
assert store.health() is None, "room again"
store.close()
"""
)
OVERFULL = (
    BEGIN
    + """
store.drafts.save(visit, "kept", b"before")
fill()
lost = 0
try:
    for number in range(100_000):
        store.drafts.save(visit, f"answer {number}", bytes(20_000))
except KioskError as error:
    assert error.code is Code.DISK_FULL, error
    lost = number
assert lost > 50
store.close()
(folder / "somebody else's").unlink()
store = opened()
store.drafts.unlock(visit, Factor(FactorKind.CARD, b"SOD"))
assert len(store.drafts.records(visit)) == lost + 1
assert store.drafts.records(visit)["kept"] == b"before"
store.close()
"""
)
READ_ONLY = (
    BEGIN
    + """
import subprocess
store.drafts.save(visit, "kept", b"before")
store.close()
subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
try:
    store = opened()
    store.drafts.unlock(visit, Factor(FactorKind.CARD, b"SOD"))
    sys.exit("a read-only disk was written")
except KioskError as error:
    assert error.code is Code.DISK_READ_ONLY, error
"""
)


def run_on_small_disk(script: str, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    (tmp_path / "script.py").write_text(script)
    mount = f"mount -t tmpfs -o size=12m,mode=700 tmpfs '{folder}'"
    inside = f"{mount} && exec '{sys.executable}' '{tmp_path / 'script.py'}' '{folder}'"
    argv = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=100, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare (util-linux)")
@pytest.mark.parametrize(
    "script", [FULL, OVERFULL, READ_ONLY], ids=["full", "nothing left at all", "read-only"]
)
def test_a_disk_at_its_end(script: str, tmp_path: Path) -> None:
    run_on_small_disk(script, tmp_path)
