"""The way out by USB: onto a stick, into the real portal, and back with signed acknowledgements."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from demo.parts import Portal, ask, kiosk_command
from kiosk import app
from kiosk.core.dossier import Attachment, Submission
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.stick import INDEX, export, take_back
from kiosk.storage.store import Store


@pytest.fixture
def kiosk(tmp_path: Path, portal: Portal) -> list[str]:
    config = tmp_path / "kiosk.toml"
    config.write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
    place = ["--config", str(config), "--data", str(tmp_path / "data"), "--json"]
    code = portal.ask("enrol-code")["code"]
    ask(kiosk_command("enrol", "--portal", portal.url, "--code", code, *place), tmp_path)
    return place


@pytest.fixture
def store(kiosk: list[str]) -> Iterator[Store]:
    opened = app.open_store(app.place(Path(kiosk[1]), Path(kiosk[3])))
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def submit(store: Store) -> DossierId:
    at = datetime.fromisoformat("2026-11-23T16:00:00+07:00")
    dossier = DossierId(app.new_uuid7())
    paper = Attachment("giay_kham", "giay_kham.pdf", "application/pdf", secrets.token_bytes(20_000))
    whole = Submission(
        visit=VisitId(app.new_uuid7()),
        dossier_id=dossier,
        receipt_code=store.submissions.fresh_code("TH01"),
        procedure="3.000348",
        version="1",
        procedure_name="Cấp lại giấy phép lái xe",
        started_at=at,
        submitted_at=at,
        method="hand",
        instance_xml=b"<data/>",
        pdf=b"%PDF-1.7",
        provenance={},
        attachments=(paper,),
    )
    store.submissions.submit(whole, with_draft=False)
    return dossier


def written(store: Store, stick: Path) -> Any:
    return export(stick, store.outbox, store.enrolment.load(), store.enrolment.key(), made_at=app.now())


def states(store: Store) -> list[str]:
    return [filed.row_state.value for filed in store.outbox.history()]


def test_a_queue_travels_by_stick_and_comes_back_acknowledged(
    kiosk: list[str], store: Store, stick: Path, portal: Portal, tmp_path: Path
) -> None:
    dossiers = [submit(store), submit(store)]
    made = ask(kiosk_command("export", str(stick), *kiosk), tmp_path)
    assert (made["dossiers"], Path(made["path"]).parent) == (2, stick)
    assert made["bytes"] == sum(filed.size_bytes for filed in store.outbox.history())
    assert portal.ask("import", str(stick))["accepted"] == 2
    assert portal.ask("import", str(stick))["already_there"] == 2
    assert states(store) == ["waiting", "waiting"]
    returned = ask(kiosk_command("import", str(stick), *kiosk), tmp_path)
    assert returned == {"acknowledged": 2, "unknown": 0}
    assert states(store) == ["accepted", "accepted"]
    summary = ask(kiosk_command("sync", "--once", *kiosk), tmp_path)
    assert summary == {"sent": 0, "already_there": 0, "rejected": 0, "waiting": []}
    there = [each["id"] for each in portal.ask("dossiers")["dossiers"]]
    assert sorted(set(there) & set(dossiers)) == sorted(dossiers)
    assert len(there) == len(set(there))


def test_the_network_may_be_quicker_than_the_stick(
    kiosk: list[str], store: Store, stick: Path, portal: Portal, tmp_path: Path
) -> None:
    submit(store)
    written(store, stick)
    assert ask(kiosk_command("sync", "--once", *kiosk), tmp_path)["sent"] == 1
    assert portal.ask("import", str(stick))["already_there"] == 1
    assert take_back(stick, store.outbox, store.enrolment.load()).acknowledged == 1
    assert states(store) == ["accepted"]


def test_an_export_that_was_cut_off_goes_on_and_mends_what_is_broken(
    store: Store, stick: Path, portal: Portal
) -> None:
    submit(store)
    submit(store)
    folder = written(store, stick).folder
    names = sorted(path.name for path in folder.iterdir())
    assert all(len(name.partition(".")[0]) <= 8 and name == name.upper() for name in names)
    files = sorted(folder.glob("B*.AGE"))
    untouched = files[0].stat().st_mtime_ns
    files[1].write_bytes(files[1].read_bytes()[:-1])
    files[2].unlink()
    (folder / INDEX).unlink()
    written(store, stick)
    assert sorted(path.name for path in folder.iterdir()) == names
    assert files[0].stat().st_mtime_ns == untouched
    assert portal.ask("import", str(stick))["accepted"] == 2


def test_foreign_and_swapped_acknowledgements_are_not_believed(
    store: Store, stick: Path, portal: Portal
) -> None:
    submit(store)
    submit(store)
    folder = written(store, stick).folder
    portal.ask("import", str(stick))
    first, second = sorted(folder.glob("A*.CBS"))
    damaged = bytearray(first.read_bytes())
    damaged[-1] ^= 1
    first.write_bytes(bytes(damaged))
    (folder / "A9999999.CBS").write_bytes(b"something else")
    shutil.copy(second, folder / "A8888888.CBS")
    returned = take_back(stick, store.outbox, store.enrolment.load())
    assert (returned.acknowledged, returned.unknown) == (2, 2)  # the copy is the same word once more
    assert states(store) == ["waiting", "accepted"]


def test_a_stick_that_cannot_be_written_has_its_own_words(store: Store, stick: Path) -> None:
    submit(store)
    (stick / store.enrolment.load().kiosk_id.removeprefix("K-")).write_bytes(b"a file in the way")
    with pytest.raises(KioskError) as error:
        written(store, stick)
    assert error.value.code is Code.STICK_FAILED
    assert states(store) == ["waiting"]


def test_the_audit_is_verified_by_command(kiosk: list[str], store: Store, tmp_path: Path) -> None:
    store.audit.append("Idle DoorOpened Finding")
    store.audit.append("Finding Abandoned Idle")
    verified = ask(kiosk_command("audit", "verify", *kiosk), tmp_path)
    assert (verified["valid"], verified["lines"]) == (True, 2)
    with store.database.transaction() as connection:
        connection.execute("UPDATE audit SET line = 'nothing' WHERE sequence = 1")
    verified = ask(kiosk_command("audit", "verify", *kiosk), tmp_path, statuses=(3,))
    assert (verified["valid"], verified["broken_at"]) == (False, 1)
