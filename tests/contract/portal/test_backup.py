"""A backup restored: another life of the same portal, in which kiosks bring back what came since."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import signed_lists
from kiosk.core.errors import Code, KioskError
from portal.app import now, open_portal
from portal.backup import LEAP, back_up, restore
from portal.store import lists
from portal.store.engine import reading


@pytest.fixture
def backed_up(kiosk: Any, portal: Any, sample: Any, tmp_path: Path) -> Path:
    """A backup made after one dossier was filed."""
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    file = tmp_path / "yesterday.tar"
    assert back_up(portal.here, portal.data, file) == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0 or file.stat().st_uid == 0
    return file


@pytest.fixture
def restored(backed_up: Path, portal: Any, tmp_path: Path) -> Iterator[Any]:
    """The portal of the backup, running again."""
    again = type(portal)(tmp_path / "again")
    assert portal.command("enrol-code").returncode == 0  # the first portal goes on serving meanwhile
    restore(backed_up, again.data, database=None, now=now())
    again.start()
    again.here = open_portal(again.data)
    yield again
    again.here.engine.dispose()
    assert again.stop() == 0


def test_restored_portal_is_the_same_one_and_heals(kiosk: Any, sample: Any, restored: Any) -> None:
    before = kiosk.state("")
    later = kiosk.new_sample()
    document = later.uploaded(kiosk)
    assert kiosk.put(later.dossier_id, document).status_code == 201
    number_lost = kiosk.until_opened(later.dossier_id)["official_code"]

    assert restored.ca_sha256 == kiosk.portal.ca_sha256
    kiosk.portal = restored
    after = kiosk.state(before["cursor"])
    told = {change["dossier_id"]: change for change in after["changes"] if change["kind"] == "dossier"}
    assert told.keys() == {sample.dossier_id}
    known = [change for change in before["changes"] if change.get("dossier_id") == sample.dossier_id][-1]
    assert told[sample.dossier_id]["official_code"] == known["official_code"]

    ids = sorted([sample.dossier_id, later.dossier_id])
    digest = hashlib.sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest()
    body = json.dumps({"count": 2, "ids_sha256": digest}).encode()
    answer = kiosk.call("POST", "/v1/days/2026-11-20/reconciliation", body, Content_Type="application/json")
    assert answer.json() == {"same": False, "dossier_ids": [sample.dossier_id]}
    assert kiosk.put(later.dossier_id, document).json()["code"] == "MISSING_BLOBS"
    for sealed in later.files:
        kiosk.upload(sealed)
    assert kiosk.put(later.dossier_id, document).status_code == 201
    assert kiosk.until_opened(later.dossier_id)["official_code"] != number_lost


def test_lists_of_the_restored_portal_are_newer_than_any_given(
    kiosk: Any, portal: Any, restored: Any
) -> None:
    given = signed_lists.verified_kiosk_keys(
        kiosk.call("GET", "/v1/kiosk-keys").content, portal=kiosk.portal_key
    )
    kiosk.portal = restored
    [told] = [change for change in kiosk.state("")["changes"] if change["kind"] == "kiosk_keys"]
    document = base64.b64decode(told["document"])
    newer = signed_lists.verified_kiosk_keys(document, portal=kiosk.portal_key, at_least=given.version + 1)
    assert newer.keys.keys() >= {name for name, key in given.keys.items() if key.kiosk_id == kiosk.kiosk_id}


def test_revision_grows_over_a_restore(kiosk: Any, sample: Any, restored: Any) -> None:
    highest = max(
        c["revision"] for c in kiosk.state("")["changes"] if c.get("dossier_id") == sample.dossier_id
    )
    kiosk.portal = restored
    restored.run("status", sample.dossier_id, "2")
    last = [c for c in kiosk.state("")["changes"] if c.get("dossier_id") == sample.dossier_id][-1]
    assert last["revision"] > highest


def test_restore_over_a_portal_is_refused(portal: Any, backed_up: Path) -> None:
    with pytest.raises(KioskError) as caught:
        restore(backed_up, portal.data, database=None, now=now())
    assert caught.value.code is Code.DATA_LOCKED


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("../../evil"), io.BytesIO())
    (tmp_path / "noise.tar").write_bytes(b"noise" * 999)
    for name in ("other.tar", "noise.tar", "missing.tar"):
        with pytest.raises(KioskError) as caught:
            restore(tmp_path / name, tmp_path / "new", database=None, now=now())
        assert caught.value.code is Code.FILE_UNREADABLE


def test_what_the_backup_lacked_begins_beyond_what_was_given(kiosk: Any, restored: Any) -> None:
    later = kiosk.new_sample()
    document = later.uploaded(kiosk)
    assert kiosk.put(later.dossier_id, document).status_code == 201
    given = kiosk.until_opened(later.dossier_id)["revision"]
    kiosk.portal = restored
    for sealed in later.files:
        kiosk.upload(sealed)
    assert kiosk.put(later.dossier_id, document).status_code == 201
    told = [c for c in kiosk.state("")["changes"] if c.get("dossier_id") == later.dossier_id]
    assert told[0]["revision"] > given
    with reading(restored.here.engine) as connection:
        assert lists.first_revision(connection) == 1 + LEAP
