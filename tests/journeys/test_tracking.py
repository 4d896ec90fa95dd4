"""A slip tells how its dossier stands: from the portal, and without it from what the kiosk knows."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.parts import IppPrinter, Pcscd, Portal, VirtualCard, ask, kiosk_command
from demo.stage import PERSON

ANSWERS = {
    "/data/applicant/full_name": "Lò Thị Ban Mai",
    "/data/applicant/date_of_birth": "1988-03-05",
    "/data/applicant/personal_number": "014188001234",
    "/data/applicant/id_issued": "2024-08-01",
    "/data/applicant/residence": "Tổ 4, phường Tô Hiệu, tỉnh Sơn La",
    "/data/contact/phone": "0912345678",
    "/data/licence/classes": "A1",
    "/data/licence/issuer": "Sở Giao thông vận tải Sơn La",
    "/data/licence/issued": "2015-06-01",
    "/data/request/classes_wanted": "A1",
    "/data/request/reason": "lost",
    "/data/request/suspended": "no",
}


class Kiosk:
    """A kiosk that files from a file of answers."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        self.folder = folder
        (folder / "kiosk.toml").write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
        (folder / "answers.json").write_text(json.dumps({"answers": ANSWERS, "card": None}), encoding="utf-8")
        code = portal.ask("enrol-code")["code"]
        self.ask("enrol", "--portal", portal.url, "--code", code)

    def ask(self, *command: str, statuses: tuple[int, ...] = (0,), **environment: str) -> Any:
        place = ("--config", str(self.folder / "kiosk.toml"), "--data", str(self.folder / "data"))
        argv = kiosk_command(*command, *place, "--json")
        if environment:
            argv = ["env", *(f"{name}={value}" for name, value in environment.items()), *argv]
        return ask(argv, self.folder, statuses=statuses)

    def answer(self, name: str, value: str) -> None:
        """Change one answer about the applicant."""
        changed = ANSWERS | {f"/data/applicant/{name}": value}
        (self.folder / "answers.json").write_text(
            json.dumps({"answers": changed, "card": None}), encoding="utf-8"
        )

    def submit(self) -> Any:
        return self.ask("submit", "3.000348", "--answers", str(self.folder / "answers.json"), "--no-print")

    def track(self, slip: str, *, status: int = 0) -> Any:
        return self.ask("receipt", "track", slip, statuses=(status,))


@pytest.fixture
def kiosk(tmp_path: Path, portal: Portal) -> Kiosk:
    return Kiosk(tmp_path, portal)


def test_slip_tells_state_and_due_date_with_and_without_the_portal(kiosk: Kiosk, portal: Portal) -> None:
    filed = kiosk.submit()
    slip = filed["receipt_qr"]
    unsent = kiosk.track(slip, status=3)
    assert (unsent["source"], unsent["state"], unsent["received_at"]) == ("kiosk", None, None)
    kiosk.ask("sync", "--once")
    assert (kiosk.track(slip)["source"], kiosk.track(slip)["state"]) == ("portal", 1)
    portal.ask("status", filed["dossier_id"], "2")
    told = kiosk.track(slip)
    assert (told["source"], told["state"], told["state_vi"]) == ("portal", 2, "Được tiếp nhận")
    assert told["due_at"] > told["received_at"]
    assert told["age_s"] == 0
    kiosk.ask("sync", "--once")
    portal.ask("status", filed["dossier_id"], "4")
    portal.stop()
    known = kiosk.track(slip, status=3)
    assert (known["source"], known["state"], known["due_at"]) == ("kiosk", 2, told["due_at"])
    assert known["age_s"] >= 0
    assert known["why"]


def test_slip_of_another_secret_is_told_nothing(kiosk: Kiosk, portal: Portal) -> None:
    filed = kiosk.submit()
    guessed = f"{filed['receipt_code']} AAAAAAAAAAAA"
    assert kiosk.track(guessed, status=1)["error"]["code"] == "STORE-007"
    portal.stop()
    assert kiosk.track(guessed, status=1)["error"]["code"] == "NET-001"
    assert kiosk.track("nothing of a slip", status=1)["error"]["code"] == "SIGN-004"


SETTINGS = """fee_bank = "970436"
fee_account = "0011009999999"
fee_payee = "Kho bạc Nhà nước Sơn La"
practice = true
"""


@pytest.fixture
def own_portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal with settings of its own, to be started by the test."""
    portal = Portal(tmp_path / "portal")
    (portal.data / "anchors").mkdir(parents=True)
    (portal.data / "portal.toml").write_text(SETTINGS, encoding="utf-8")
    yield portal
    portal.stop()


def test_fee_is_asked_for_paid_once_and_told_as_the_portal_does(tmp_path: Path, own_portal: Portal) -> None:
    portal = own_portal
    portal.start()
    kiosk = Kiosk(tmp_path, portal)
    filed = kiosk.submit()
    portal.stop()
    lost = kiosk.ask("fees", "ask", filed["dossier_id"], "--amount", "135000", statuses=(1,))
    assert lost["error"]["code"] == "NET-001"
    portal.start()
    fee = kiosk.ask("fees", "ask", filed["receipt_code"], "--amount", "135000")
    assert [each["fee_id"] for each in kiosk.ask("fees", "list")["fees"]] == [fee["fee_id"]]
    assert (fee["state"], fee["paid_vnd"]) == ("due", 0)
    for _ in range(2):
        portal.ask("fees", "confirm", fee["reference"], "135000", "--bank", f"FT{fee['reference']}")
    assert kiosk.ask("fees", "list")["fees"][0]["state"] == "due"
    kiosk.ask("sync", "--once")
    [paid] = kiosk.ask("fees", "list")["fees"]
    assert (paid["state"], paid["paid_vnd"], paid["dossier_id"]) == ("paid", 135000, filed["dossier_id"])
    portal.ask("fees", "take-back", "--bank", f"FT{fee['reference']}")
    kiosk.ask("sync", "--once")
    assert kiosk.ask("fees", "list")["fees"][0]["state"] == "due"
    [entered] = [f for f in portal.ask("fees", "list")["fees"] if f["fee_id"] == fee["fee_id"]]
    assert (entered["filed"], entered["paid_vnd"]) == (True, 0)


def test_slip_and_card_or_an_officers_check_print_the_acceptance(
    tmp_path: Path, own_portal: Portal, pcscd: Pcscd, printer: IppPrinter
) -> None:
    portal = own_portal
    card = VirtualCard(
        tmp_path / "card",
        person=PERSON,
        port=pcscd.port,
        options=("--csca-out", str(tmp_path / "csca.der")),
        environment=pcscd.client_environment,
    )
    with card:
        shutil.copy(tmp_path / "csca.der", portal.data / "anchors")
        portal.start()
        kiosk = Kiosk(tmp_path, portal)
        with (tmp_path / "kiosk.toml").open("a", encoding="utf-8") as settings:
            settings.write(
                f'[printer]\nuri = "{printer.uri}"\n[card]\npractice = true\nanchors = ["csca.der"]\n'
            )
        person = json.loads(PERSON.read_text(encoding="utf-8"))
        kiosk.answer("personal_number", person["personal_number"])
        filed = kiosk.submit()
        slip = filed["receipt_qr"]
        kiosk.ask("sync", "--once")
        can = person["personal_number"][-6:]
        before = len(printer.received())
        early = kiosk.ask(
            "receipt", "paper", slip, "1", "--can", can, statuses=(3,), **pcscd.client_environment
        )
        assert (early["documents"], early["printed"]) == ([], False)
        portal.ask("status", filed["dossier_id"], "2")
        told = kiosk.ask("receipt", "paper", slip, "1", "--can", can, **pcscd.client_environment)
    assert (told["state"], told["printed"]) == (2, True)
    grant = portal.ask("grant", filed["dossier_id"], "--officer", "CB-07", "--papers", "hộ chiếu")["grant"]
    assert kiosk.ask("receipt", "paper", slip, "1", "--grant", grant)["printed"]
    wrong = kiosk.ask("receipt", "paper", slip, "1", "--grant", "00000000", statuses=(1,))
    assert wrong["error"]["code"] == "SIGN-005"
    papers = printer.received()[before:]
    assert len(papers) == 2
    for pdf in papers:
        command = ["pdftotext", "-layout", str(pdf), "-"]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in words
        assert "Lò Thị Ban Mai" in words
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"%PDF" not in stored


def test_papers_are_added_once_and_a_dossier_is_withdrawn_once(
    kiosk: Kiosk, portal: Portal, tmp_path: Path
) -> None:
    filed = kiosk.submit()
    slip = filed["receipt_qr"]
    kiosk.ask("sync", "--once")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 one more")

    def act(*command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        grant = portal.ask("grant", filed["dossier_id"], "--officer", "CB-07", "--papers", "thẻ")["grant"]
        return kiosk.ask("receipt", *command, "--grant", grant, statuses=statuses)

    for _ in range(2):
        added = act("supplement", slip, str(tmp_path / "paper.pdf"))
        assert added == {"dossier_id": filed["dossier_id"], "state": 1}
    assert act("withdraw", slip, "--reason", "Nộp nhầm")["state"] == 7
    assert act("withdraw", slip)["state"] == 7
    late = act("supplement", slip, str(tmp_path / "answers.json"), statuses=(1,))
    assert late["error"]["code"] == "CONFIG-005"
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 too late")
    ended = act("supplement", slip, str(tmp_path / "paper.pdf"), statuses=(1,))
    assert ended["error"]["code"] == "INTAKE-007"
    assert kiosk.track(slip)["state"] == 7
