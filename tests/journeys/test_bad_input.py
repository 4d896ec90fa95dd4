"""What is broken before a visit begins: one line with a code and what to do, status 1, and nothing lost."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from demo.parts import Portal, ask, kiosk_command, portal_command, surroundings
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code

FORMS = Path(__file__).parents[2] / "forms"
COMMAND = f"'{sys.executable}' -c 'from kiosk.cli import main; main()'"


def run(argv: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=surroundings(folder),
    )


def assert_one_line(done: subprocess.CompletedProcess[str], code: Code, *, naming: str) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    (line,) = [line for line in done.stderr.splitlines() if not line.startswith("degraded: ")]
    words = words_of(code)
    assert line.startswith(f"{code.value} {words.vi} {words.do_vi}")
    assert naming in line


CONFIGS = {
    "no TOML": (b"site = [", Code.CONFIG_UNREADABLE, "kiosk.toml"),
    "no text": (b"\xff\xfe\x00", Code.CONFIG_UNREADABLE, "kiosk.toml"),
    "a key that there is not": (b"[printer]\nurl = 'ipp://localhost'\n", Code.CONFIG_INVALID, "printer.url"),
    "words for a number": (b"[card]\ndeadline_s = 'ten'\n", Code.CONFIG_INVALID, "card.deadline_s"),
}


@pytest.mark.parametrize("config", CONFIGS)
def test_a_configuration_that_cannot_be_used_is_named(config: str, tmp_path: Path) -> None:
    content, code, naming = CONFIGS[config]
    (tmp_path / "kiosk.toml").write_bytes(content)
    place = ("--config", str(tmp_path / "kiosk.toml"), "--data", str(tmp_path / "data"))
    assert_one_line(run(kiosk_command("dossiers", "list", *place), tmp_path), code, naming=naming)


PACKAGES = {
    "no procedure in it": ("procedure.toml", Code.CATALOGUE_BROKEN),
    "half a form": ("form.xml", Code.FORM_BROKEN),
}


@pytest.mark.parametrize("broken", PACKAGES)
def test_a_broken_form_folder_is_named(broken: str, tmp_path: Path) -> None:
    name, code = PACKAGES[broken]
    shutil.copytree(FORMS / "3.000348", tmp_path / "forms" / "3.000348")
    file = tmp_path / "forms" / "3.000348" / name
    file.write_bytes(file.read_bytes()[:150])
    (tmp_path / "kiosk.toml").write_text('forms_dir = "forms"\n', encoding="utf-8")
    (tmp_path / "answers.json").write_text('{"answers": {}}', encoding="utf-8")
    place = ("--config", str(tmp_path), "--data", str(tmp_path / "data"))
    command = kiosk_command("submit", "3.000348", "--answers", str(tmp_path / "answers.json"), *place)
    assert_one_line(run(command, tmp_path), code, naming="3.000348")


def test_a_port_that_is_taken_is_named_and_the_portals_data_stays(tmp_path: Path, portal: Portal) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = portal_command("serve", "--data", str(tmp_path / "portal"), "--port", port)
        assert_one_line(run(command, tmp_path), Code.ADDRESS_IN_USE, naming=f"127.0.0.1:{port}")
    assert run(portal_command("enrol-code", "--data", str(tmp_path / "portal")), tmp_path).returncode == 0


ANSWERS = {
    "/data/contact/phone": "0987000214",
    "/data/licence/classes": "old_B2",
    "/data/licence/expired": "no",
    "/data/licence/number": "140153007286",
    "/data/licence/issuer": "Sở Giao thông vận tải Sơn La",
    "/data/licence/issued": "2017-05-17",
    "/data/request/classes_wanted": "B",
    "/data/request/reason": "lost",
    "/data/request/suspended": "no",
}
CARD = {
    "personal_number": "014191005526",
    "full_name": "HOÀNG THỊ DUYÊN",
    "date_of_birth": "1991-07-30",
    "date_of_issue": "2021-05-10",
    "place_of_residence": "Bản Lay, xã Chiềng Mung, tỉnh Sơn La",
}


def test_another_portal_at_the_same_address_is_named_and_gets_nothing(tmp_path: Path) -> None:
    place = ("--data", str(tmp_path / "data"), "--json")
    ours, theirs = Portal(tmp_path / "ours"), Portal(tmp_path / "theirs")
    theirs.port = ours.port
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"answers": ANSWERS, "card": CARD}), encoding="utf-8")

    def kiosk(*command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        return ask(kiosk_command(*command, *place), tmp_path, statuses=statuses)

    with ours:
        kiosk("enrol", "--portal", ours.url, "--code", ours.ask("enrol-code")["code"])
    filed = kiosk("submit", "3.000348", "--answers", str(answers), "--no-print")
    with theirs:
        (waiting,) = kiosk("sync", "--once", statuses=(3,))["waiting"]
        assert waiting["id"] == filed["dossier_id"]
        assert waiting["reason"].startswith(Code.PORTAL_UNTRUSTED.value)
        (part,) = [part for part in kiosk("doctor", statuses=(3,))["parts"] if part["name"] == "portal"]
        assert (part["code"], part["do"]) == (Code.PORTAL_UNTRUSTED, words_of(Code.PORTAL_UNTRUSTED).do_vi)
        assert theirs.ask("dossiers")["dossiers"] == []
    with ours:
        assert kiosk("sync", "--once")["waiting"] == []
        assert [dossier["id"] for dossier in ours.ask("dossiers")["dossiers"]] == [filed["dossier_id"]]


FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@pytest.mark.skipif(FAKETIME is None, reason="needs libfaketime")
@pytest.mark.parametrize("off", ["+2y", "-2y"])
def test_a_clock_two_years_off_is_told_and_stops_no_dossier(off: str, tmp_path: Path, portal: Portal) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"answers": ANSWERS, "card": CARD}), encoding="utf-8")
    wrong = surroundings(tmp_path, LD_PRELOAD=str(FAKETIME), FAKETIME=off, FAKETIME_DONT_FAKE_MONOTONIC="1")

    def kiosk(*command: str, env: dict[str, str] = wrong) -> tuple[int, Any, str]:
        argv = kiosk_command(*command, "--data", str(tmp_path / "data"), "--json")
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60, env=env)
        return done.returncode, json.loads(done.stdout or done.stderr), done.stderr

    right = surroundings(tmp_path)
    joining = ("enrol", "--portal", portal.url, "--code", portal.ask("enrol-code")["code"])
    assert kiosk(*joining)[1]["error"]["code"] == Code.PORTAL_CERTIFICATE_TIME
    assert kiosk(*joining, env=right)[0] == 0
    _, filed, _ = kiosk("submit", "3.000348", "--answers", str(answers), "--no-print")
    status, sent, said = kiosk("sync", "--once")
    assert (status, sent["waiting"], said) == (0, [], "")
    assert filed["dossier_id"] in [dossier["id"] for dossier in portal.ask("dossiers")["dossiers"]]
    assert _clock(kiosk("doctor")[1]) == ("degraded", Code.CLOCK_WRONG)
    assert _clock(kiosk("doctor", env=right)[1]) == ("ok", None)


def _clock(doctor: Any) -> tuple[str, str | None]:
    (part,) = [part for part in doctor["parts"] if part["name"] == "clock"]
    return part["state"], part["code"]


ON_A_SMALL_DISK = f"""
mount -t tmpfs -o size=12m,mode=700 tmpfs "$1" || exit 70
kiosk() {{ {COMMAND} "$@" --data "$DISK/data"; echo "status $?"; }}
DISK="$1"
kiosk dossiers list
head -c 20000000 /dev/zero >"$1/somebody" 2>/dev/null
echo full >&2; kiosk dossiers list
rm "$1/somebody"
echo room >&2; kiosk dossiers list
mount -o remount,ro "$1" || exit 70
echo read-only >&2; kiosk sync --once
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare (util-linux)")
def test_a_full_disk_and_a_read_only_one_are_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    argv = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK, "sh", str(disk)]
    done = run(argv, tmp_path)
    assert done.returncode == 0, done.stderr
    told = [line.split()[0] for line in done.stderr.splitlines()]
    full = Code.DISK_FULL.value
    assert told == ["full", full, "room", "read-only", Code.DISK_READ_ONLY.value]
    statuses = [line for line in done.stdout.splitlines() if line.startswith("status ")]
    assert statuses == ["status 0", "status 1", "status 0", "status 1"]
