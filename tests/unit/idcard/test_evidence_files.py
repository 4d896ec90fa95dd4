"""`kiosk card verify`: a parcel's evidence checked again from its files."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.devices.idcard.evidence_files import read_evidence, verify_evidence
from kiosk.idcard.evidence import bound_challenge
from kiosk.idcard.reading import CardContent
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.issuer import Issuer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
DOSSIER, KIOSK = "0190b6a0-0000-7000-8000-000000000001", "K-7Q4KM2HD"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, make_card: Callable[..., VirtualCard], read: Callable[..., CardContent]) -> Write:
    """Return a writer of an evidence folder; `statement` changes what the kiosk says."""

    def write(statement: dict[str, Any] | None = None, **files: bytes) -> Path:
        content = read(make_card(), challenge=bound_challenge(DOSSIER, KIOSK))
        proof = content.evidence
        assert proof.dg15 is not None
        assert proof.challenge is not None
        assert proof.active_signature is not None
        said = {
            "dossier_id": DOSSIER,
            "kiosk_id": KIOSK,
            "verified": {"passive": True, "chip": True, "active": True},
            "challenge": base64.b64encode(proof.challenge).decode(),
            "active_signature": base64.b64encode(proof.active_signature).decode(),
            "holder": {"personal_number": "014199012345", "full_name": "Lường Thị Hạ"},
        } | (statement or {})
        whole = {"sod": proof.sod, "dg1": proof.dg1, "dg15": proof.dg15} | files
        for name, data in whole.items():
            (tmp_path / f"{name}.bin").write_bytes(data)
        (tmp_path / "statement.json").write_text(json.dumps(said), encoding="utf-8")
        return tmp_path

    return write


def test_a_folder_is_verified_again(write: Write, issuer: Issuer) -> None:
    found = verify_evidence(read_evidence(write()), (issuer.csca_der,), now=NOW)
    assert found["verified"] == {"passive": True, "chip": None, "active": True}
    assert (found["dossier_id"], found["kiosk_id"], found["notes"]) == (DOSSIER, KIOSK, [])
    assert "014199012345" not in json.dumps(found)


def test_an_opened_parcel_is_verified_again(write: Write, issuer: Issuer) -> None:
    folder = write()
    parcel = folder / "parcel.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        for file in folder.glob("*.bin"):
            archive.write(file, f"evidence/{file.name}")
        archive.write(folder / "statement.json", "evidence/statement.json")
    assert verify_evidence(read_evidence(parcel), (issuer.csca_der,), now=NOW)["verified"]["active"] is True


def test_without_an_anchor_nothing_is_claimed(write: Write) -> None:
    found = verify_evidence(read_evidence(write()), (), now=NOW)
    assert found["verified"] == {"passive": None, "chip": None, "active": None}
    assert found["notes"] == ["NO_ANCHOR"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"dossier_id": DOSSIER.replace("1", "2")}, Code.CARD_COPIED),
        ({"kiosk_id": "K-OTHER"}, Code.CARD_COPIED),
        ({"holder": {"full_name": "Lường Thị Hà Anh"}}, Code.EVIDENCE_INVALID),
        ({"holder": {"personal_number": "014199012346"}}, Code.EVIDENCE_INVALID),
        ({"active_signature": None}, Code.EVIDENCE_INVALID),
        ({"active_signature": None, "verified": {"active": None}}, Code.CARD_COPIED),
    ],
)
def test_what_does_not_fit_is_refused(
    write: Write, issuer: Issuer, statement: dict[str, Any], code: Code
) -> None:
    with pytest.raises(KioskError) as caught:
        verify_evidence(read_evidence(write(statement)), (issuer.csca_der,), now=NOW)
    assert caught.value.code is code


def test_altered_files_are_refused(write: Write, issuer: Issuer) -> None:
    with pytest.raises(KioskError) as caught:
        verify_evidence(read_evidence(write(dg1=b"a\x00")), (issuer.csca_der,), now=NOW)
    assert caught.value.code is Code.CARD_TAMPERED


@pytest.mark.parametrize(
    "statement",
    [
        b"[]",
        b"3",
        b'{"verified": "x"}',
        b'{"holder": [1]}',
        b'{"challenge": 5}',
        b'{"challenge": "%%"}',
        b"[" * 9999,
    ],
)
def test_a_statement_of_another_shape_is_told(write: Write, statement: bytes) -> None:
    folder = write()
    (folder / "statement.json").write_bytes(statement)
    with pytest.raises(KioskError) as caught:
        read_evidence(folder)
    assert caught.value.code is Code.FILE_UNREADABLE


def test_what_is_no_evidence_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    for path in (tmp_path, tmp_path / "x.zip", tmp_path / "missing"):
        with pytest.raises(KioskError) as caught:
            read_evidence(path)
        assert caught.value.code is Code.FILE_UNREADABLE
