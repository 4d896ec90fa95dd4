"""The main job, once a run, on real parts: what came out at both ends, and what was left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from demo.leftovers import Leftover, in_folders, in_processes, process_file, processes_with
from demo.parts import ask, kiosk_command
from demo.residue import canaries_of
from demo.stage import PERSON as PERSON_FILE
from demo.stage import THE_KIOSKS_FOLDERS
from demo.visit import TYPED

DEMO_S = 400
PERSON = json.loads(PERSON_FILE.read_text(encoding="utf-8"))
CANARIES = canaries_of(PERSON, TYPED | {"as on the slip": "Đ. V. Việt"})
LOOK_EVERY_S = 1.0


@dataclass(frozen=True)
class Job:
    """The demo's output folder, and the parts' own files."""

    out: Path
    work: Path
    in_processes: set[Leftover] = field(default_factory=set)
    processes: set[str] = field(default_factory=set)

    def look_at_processes(self) -> None:
        """Look at the kiosk's processes now: arguments and environment."""
        pids = processes_with(str(self.work / "kiosk"))
        self.in_processes.update(in_processes(pids, CANARIES))
        self.processes.update(process_file(pid, "cmdline").decode() for pid in pids)

    def json(self, name: str) -> Any:
        return json.loads((self.out / name).read_text(encoding="utf-8"))

    def slip(self, number: int) -> str:
        """Return the printed slip's words, as pdftotext reads them."""
        command = ["pdftotext", "-layout", str(self.out / f"slip-{number}.pdf"), "-"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def kiosk(self, *command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        place = ("--config", str(self.work / "kiosk.toml"), "--data", str(self.work / "kiosk"))
        return ask(kiosk_command(*command, *place, "--json"), self.work, statuses=statuses)


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    job = Job(tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("work"))
    command = [sys.executable, "-m", "demo", "--headless", "--out", str(job.out), "--work", str(job.work)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        said = run_looked_at(demo, job)
    assert demo.returncode == 0, said
    return job


def run_looked_at(demo: subprocess.Popen[str], job: Job) -> str:
    """Wait for the demo, looking at the kiosk's processes meanwhile; return what it said."""
    deadline_s = time.monotonic() + DEMO_S
    while time.monotonic() < deadline_s:
        try:
            return demo.communicate(timeout=LOOK_EVERY_S)[0]
        except subprocess.TimeoutExpired:
            job.look_at_processes()
    demo.kill()
    return demo.communicate()[0]


pytestmark = pytest.mark.timeout(DEMO_S + 60)


def test_both_dossiers_are_delivered_once_and_one_of_them_waited(job: Job) -> None:
    summary = job.json("summary.json")
    assert (summary["queued_offline"], summary["delivered"], summary["duplicates"]) == (1, 2, 0)
    assert all(step["ok"] for step in summary["steps"])


def test_the_portal_opens_what_was_answered_and_where_it_came_from(job: Job) -> None:
    for dossier in job.json("portal.json")["dossiers"]:
        answers, provenance = dossier["answers"], dossier["provenance"]
        assert answers["/data/applicant/full_name"] == PERSON["full_name"]
        assert answers["/data/licence/issuer"] == "Sở Giao thông vận tải Sơn La"
        assert answers["/data/licence/classes"] == "A1 old_B2"
        assert answers["/data/licence/issued"] == "2017-06-01"
        assert "/data/request/reason_other" not in answers
        assert provenance["/data/applicant/full_name"] == "chip"
        assert provenance["/data/contact/phone"] == "typed"
        assert [attached["name"] for attached in dossier["attachments"]] == ["health_certificate.pdf"]
        assert dossier["official_code"]


def test_each_slip_says_what_has_happened_and_no_more(job: Job) -> None:
    codes = [dossier["receipt_code"] for dossier in job.json("portal.json")["dossiers"]]
    online, offline = job.slip(1), job.slip(2)
    assert "Đã gửi lúc" in online
    assert "Đã lưu an toàn tại máy này, sẽ gửi khi có mạng" in offline
    for slip, code in ((online, codes[0]), (offline, codes[1])):
        assert code in slip
        assert "Chưa phải giấy tiếp nhận" in slip
        assert "Đ. V. Việt" in slip
        assert PERSON["full_name"] not in slip
        assert PERSON["personal_number"] not in slip


def test_a_printed_slips_code_is_verified_without_the_portal(job: Job) -> None:
    dossier = job.json("portal.json")["dossiers"][1]
    found = job.kiosk("receipt", "verify", str(job.out / "slip-2.pdf"))
    assert found["valid"] is True
    assert (found["receipt_code"], found["kiosk_id"]) == (dossier["receipt_code"], dossier["kiosk_id"])


def test_nothing_personal_is_left_with_the_kiosk_or_in_the_spool(job: Job) -> None:
    folders = [job.work / name for name in THE_KIOSKS_FOLDERS]
    assert all(folder.is_dir() for folder in folders)
    assert in_folders(folders, CANARIES) == set()
    assert not list((job.work / "kiosk" / "drafts").rglob("*.*"))


def test_nothing_personal_was_in_a_process_of_the_kiosk(job: Job) -> None:
    seen = " ".join(job.processes)
    assert "demo.screen" in seen
    assert "sync" in seen
    assert job.in_processes == set()


def test_the_checker_knows_this_person_where_they_may_be_known(job: Job) -> None:
    """What the portal opened, and the paper in the tray, hold what is found nowhere at the kiosk."""
    found = {left.what for left in in_folders([job.out], CANARIES)}
    assert {"document", "picture", "full_name", "phone", "licence number", "as on the slip"} <= found


def test_the_dossiers_list_says_that_both_were_accepted(job: Job) -> None:
    rows = job.kiosk("dossiers", "list")["dossiers"]
    assert [row["outbox"]["state"] for row in rows] == ["accepted", "accepted"]


def test_the_audit_tells_the_visits_without_a_value(job: Job) -> None:
    database = b"".join(path.read_bytes() for path in (job.work / "kiosk").glob("kiosk.db*"))
    assert b"ReadingCard CardRead Binding" in database
    assert b"Submitting Committed Submitted" in database


def test_every_screen_has_a_picture_of_its_whole_size(job: Job) -> None:
    pictures = sorted((job.out / "screens").glob("*.png"))
    assert len(pictures) > 60
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.size == (1080, 1920)
            assert len(image.convert("P").getcolors() or ()) > 8, f"{picture.name} is empty"


def test_the_screen_process_complained_of_nothing(job: Job) -> None:
    lines = (job.work / "screen" / "screen.log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "Error" in line or "Warning" in line or "qml" in line] == []
