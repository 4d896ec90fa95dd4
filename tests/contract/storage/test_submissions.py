"""Submitting: sealed to the portal and the recovery key, once, and only for them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from kiosk.core import cose
from kiosk.core.dossier import Submission
from kiosk.core.errors import Code, KioskError
from kiosk.core.slip_code import slip_sha256, track_sha256
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store

CARD = Factor(FactorKind.CARD, b"SOD")
SCHEMAS = Path(__file__).parents[3] / "docs" / "protocol" / "schemas"


def validate(document: Any, name: str) -> None:
    """Check a document against its schema of docs/protocol."""
    registry: Registry[Any] = Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
        for path in SCHEMAS.glob("*.json")
    )
    schema = registry.contents(f"{name}.json")
    Draft202012Validator(schema, registry=registry).validate(document)


def begin(store: Store, wanted: Submission) -> None:
    store.drafts.begin(
        wanted.visit, dossier_id=wanted.dossier_id, procedure=wanted.procedure, version=wanted.version
    )
    store.drafts.bind(wanted.visit, CARD)
    store.drafts.save(wanted.visit, "form", wanted.instance_xml)
    store.drafts.save_page(wanted.visit, "giay_kham", 1, b"a page")


def manifest_of(store: Store, wanted: Submission) -> dict[str, Any]:
    payload = cose.unverified_payload(store.outbox.parcel(wanted.dossier_id).manifest)
    document: dict[str, Any] = json.loads(payload)
    return document


def test_the_portal_and_the_recovery_key_each_open_the_parcel(
    store: Store, submission: Callable[[int], Submission], province: Any
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    receipt = store.submissions.submit(wanted)
    parcel = store.outbox.parcel(wanted.dossier_id)
    for identity in (province.opening, province.recovery):
        plain = pyrage.decrypt(Path(parcel.blobs[0].path).read_bytes(), [identity])
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            assert archive.namelist() == ["dossier.json", "instance.xml", "dossier.pdf"]
            assert {m.compress_type for m in archive.infolist()} == {zipfile.ZIP_STORED}
            assert archive.read("instance.xml") == wanted.instance_xml
            document = json.loads(archive.read("dossier.json"))
        paper = pyrage.decrypt(Path(parcel.blobs[1].path).read_bytes(), [identity])
        assert paper == wanted.attachments[0].content
    validate(document, "dossier")
    assert document["receipt_code"] == receipt.receipt_code
    assert document["attachments"][0]["sealed_sha256"] == parcel.blobs[1].sha256
    assert document["attachments"][0]["sha256"] == hashlib.sha256(paper).hexdigest()


def test_the_manifest_is_signed_and_names_exactly_the_files(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    receipt = store.submissions.submit(wanted)
    parcel = store.outbox.parcel(wanted.dossier_id)
    key = store.enrolment.key().public_key()
    document = json.loads(cose.verify(parcel.manifest, kind=cose.Kind.MANIFEST, key=key))
    validate(document, "manifest")
    for blob in parcel.blobs:
        content = Path(blob.path).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (blob.sha256, blob.size_bytes)
    assert document["parcel"]["sha256"] == parcel.blobs[0].sha256
    assert [a["sha256"] for a in document["attachments"]] == [parcel.blobs[1].sha256]
    assert receipt.slip_secret is not None
    assert document["slip_sha256"] == slip_sha256(receipt.slip_secret)
    assert document["track_sha256"] == track_sha256(receipt.slip_secret)


def test_the_same_dossier_again_changes_nothing(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    first = store.submissions.submit(wanted)
    before = store.outbox.parcel(wanted.dossier_id)
    assert store.submissions.submit(wanted) == first
    assert store.outbox.parcel(wanted.dossier_id) == before
    assert len(store.outbox.history()) == 1


def test_sequence_counts_submissions(store: Store, submission: Callable[[int], Submission]) -> None:
    for number in (3, 1, 2):
        store.submissions.submit(submission(number), with_draft=False)
    assert [(row.dossier_id[-1], row.sequence) for row in store.outbox.open_rows()] == [
        ("3", 1),
        ("1", 2),
        ("2", 3),
    ]


def test_after_submitting_the_draft_holds_the_receipt_alone(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    receipt = store.submissions.submit(wanted)
    assert list(store.drafts.records(wanted.visit)) == ["receipt"]
    assert store.drafts.pages(wanted.visit, "giay_kham") == []
    assert not (store.folder / "drafts" / wanted.visit).exists()
    store.drafts.lock(wanted.visit)
    assert store.drafts.unlock(wanted.visit, CARD).submitted
    assert store.submissions.receipt(wanted.visit) == receipt
    store.drafts.forget(wanted.visit)
    assert not (store.folder / "keys" / "epoch.key").exists()


def test_nothing_personal_and_no_secret_of_the_slip_is_readable_afterwards(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    receipt = store.submissions.submit(wanted)
    store.drafts.forget(wanted.visit)
    disk = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    assert receipt.slip_secret is not None
    for secret in ("Lò Thị Mẩy".encode(), b"%PDF", receipt.slip_secret, receipt.slip_secret.hex().encode()):
        assert secret not in disk


def test_a_kiosk_that_has_joined_no_portal_submits_nothing(
    tmp_path: Path, submission: Callable[[int], Submission], fresh: Callable[[Path], Store]
) -> None:
    lonely = fresh(tmp_path)
    with pytest.raises(KioskError) as error:
        lonely.submissions.submit(submission(1), with_draft=False)
    assert error.value.code is Code.NOT_ENROLLED
    assert lonely.outbox.history() == []
    assert not (tmp_path / "sealed").exists()


def test_files_without_a_row_are_swept_up_and_files_with_one_stay(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    store.submissions.submit(submission(1), with_draft=False)
    ghost = store.folder / "sealed" / "0192f0c1-0000-7000-9000-00000000dead"
    ghost.mkdir()
    (ghost / "parcel.age.tmp").write_bytes(b"half")
    assert store.submissions.sweep() == 1
    assert [p.name for p in (store.folder / "sealed").iterdir()] == [submission(1).dossier_id]


def test_a_disk_that_cannot_be_written_leaves_the_draft_as_it_was(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    wanted = submission(1)
    begin(store, wanted)
    (store.folder / "sealed").write_bytes(b"something that is no folder")
    with pytest.raises((KioskError, OSError)):
        store.submissions.submit(wanted)
    assert store.outbox.history() == []
    assert store.drafts.records(wanted.visit) == {"form": wanted.instance_xml}
    (store.folder / "sealed").unlink()
    assert store.submissions.submit(wanted).dossier_id == wanted.dossier_id
