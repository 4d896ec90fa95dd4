"""What is broken under a running screen: it is said in words, and is over when mended."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demo.finger import TouchScreen
from demo.parts import Portal, ask, kiosk_command
from demo.surroundings import surroundings
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code

FORMS = Path(__file__).parents[2] / "forms"
PYTHONPATH = str(Path(__file__).parents[2])
SHOWS_S = 45.0

ON_A_SMALL_DISK = f"""
import subprocess, sys
from pathlib import Path
from demo.finger import TouchScreen
folder, disk = Path(sys.argv[1]), Path(sys.argv[1]) / "disk"

def opened():
    return TouchScreen(folder, config=folder, data=disk / "data", environment={{}}, windowed=False)

with opened() as screen:
    screen.wait_for("page-IdlePage", timeout_s={SHOWS_S})
    with (disk / "somebody").open("wb", buffering=0) as other:
        try:
            while other.write(bytes(65536)):
                pass
        except OSError:
            pass
    print(screen.wait_for("failure", timeout_s={SHOWS_S}))
    (disk / "somebody").unlink()
    screen.wait_for("page-IdlePage", timeout_s={SHOWS_S})
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
with opened() as screen:
    print(screen.wait_for("failure", timeout_s={SHOWS_S}))
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare (util-linux)")
def test_a_full_disk_and_a_read_only_one_are_said_until_they_are_mended(
    tmp_path: Path, portal: Portal
) -> None:
    (tmp_path / "kiosk.toml").write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
    (tmp_path / "script.py").write_text(ON_A_SMALL_DISK, encoding="utf-8")
    (tmp_path / "disk").mkdir()
    place = ("--config", str(tmp_path), "--data", str(tmp_path / "disk/data"), "--json")
    joining = ("enrol", "--portal", portal.url, "--code", portal.ask("enrol-code")["code"])
    ask(kiosk_command(*joining, *place), tmp_path)
    inside = (
        'mv "$1/disk/data" "$1/data"; mount -t tmpfs -o size=64m,mode=700 tmpfs "$1/disk" || exit 70; '
        'mv "$1/data" "$1/disk/data"; exec "$2" "$1/script.py" "$1"'
    )
    argv = ["unshare", "--user", "--map-root-user", "--mount"]
    argv += ["sh", "-c", inside, "sh", str(tmp_path), sys.executable]
    done = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
        env=surroundings(tmp_path, PYTHONPATH=PYTHONPATH),
    )
    assert done.returncode == 0, done.stderr
    full, read_only = done.stdout.splitlines()
    assert (full, read_only) == (words_of(Code.DISK_FULL).do_vi, words_of(Code.DISK_READ_ONLY).do_vi)


def test_one_broken_package_leaves_the_others_in_reach(tmp_path: Path) -> None:
    shutil.copytree(FORMS, tmp_path / "forms")
    (tmp_path / "forms/3.000348/procedure.toml").write_bytes(b"code = [")
    (tmp_path / "kiosk.toml").write_text('forms_dir = "forms"\n', encoding="utf-8")
    with TouchScreen(
        tmp_path, config=tmp_path, data=tmp_path / "data", environment={}, windowed=False
    ) as screen:
        screen.touch("door-file")
        screen.wait_for("page-FindPage")
        screen.type("mat bang lai")
        screen.touch("result-3.000348")
        screen.wait_for("page-PreparePage")
        assert "start" not in screen.names()
        screen.touch("back")
        screen.wait_for("result-3.000347")
    assert (tmp_path / "screen.log").read_text(encoding="utf-8") == ""
