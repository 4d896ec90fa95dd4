"""`kiosk submit`: a dossier from a file of answers, to what the portal opens."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from demo.parts import IppPrinter, Portal, ask, kiosk_command
from demo.surroundings import surroundings

CODE = "3.000348"
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
    "personal_number": "014087003512",
    "full_name": "ĐINH VĂN VIỆT",
    "date_of_birth": "1987-03-14",
    "date_of_issue": "2021-05-10",
    "place_of_residence": "Tổ 3, phường Tô Hiệu, tỉnh Sơn La",
}


class Desk:
    """A joined kiosk and a folder for files."""

    def __init__(self, folder: Path, portal: Portal) -> None:
        self.folder = folder
        self.config = folder / "kiosk.toml"
        self.config.write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
        self.place = ["--config", str(self.config), "--data", str(folder / "data")]
        code = portal.ask("enrol-code")["code"]
        self.ask("enrol", "--portal", portal.url, "--code", code)

    def ask(self, *command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        return ask(kiosk_command(*command, *self.place, "--json"), self.folder, statuses=statuses)

    def answers(self, answers: dict[str, Any], card: dict[str, Any] | None = None) -> str:
        path = self.folder / "answers.json"
        path.write_text(json.dumps({"answers": answers, "card": card}), encoding="utf-8")
        return str(path)


@pytest.fixture
def desk(tmp_path: Path, portal: Portal) -> Desk:
    return Desk(tmp_path, portal)


def test_a_dossier_from_a_file_arrives_whole_and_says_where_it_came_from(desk: Desk, portal: Portal) -> None:
    paper = desk.folder / "Giấy khám của ông Việt.pdf"
    paper.write_bytes(b"%PDF-1.7 a paper")
    filed = desk.ask(
        "submit",
        CODE,
        "--answers",
        desk.answers(ANSWERS, CARD),
        "--attach",
        f"health_certificate={paper}",
        "--no-print",
    )
    assert set(filed) == {"dossier_id", "receipt_code", "receipt_qr"}
    assert filed["receipt_code"].startswith("TH01-")
    assert desk.ask("sync", "--once")["sent"] == 1
    opened = portal.ask("open", filed["dossier_id"])
    assert opened["answers"]["/data/applicant/full_name"] == "ĐINH VĂN VIỆT"
    assert opened["answers"]["/data/licence/issued"] == "2017-05-17"
    assert set(opened["provenance"].values()) == {"file"}
    assert opened["provenance"]["/data/applicant/full_name"] == "file"
    assert [a["name"] for a in opened["attachments"]] == ["health_certificate.pdf"]
    verified = desk.ask("receipt", "verify", filed["receipt_qr"])
    assert (verified["valid"], verified["receipt_code"]) == (True, filed["receipt_code"])


@pytest.mark.parametrize(
    ("changes", "violation"),
    [
        ({"/data/request/reason": ""}, ("/data/request/reason", "required")),
        ({"/data/contact/phone": "12"}, ("/data/contact/phone", "constraint")),
        ({"/data/request/reason": "no such choice"}, ("/data/request/reason", "refused")),
        ({"/data/licence/issued": "yesterday"}, ("/data/licence/issued", "refused")),
        ({"/data/no/such": "x"}, ("/data/no/such", "unknown")),
    ],
)
def test_what_violates_is_listed_and_nothing_is_queued(
    desk: Desk, changes: dict[str, str], violation: tuple[str, str]
) -> None:
    answers = desk.answers({**ANSWERS, **changes}, CARD)
    refused = desk.ask("submit", CODE, "--answers", answers, "--no-print", statuses=(1,))
    assert refused["error"]["code"] == "FORM-003"
    assert violation in [(ref, kind) for ref, kind, _ in refused["violations"]]
    assert desk.ask("dossiers", "list")["dossiers"] == []


def test_a_constraint_is_told_in_the_forms_own_words(desk: Desk) -> None:
    answers = desk.answers({**ANSWERS, "/data/contact/phone": "12"}, CARD)
    refused = desk.ask("submit", CODE, "--answers", answers, "--no-print", statuses=(1,))
    assert refused["violations"][0][2].startswith("Số di động có 10 chữ số")


@pytest.mark.parametrize(
    "text", ["no JSON", "[]", '{"answers": {"/data/a": [1]}}', '{"answers": {}, "card": {"full_name": "x"}}']
)
def test_a_file_of_another_shape_is_refused_by_name(desk: Desk, text: str) -> None:
    path = desk.folder / "answers.json"
    path.write_text(text)
    refused = desk.ask("submit", CODE, "--answers", str(path), "--no-print", statuses=(1,))
    assert refused["error"]["code"] == "CONFIG-005"


def test_a_paper_that_the_procedure_does_not_know_is_wrong_usage(desk: Desk) -> None:
    answers = desk.answers(ANSWERS, CARD)
    argv = kiosk_command("submit", CODE, "--answers", answers, "--attach", "x=y.pdf", *desk.place)
    done = subprocess.run(argv, env=surroundings(desk.folder), capture_output=True, text=True, check=False)
    assert done.returncode == 2


def test_the_slip_is_printed_and_a_printer_that_is_away_leaves_the_dossier_filed(
    desk: Desk, printer: IppPrinter
) -> None:
    answers = desk.answers(ANSWERS, CARD)
    desk.ask("submit", CODE, "--answers", answers, statuses=(3,))
    with desk.config.open("a", encoding="utf-8") as config:
        config.write(f'[printer]\nuri = "{printer.uri}"\n')
    before = len(printer.received())
    desk.ask("submit", CODE, "--answers", answers)
    assert len(printer.received()) == before + 1
    assert len(desk.ask("dossiers", "list")["dossiers"]) == 2
