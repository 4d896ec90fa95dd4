"""From the outbox to the portal, on the real portal: delivered once, whatever stops on the way."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from demo.parts import Portal, SyncProcess, ask, kiosk_command
from demo.surroundings import surroundings
from kiosk import app
from kiosk.core import cose
from kiosk.core.dossier import Attachment, Submission
from kiosk.core.enrolment import parse_code
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.store import Store
from kiosk.sync import joining


class Kiosk:
    """A kiosk's folders, joined to the portal by its own command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.config = folder / "kiosk.toml"
        self.config.write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
        self.data = folder / "data"
        self.place = ("--config", str(self.config), "--data", str(self.data))

    def ask(self, *command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        return ask(kiosk_command(*command, *self.place, "--json"), self.folder, statuses=statuses)

    def join(self, portal: Portal) -> str:
        code = portal.ask("enrol-code")["code"]
        return str(self.ask("enrol", "--portal", portal.url, "--code", code)["kiosk_id"])

    def store(self) -> Store:
        return app.open_store(app.place(self.config, self.data))

    def submit(self, store: Store, *, size: int = 1000) -> DossierId:
        """Queue a dossier as the screen does; what is in it is the intake's business, not ours."""
        at = datetime.fromisoformat("2026-11-23T16:00:00+07:00")
        dossier = DossierId(app.new_uuid7())
        paper = Attachment("giay_kham", "giay_kham.pdf", "application/pdf", secrets.token_bytes(size))
        store.submissions.submit(
            Submission(
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
            ),
            with_draft=False,
        )
        return dossier


@pytest.fixture
def kiosk(tmp_path: Path, portal: Portal) -> Kiosk:
    kiosk = Kiosk(tmp_path / "kiosk")
    kiosk.join(portal)
    return kiosk


@pytest.fixture
def store(kiosk: Kiosk) -> Iterator[Store]:
    store = kiosk.store()
    yield store
    store.close()


def until(condition: Callable[[], Any], *, timeout_s: float = 20.0) -> Any:
    """Return what `condition` gives once it is true."""
    end_s = time.monotonic() + timeout_s
    while not (value := condition()):
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.05)
    return value


def at_the_portal(portal: Portal) -> list[str]:
    return [dossier["id"] for dossier in portal.ask("dossiers")["dossiers"]]


def test_enrolment_tells_its_refusals_apart(tmp_path: Path, portal: Portal) -> None:
    kiosk = Kiosk(tmp_path / "kiosk")
    code = portal.ask("enrol-code")["code"]
    swapped = code[1] + code[0] + code[2:] if code[0] != code[1] else "0" + code[1:]
    refused = kiosk.ask("enrol", "--portal", portal.url, "--code", swapped, statuses=(1,))
    assert refused["error"]["code"] == "ENROL-002"
    with Portal(tmp_path / "another") as another:
        other = another.ask("enrol-code")["code"]
        refused = kiosk.ask("enrol", "--portal", portal.url, "--code", other, statuses=(1,))
        assert refused["error"]["code"] == "ENROL-005"
    assert kiosk.ask("enrol", "--portal", portal.url, "--code", code)["kiosk_id"].startswith("K-")
    second = Kiosk(tmp_path / "second")
    refused = second.ask("enrol", "--portal", portal.url, "--code", code, statuses=(1,))
    assert refused["error"]["code"] == "ENROL-003"
    refused = second.ask("enrol", "--portal", "https://127.0.0.1:1", "--code", code, statuses=(1,))
    assert refused["error"]["code"] == "NET-001"
    refused = second.ask("sync", "--once", statuses=(1,))
    assert refused["error"]["code"] == "ENROL-001"


def test_a_kiosk_whose_dossiers_wait_keeps_its_name_until_they_are_sent(kiosk: Kiosk, portal: Portal) -> None:
    store = kiosk.store()
    kiosk.submit(store)
    store.close()
    joining_again = ("enrol", "--portal", portal.url, "--code", portal.ask("enrol-code")["code"])
    assert kiosk.ask(*joining_again, statuses=(1,))["error"]["code"] == "ENROL-006"
    assert kiosk.ask("sync", "--once")["sent"] == 1
    assert kiosk.ask(*joining_again)["kiosk_id"].startswith("K-")


def test_joining_again_after_a_lost_answer_is_the_same_kiosk(tmp_path: Path, portal: Portal) -> None:
    kiosk = Kiosk(tmp_path / "kiosk")
    code = portal.ask("enrol-code")["code"]
    store = kiosk.store()
    parsed = parse_code(code)
    anchors = joining.look(portal.url, parsed, wall_s=time.time)
    key = store.enrolment.joining_key(parsed.secret_text)
    lost = joining.ask(portal.url, parsed, anchors, key, site_code="TH01", wall_s=time.time)
    store.close()
    again = kiosk.ask("enrol", "--portal", portal.url, "--code", code)
    assert again["kiosk_id"] == lost.membership.kiosk_id


def test_what_waits_while_the_portal_is_away_is_delivered_once_later(
    kiosk: Kiosk, store: Store, portal: Portal
) -> None:
    portal.stop()
    dossiers = [kiosk.submit(store) for _ in range(3)]
    summary = kiosk.ask("sync", "--once", statuses=(3,))
    assert (summary["sent"], summary["rejected"]) == (0, 0)
    assert [row["id"] for row in summary["waiting"]] == dossiers
    assert {row["reason"].split()[0] for row in summary["waiting"]} == {"NET-001"}
    assert all(row["next_try_at"] for row in summary["waiting"])
    portal.start()
    assert kiosk.ask("sync", "--once") == {"sent": 3, "already_there": 0, "rejected": 0, "waiting": []}
    assert kiosk.ask("sync", "--once")["sent"] == 0
    assert sorted(set(at_the_portal(portal)) & set(dossiers)) == sorted(dossiers)
    listed = kiosk.ask("dossiers", "list")["dossiers"]
    assert [entry["outbox"]["state"] for entry in listed] == ["accepted"] * 3
    shown = kiosk.ask("dossiers", "show", listed[0]["receipt_code"])
    assert shown["id"] == dossiers[0]
    assert shown["received_at"]


def test_the_screen_learns_of_the_delivery_within_a_second(
    kiosk: Kiosk, store: Store, portal: Portal, tmp_path: Path
) -> None:
    place = app.place(kiosk.config, kiosk.data)
    watch = app.change_watch(place, store)
    with SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data):
        until(store.outbox.link)
        dossier = kiosk.submit(store)
        app.wake_sync(place)
        end_s = time.monotonic() + 20
        while store.outbox.filed(dossier).received_at is None and time.monotonic() < end_s:
            watch.wait(1.0)
        seen_at = datetime.now().astimezone()  # noqa: TID251 -- compared with the portal's clock
    watch.close()
    received = store.outbox.filed(dossier).received_at
    assert received is not None
    assert (seen_at - datetime.fromisoformat(received)).total_seconds() < 1.0


def test_once_beside_a_running_worker_wakes_it_and_waits(
    kiosk: Kiosk, store: Store, portal: Portal, tmp_path: Path
) -> None:
    portal.stop()
    with SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data):
        dossier = kiosk.submit(store)
        until(lambda: store.outbox.filed(dossier).next_try_at)
        portal.start()
        summary = kiosk.ask("sync", "--once")
    assert summary["sent"] == 1
    assert store.outbox.filed(dossier).row_state == "accepted"


def test_a_worker_killed_at_any_moment_loses_and_doubles_nothing(
    kiosk: Kiosk, store: Store, portal: Portal, tmp_path: Path
) -> None:
    dossiers = [kiosk.submit(store, size=400_000) for _ in range(6)]
    argv = kiosk_command("sync", "--follow", *kiosk.place)
    for lived_s in (0.7, 0.9, 1.1):
        worker = subprocess.Popen(argv, env=surroundings(tmp_path), stdout=subprocess.DEVNULL)
        time.sleep(lived_s)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    summary = kiosk.ask("sync", "--once")
    assert summary["waiting"] == []
    found = [each for each in at_the_portal(portal) if each in dossiers]
    assert sorted(found) == sorted(dossiers)


def test_a_second_worker_refuses_to_run(kiosk: Kiosk, portal: Portal, tmp_path: Path) -> None:
    with SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data):
        until((kiosk.data / "run" / "sync.sock").exists)
        done = subprocess.run(
            kiosk_command("sync", "--follow", *kiosk.place),
            env=surroundings(tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("STORE-005")


def test_a_manifest_that_the_portal_knows_otherwise_is_superseded_and_kept(
    kiosk: Kiosk, store: Store, portal: Portal
) -> None:
    dossier = kiosk.submit(store)
    kiosk.ask("sync", "--once")
    with store.database.transaction() as connection:
        connection.execute("UPDATE outbox SET state = 'waiting', attempts = 0")
    other = kiosk.submit(store)
    key = store.enrolment.key()
    payload = cose.unverified_payload(store.outbox.parcel(dossier).manifest).replace(b"TH01-", b"TH02-")
    with store.database.transaction() as connection:
        forged = cose.sign(payload, kind=cose.Kind.MANIFEST, key=key)
        connection.execute("UPDATE dossiers SET manifest = ? WHERE id = ?", (forged, dossier))
    summary = kiosk.ask("sync", "--once", statuses=(3,))
    assert (summary["sent"], summary["rejected"]) == (1, 1)
    assert store.outbox.filed(dossier).row_state == "superseded"
    assert store.outbox.filed(other).row_state == "accepted"
    assert all(Path(blob.path).exists() for blob in store.outbox.parcel(dossier).blobs)


def test_a_portal_restored_from_yesterday_gets_back_what_it_lost(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path / "kiosk")
    with Portal(tmp_path / "own") as portal:
        kiosk.join(portal)
        store = kiosk.store()
        kept = kiosk.submit(store)
        kiosk.ask("sync", "--once")
        portal.stop()
        shutil.copytree(portal.data, tmp_path / "yesterday")
        portal.start()
        lost = kiosk.submit(store)
        assert kiosk.ask("sync", "--once")["sent"] == 1
        portal.stop()
        shutil.rmtree(portal.data)
        shutil.copytree(tmp_path / "yesterday", portal.data)
        portal.start()
        assert at_the_portal(portal) == [kept]
        assert kiosk.ask("sync", "--once")["sent"] == 1
        assert sorted(at_the_portal(portal)) == sorted([kept, lost])
        assert kiosk.ask("sync", "--once")["sent"] == 0
        assert [line.line for line in store.audit.lines()] == [f"reconciliation lost-there {lost}"]
        store.close()


def test_sealed_files_go_after_their_time_and_the_history_stays(kiosk: Kiosk, portal: Portal) -> None:
    with kiosk.config.open("a", encoding="utf-8") as config:
        config.write("[sync]\nkeep_days = 0\n")
    store = kiosk.store()
    dossier = kiosk.submit(store)
    folder = kiosk.data / "sealed" / dossier
    assert len(list(folder.iterdir())) == 2
    kiosk.ask("sync", "--once")
    time.sleep(2)  # the portal's Date has whole seconds
    kiosk.ask("sync", "--once")
    assert not folder.exists()
    assert store.outbox.filed(dossier).row_state == "accepted"
    store.close()


def test_a_new_key_takes_over_and_what_the_old_one_signed_still_counts(kiosk: Kiosk, portal: Portal) -> None:
    store = kiosk.store()
    before = store.enrolment.load().membership.key_id
    dossier = kiosk.submit(store)
    lost = store.enrolment.rolling_key()  # an earlier try whose answer was lost
    assert kiosk.ask("enrol", "--new-key")["kiosk_id"] == store.enrolment.load().kiosk_id
    after = store.enrolment.load().membership.key_id
    assert after == cose.key_id(lost.public_key()).hex() != before
    assert [path.name for path in (kiosk.data / "keys").glob("kiosk-*.key")] == [f"kiosk-{after}.key"]
    assert kiosk.ask("sync", "--once")["sent"] == 1
    second = kiosk.submit(store)
    assert kiosk.ask("sync", "--once")["sent"] == 1
    assert {dossier, second} <= set(at_the_portal(portal))
    store.close()


def test_a_sync_process_that_runs_goes_over_to_the_new_key_by_itself(
    kiosk: Kiosk, store: Store, portal: Portal, tmp_path: Path
) -> None:
    with SyncProcess(tmp_path / "sync", config=kiosk.config, data=kiosk.data):
        until(store.outbox.link)
        kiosk.ask("enrol", "--new-key")
        dossier = kiosk.submit(store)
        app.wake_sync(app.place(kiosk.config, kiosk.data))
        until(lambda: store.outbox.filed(dossier).received_at)
    assert store.outbox.filed(dossier).row_state == "accepted"
