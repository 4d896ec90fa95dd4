"""Filing: committed once, acknowledged only then, opened and numbered afterwards."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import cose
from kiosk.core.errors import KioskError
from kiosk.core.manifest import SealedFile, verified_acknowledgement
from portal.intake.opening import open_dossier
from portal.store import dossiers
from portal.store.engine import reading
from portal.store.numbering import OFFICIAL_CODE


def test_dossier_is_committed_acknowledged_opened_and_numbered(kiosk: Any, portal: Any, sample: Any) -> None:
    document = sample.uploaded(kiosk)
    answer = kiosk.put(sample.dossier_id, document)
    assert answer.status_code == 201, answer.text
    acknowledgement = verified_acknowledgement(
        answer.content, manifest=document, dossier_id=sample.dossier_id, key=kiosk.portal_key.key
    )
    assert acknowledgement.state == 1
    change = kiosk.until_opened(sample.dossier_id)
    assert (change["stage"], change["reason"], change["state"]) == ("opened", None, 1)
    assert OFFICIAL_CODE.fullmatch(change["official_code"])

    listed = {entry["id"]: entry for entry in portal.run("dossiers")["dossiers"]}
    entry = listed[sample.dossier_id]
    assert entry["official_code"] == change["official_code"]
    assert (entry["kiosk_id"], entry["attachments"], entry["state"]) == (kiosk.kiosk_id, 2, 1)
    opened = portal.run("open", sample.dossier_id)
    assert opened["answers"]["/data/applicant/full_name"] == "Lò Thị Ban Mai"
    assert opened["answers"]["/data/applicant/id_issuer"] == "bca"
    assert opened["provenance"]["/data/applicant/full_name"] == "typed"
    assert opened["xml"] == sample.members["instance.xml"].decode()
    assert opened["attachments"] == [
        {"name": f"giấy {index}.pdf", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for index, data in enumerate(sample.attachments)
    ]


def test_same_manifest_again_gets_the_same_acknowledgement(kiosk: Any, portal: Any, sample: Any) -> None:
    document = sample.uploaded(kiosk)
    first, second = kiosk.put(sample.dossier_id, document), kiosk.put(sample.dossier_id, document)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    with reading(portal.here.engine) as connection:
        filed = [row.dossier_id for row in dossiers.everything(connection)]
    assert filed.count(sample.dossier_id) == 1


def test_same_manifest_from_many_at_once_counts_once(kiosk: Any, sample: Any) -> None:
    document = sample.uploaded(kiosk)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: kiosk.put(sample.dossier_id, document), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.content for answer in answers}) == 1


def test_other_manifest_for_the_same_id_is_refused(kiosk: Any, sample: Any) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    refused = kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    assert (refused.status_code, refused.json()["code"]) == (409, "OTHER_MANIFEST")


def test_missing_blobs_are_listed_with_where_to_go_on(kiosk: Any, sample: Any) -> None:
    here = kiosk.upload(kiosk.seal(b"parcel"))
    half, gone = b"h" * 1000, SealedFile("e" * 64, 77)
    half_file = SealedFile(hashlib.sha256(half).hexdigest(), 1000)
    kiosk.patch(half_file.sha256, half[:600], 0, 1000)
    refused = kiosk.put(sample.dossier_id, sample.signed(kiosk, here, (half_file, gone)))
    assert (refused.status_code, refused.json()["code"]) == (424, "MISSING_BLOBS")
    assert refused.json()["missing"] == [
        {"sha256": half_file.sha256, "bytes": 1000, "offset": 600},
        {"sha256": gone.sha256, "bytes": 77, "offset": 0},
    ]


@pytest.mark.parametrize(
    ("bend", "code"),
    [
        ({"kiosk_id": "K-00000000"}, "MANIFEST_MISMATCH"),
        ({"dossier_id": "01939e5a-7c00-7000-8000-000000000001"}, "MANIFEST_MISMATCH"),
        ({"sequence": 0}, "PAYLOAD_INVALID"),
        ({"more": 1}, "PAYLOAD_INVALID"),
        ({"receipt_code": "TH01"}, "PAYLOAD_INVALID"),
        ({"submitted_at": "yesterday"}, "PAYLOAD_INVALID"),
        ({"parcel": None}, "PAYLOAD_INVALID"),
    ],
)
def test_manifest_that_is_never_right_is_refused(
    kiosk: Any, sample: Any, bend: dict[str, Any], code: str
) -> None:
    sample.bend_manifest = bend
    refused = kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_blob_of_another_size_than_the_manifest_says_is_refused(kiosk: Any, sample: Any) -> None:
    blob = kiosk.upload(kiosk.seal(b"parcel"))
    refused = kiosk.put(sample.dossier_id, sample.signed(kiosk, SealedFile(blob.sha256, blob.bytes + 1), ()))
    assert (refused.status_code, refused.json()["code"]) == (422, "MANIFEST_MISMATCH")


def test_manifest_signed_by_another_kiosk_is_refused(
    kiosk: Any, sample: Any, portal: Any, new_kiosk: Callable[[], Any]
) -> None:
    other = new_kiosk()
    other.enrol(portal.new_code())
    document = sample.uploaded(other)
    refused = kiosk.put(sample.dossier_id, document)
    assert (refused.status_code, refused.json()["code"]) == (422, "SIGNER_UNKNOWN")


def test_document_of_another_kind_is_no_manifest(kiosk: Any, sample: Any) -> None:
    payload = cose.unverified_payload(sample.uploaded(kiosk))
    refused = kiosk.put(sample.dossier_id, cose.sign(payload, kind=cose.Kind.SLIP, key=kiosk.key))
    assert (refused.status_code, refused.json()["code"]) == (422, "SIGNATURE_INVALID")


def _other_id(sample: Any) -> None:
    sample.change(dossier_id="01939e5a-7c00-7000-8000-000000000001")


def _other_paper(sample: Any) -> None:
    sample.attachments[1] = b"another paper"


def _no_pdf(sample: Any) -> None:
    del sample.members["dossier.pdf"]


def _stranger_in_the_zip(sample: Any) -> None:
    sample.members["../../etc/passwd"] = b"x"


def _unanswered(sample: Any) -> None:
    _replace(sample, b"<phone>0912345678</phone>", b"<phone/>")


def _miscalculated(sample: Any) -> None:
    _replace(sample, b"<timed>no</timed>", b"<timed>yes</timed>")


def _unknown_answer(sample: Any) -> None:
    _replace(sample, b"<contact>", b"<contact><fax>1</fax>")


def _no_such_choice(sample: Any) -> None:
    _replace(sample, b"<reason>lost</reason>", b"<reason>bored</reason>")


def _replace(sample: Any, old: bytes, new: bytes) -> None:
    assert old in sample.members["instance.xml"]
    sample.members["instance.xml"] = sample.members["instance.xml"].replace(old, new)


def _other_version(sample: Any) -> None:
    dossier = json.loads(sample.members["dossier.json"])
    sample.change(procedure=dossier["procedure"] | {"version": "1999.1"})
    sample.bend_manifest = {"procedure_version": "1999.1"}


def _chip_without_evidence(sample: Any) -> None:
    verified = {"passive": True, "chip": True, "active": None}
    sample.change(identity={"method": "chip", "verified": verified, "notes": []})


def _broken_json(sample: Any) -> None:
    sample.change(language=5)


@pytest.mark.parametrize(
    ("bend", "reason"),
    [
        (_other_id, "PARCEL_MISMATCH"),
        (_other_paper, "PARCEL_MISMATCH"),
        (_no_pdf, "PARCEL_UNREADABLE"),
        (_stranger_in_the_zip, "PARCEL_UNREADABLE"),
        (_broken_json, "PARCEL_UNREADABLE"),
        (_unanswered, "ANSWERS_INVALID"),
        (_miscalculated, "ANSWERS_INVALID"),
        (_unknown_answer, "ANSWERS_INVALID"),
        (_no_such_choice, "ANSWERS_INVALID"),
        (_other_version, "PACKAGE_MISSING"),
        (_chip_without_evidence, "EVIDENCE_INVALID"),
    ],
)
def test_parcel_that_cannot_be_opened_is_kept_and_told(
    kiosk: Any, portal: Any, sample: Any, *, bend: Callable[[Any], None], reason: str
) -> None:
    bend(sample)
    assert kiosk.put(sample.dossier_id, sample.uploaded(kiosk)).status_code == 201
    change = kiosk.until_opened(sample.dossier_id)
    assert (change["stage"], change["official_code"], change["reason"]["code"]) == ("failed", None, reason)
    assert change["reason"]["vi"]
    if reason.startswith("PARCEL"):
        with pytest.raises(KioskError) as caught:
            open_dossier(portal.here, sample.dossier_id)
        assert caught.value.code.name == reason
    else:
        assert open_dossier(portal.here, sample.dossier_id).xml == sample.members["instance.xml"]


def test_parcel_sealed_to_a_stranger_is_kept_and_told(kiosk: Any, sample: Any) -> None:
    import pyrage

    stranger = pyrage.x25519.Identity.generate().to_public()
    parcel = kiosk.upload(pyrage.encrypt(sample.zipped(), [stranger]))
    kiosk.put(sample.dossier_id, sample.signed(kiosk, parcel, ()))
    assert kiosk.until_opened(sample.dossier_id)["reason"]["code"] == "PARCEL_UNREADABLE"


def test_stock_age_opens_a_parcel_with_the_recovery_key(
    kiosk: Any, portal: Any, sample: Any, tmp_path: Path
) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    age = shutil.which("age")
    assert age is not None
    sealed = next(
        path
        for path in (portal.data / "blobs" / kiosk.kiosk_id).glob("*/*")
        if path.stat().st_size > len(sample.zipped()) and path.stat().st_size < len(sample.zipped()) + 600
    )
    identity = portal.data / "take-away" / "recovery.txt"
    opened = subprocess.run([age, "-d", "-i", identity, sealed], capture_output=True, check=True)
    (tmp_path / "parcel.zip").write_bytes(opened.stdout)
    assert opened.stdout == sample.zipped()


def test_officers_state_reaches_the_kiosk_with_its_note(kiosk: Any, portal: Any, sample: Any) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    cursor = kiosk.state("")["cursor"]
    assert kiosk.state(cursor)["changes"] == []
    portal.run("status", sample.dossier_id, "5", "--note", "Thiếu giấy khám sức khỏe")
    told = kiosk.state(cursor)
    [change] = told["changes"]
    assert (change["state"], change["note"], change["stage"]) == (5, "Thiếu giấy khám sức khỏe", "opened")
    assert kiosk.state(told["cursor"])["changes"] == []


def test_waiting_call_is_answered_when_something_changes(kiosk: Any, portal: Any, sample: Any) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    cursor = kiosk.state("")["cursor"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: kiosk.state(cursor, wait_s=20))
        portal.run("status", sample.dossier_id, "2")
        assert [change["state"] for change in waiting.result(15)["changes"]] == [2]


@pytest.mark.parametrize("cursor", ["other.9.9.9.9", "x", "....", "a.-1.b.c.d", "\u0661.\u0661"])
def test_unknown_cursor_begins_from_the_start(kiosk: Any, sample: Any, cursor: str) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kinds = [change["kind"] for change in kiosk.state(cursor)["changes"]]
    assert kinds[:4] == ["portal_key", "recipients", "kiosk_keys", "dossier"]


def test_unknown_dossier_and_wrong_state_are_told_apart(portal: Any) -> None:
    unknown = portal.command("status", "01939e5a-7c00-7000-8000-00000000ffff", "2")
    assert (unknown.returncode, unknown.stderr[:9]) == (1, "STORE-007")
    assert portal.command("status", "01939e5a-7c00-7000-8000-00000000ffff", "11").returncode == 2


def test_no_personal_value_reaches_the_log_or_the_database(kiosk: Any, portal: Any, sample: Any) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    assert "Ban Mai" not in portal.log()
    for file in portal.data.rglob("*"):
        if file.is_file():
            assert b"Ban Mai" not in file.read_bytes(), file
