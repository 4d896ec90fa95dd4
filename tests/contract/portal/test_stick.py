"""A stick taken in: right things once, wrong things never, and acknowledgements on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import SealedFile, verified_acknowledgement
from portal.usb import take_in

CheckSchema = Callable[[str, object], None]


@pytest.fixture
def stick(kiosk: Any, sample: Any, tmp_path: Path) -> Path:
    """What a kiosk exported: one dossier with two attachments, as docs/protocol describes it."""
    folder = tmp_path / kiosk.kiosk_id.removeprefix("K-")
    folder.mkdir()
    dossier = json.loads(sample.members["dossier.json"])
    sealed = [kiosk.seal(data) for data in sample.attachments]
    for entry, data in zip(dossier["attachments"], sealed, strict=True):
        entry["sealed_sha256"] = hashlib.sha256(data).hexdigest()
    sample.members["dossier.json"] = json.dumps(dossier).encode()
    files = [kiosk.seal(sample.zipped()), *sealed]
    blobs = []
    for number, data in enumerate(files, 1):
        name = f"B{number:07d}.AGE"
        (folder / name).write_bytes(data)
        blobs.append({"file": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
    named = [SealedFile(str(blob["sha256"]), int(str(blob["bytes"]))) for blob in blobs]
    (folder / "M0000001.CBS").write_bytes(sample.signed(kiosk, named[0], tuple(named[1:])))
    entry = {
        "dossier_id": sample.dossier_id,
        "manifest": "M0000001.CBS",
        "acknowledgement": "A0000001.CBS",
        "blobs": blobs,
    }
    _write_index(folder, kiosk, [entry])
    return tmp_path


def _write_index(folder: Path, kiosk: Any, entries: list[Any], key: Ed25519PrivateKey | None = None) -> None:
    index = {"kiosk_id": kiosk.kiosk_id, "made_at": "2026-11-20T08:00:00+07:00", "dossiers": entries}
    signed = cose.sign(json.dumps(index).encode(), kind=cose.Kind.USB_INDEX, key=key or kiosk.key)
    (folder / "INDEX.CBS").write_bytes(signed)


def _folder(stick: Path) -> Path:
    return next(path for path in stick.iterdir() if path.is_dir())


def test_stick_is_taken_in_once_and_acknowledged(kiosk: Any, portal: Any, sample: Any, stick: Path) -> None:
    assert portal.run("import", str(stick)) == {
        "accepted": 1,
        "already_there": 0,
        "rejected": 0,
        "reasons": [],
    }
    acknowledgement = (_folder(stick) / "A0000001.CBS").read_bytes()
    verified_acknowledgement(
        acknowledgement,
        manifest=(_folder(stick) / "M0000001.CBS").read_bytes(),
        dossier_id=sample.dossier_id,
        key=kiosk.portal_key.key,
    )
    again = take_in(portal.here, stick)
    assert (again.accepted, again.already_there, again.reasons) == (0, 1, [])
    assert (_folder(stick) / "A0000001.CBS").read_bytes() == acknowledgement
    assert kiosk.until_opened(sample.dossier_id)["stage"] == "opened"


def test_what_came_by_stick_and_network_counts_once(
    kiosk: Any, portal: Any, sample: Any, stick: Path
) -> None:
    document = (_folder(stick) / "M0000001.CBS").read_bytes()
    take_in(portal.here, stick)
    answer = kiosk.put(sample.dossier_id, document)
    assert answer.status_code == 200
    assert answer.content == (_folder(stick) / "A0000001.CBS").read_bytes()


def test_names_in_small_letters_are_found(portal: Any, stick: Path) -> None:
    for file in _folder(stick).iterdir():
        file.rename(file.with_name(file.name.lower()))
    assert take_in(portal.here, stick).accepted == 1


def test_missing_changed_or_swapped_file_is_refused_and_the_rest_goes_on(portal: Any, stick: Path) -> None:
    folder = _folder(stick)
    one, two = folder / "B0000001.AGE", folder / "B0000002.AGE"
    whole = one.read_bytes()
    one.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert [reason["code"] for reason in take_in(portal.here, stick).reasons] == ["HASH_MISMATCH"]
    one.write_bytes(two.read_bytes())
    assert [reason["code"] for reason in take_in(portal.here, stick).reasons] == ["HASH_MISMATCH"]
    one.unlink()
    assert [reason["code"] for reason in take_in(portal.here, stick).reasons] == ["MISSING_BLOBS"]
    assert not (folder / "A0000001.CBS").exists()
    one.write_bytes(whole)
    assert take_in(portal.here, stick).accepted == 1


def test_link_on_the_stick_leads_nowhere(
    portal: Any, stick: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = _folder(stick)
    outside = tmp_path_factory.mktemp("outside") / "secret"
    (folder / "B0000001.AGE").rename(outside)
    (folder / "B0000001.AGE").symlink_to(outside)
    assert [reason["code"] for reason in take_in(portal.here, stick).reasons] == ["MISSING_BLOBS"]


def _code(portal: Any, stick: Path) -> Code:
    with pytest.raises(KioskError) as caught:
        take_in(portal.here, stick)
    return caught.value.code


def test_index_of_a_stranger_is_refused(kiosk: Any, portal: Any, stick: Path) -> None:
    _write_index(_folder(stick), kiosk, [], key=Ed25519PrivateKey.generate())
    assert _code(portal, stick) is Code.SIGNER_UNKNOWN


def test_index_of_another_kiosk_is_refused(
    kiosk: Any, portal: Any, stick: Path, new_kiosk: Callable[[], Any]
) -> None:
    other = new_kiosk()
    other.enrol(portal.new_code())
    _write_index(_folder(stick), kiosk, [], key=other.key)
    assert _code(portal, stick) is Code.SIGNATURE_INVALID


@pytest.mark.parametrize("name", ["../../x.age", "/ETC/X.Y", "LONGERTHAN8.AGE"])
def test_index_that_leads_outside_is_refused(kiosk: Any, portal: Any, stick: Path, name: str) -> None:
    blob = {"file": name, "sha256": "a" * 64, "bytes": 1}
    entry = {"dossier_id": "019a9e5a-7c00-7000-8000-000000000001", "manifest": "M0000001.CBS",
             "acknowledgement": "A0000001.CBS", "blobs": [blob]}  # fmt: skip
    _write_index(_folder(stick), kiosk, [entry])
    assert _code(portal, stick) is Code.SIGNATURE_INVALID


def test_half_an_index_and_an_empty_stick_have_words(portal: Any, stick: Path, tmp_path: Path) -> None:
    index = _folder(stick) / "INDEX.CBS"
    index.write_bytes(index.read_bytes()[:40])
    assert _code(portal, stick) is Code.SIGNATURE_INVALID
    index.unlink()
    assert _code(portal, stick) is Code.FILE_UNREADABLE
    told = portal.command("import", str(tmp_path / "nothing"))
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
