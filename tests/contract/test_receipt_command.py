"""`kiosk receipt verify`: any enrolled kiosk checks any slip, from text, picture or PDF, offline."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from demo.parts import kiosk_command, surroundings
from kiosk import app
from kiosk.core.config import Config, Site
from kiosk.core.receipt import SlipFacts, slip
from kiosk.core.slip_code import SlipClaim, signed_text, tracking_secret

FILED = datetime(2026, 11, 23, 2, 41, tzinfo=UTC)
SECRET = bytes(range(16))
CODE = "TH01-9D5M-PJTK"


@dataclass
class Enrolled:
    """A kiosk that joined a real portal, and a slip that it printed."""

    data: Path
    kiosk_id: str
    text: str

    def pdf(self) -> bytes:
        facts = SlipFacts(
            receipt_code=CODE,
            procedure_code="3.000348",
            procedure_name="Cấp lại giấy phép lái xe",
            applicant="Đinh Văn Việt",
            submitted_at=FILED,
            delivered_at=None,
            to_bring=(),
            fee_dong=None,
            site=Site(),
            portal_url="https://dvc.example.vn",
            tracking=tracking_secret(SECRET),
            signed_code=self.text,
        )
        return app.pages().slip(slip(facts))


@pytest.fixture(scope="module")
def kiosk(on_sqlite: Any, tmp_path_factory: pytest.TempPathFactory) -> Enrolled:
    data = tmp_path_factory.mktemp("kiosk")
    place = app.Place(Config(), data, data)
    store = app.open_store(place)
    trust = app.join_portal(place, store, url=on_sqlite.url, code=on_sqlite.new_code())
    claim = SlipClaim(CODE, SECRET, "3.000348", FILED, trust.kiosk_id)
    text = signed_text(claim, store.enrolment.key())
    store.close()
    return Enrolled(data, trust.kiosk_id, text)


def verify(data: Path, what: str, *options: str) -> subprocess.CompletedProcess[str]:
    argv = kiosk_command("receipt", "verify", what, "--data", str(data), *options)
    return subprocess.run(argv, capture_output=True, text=True, check=False, env=surroundings(data))


def document(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def test_a_slip_s_text_is_valid(kiosk: Enrolled) -> None:
    done = verify(kiosk.data, kiosk.text, "--json")
    assert done.returncode == 0, done.stderr
    assert document(done) == {
        "valid": True,
        "receipt_code": CODE,
        "kiosk_id": kiosk.kiosk_id,
        "procedure": "3.000348",
        "submitted_at": "2026-11-23T02:41:00Z",
        "why": None,
    }


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_a_slip_is_read_from_a_file(kiosk: Enrolled, tmp_path: Path, kind: str) -> None:
    content = kiosk.pdf() if kind == "pdf" else app.pages().picture(kiosk.pdf(), width_px=1080)
    file = tmp_path / f"slip.{kind}"
    file.write_bytes(content)
    done = verify(kiosk.data, str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert document(done)["receipt_code"] == CODE


def test_people_get_a_sentence(kiosk: Enrolled) -> None:
    assert verify(kiosk.data, kiosk.text).stdout.startswith(f"Hợp lệ: {CODE}, thủ tục 3.000348")
    done = verify(kiosk.data, "MCK1:ABC")
    assert done.returncode == 3
    assert done.stdout.startswith("Không hợp lệ: ")


def test_a_forged_slip_proves_nothing_and_says_why(kiosk: Enrolled) -> None:
    swapped = kiosk.text[:-6] + kiosk.text[-6:][::-1]
    done = verify(kiosk.data, swapped, "--json")
    assert done.returncode == 3
    answer = document(done)
    assert answer["valid"] is False
    assert answer["receipt_code"] is None
    assert answer["why"]


def test_a_file_that_is_no_picture_is_named_as_unreadable(kiosk: Enrolled, tmp_path: Path) -> None:
    file = tmp_path / "slip.png"
    file.write_bytes(b"nothing")
    for path in (file, tmp_path / "missing.pdf"):
        done = verify(kiosk.data, str(path), "--json")
        assert done.returncode == 1
        assert document(done)["error"]["code"] == "CONFIG-005"
        assert len(done.stderr.splitlines()) == 1


def test_a_kiosk_that_joined_no_portal_knows_no_key(kiosk: Enrolled, tmp_path: Path) -> None:
    done = verify(tmp_path, kiosk.text, "--json")
    assert done.returncode == 1
    assert document(done)["error"]["code"] == "ENROL-001"
