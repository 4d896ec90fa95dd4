"""What a dossier holds when it leaves the kiosk: documents as docs/protocol has them, evidence by rule."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from kiosk.core import dossier, receipt_record
from kiosk.core.dossier import Attachment, Receipt, Submission
from kiosk.core.manifest import SealedFile
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.idcard.holder import CardEvidence, Holder, Verified

SCHEMAS = Path(__file__).parents[2] / "docs" / "protocol" / "schemas"
AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
CARD = CardResult(
    protocol="PACE",
    holder=Holder("014087003512", full_name="ĐINH VĂN VIỆT", date_of_birth=date(1987, 3, 14)),
    verified=Verified(passive=True, chip=None, active=True),
    notes=("NO_CHIP_KEY",),
    evidence=CardEvidence(
        sod=b"SOD", dg1=b"DG1", dg14=b"DG14", dg15=b"DG15", challenge=b"8 bytes.", active_signature=b"sig"
    ),
    timing_ms={},
    apdus=1,
)
RECEIPT = Receipt(
    DossierId("0192f0c1-0000-7000-9000-000000000001"),
    "TH01-7Q4K-M2HD",
    "3.000348",
    "K-0A1B2C3D",
    AT,
    bytes(16),
)


def submission(card: CardResult | None = CARD) -> Submission:
    return Submission(
        visit=VisitId("v"),
        dossier_id=RECEIPT.dossier_id,
        receipt_code=RECEIPT.receipt_code,
        procedure="3.000348",
        version="2026-07-01",
        procedure_name="Cấp lại giấy phép lái xe",
        started_at=AT,
        submitted_at=AT,
        method="chip" if card else "hand",
        instance_xml=b"<data/>",
        pdf=b"%PDF",
        provenance={"/data/name": "chip"},
        attachments=(
            Attachment("health_certificate", "health_certificate.pdf", "application/pdf", b"%PDF 1"),
        ),
        later=("licence",),
        card=card,
    )


def members(whole: Submission) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(dossier.parcel(whole, RECEIPT, ["ab" * 32], ["cd" * 32]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def validate(document: Any, name: str) -> None:
    registry: Registry[Any] = Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))
        for path in SCHEMAS.glob("*.json")
    )
    Draft202012Validator(registry.contents(f"{name}.json"), registry=registry).validate(document)


def test_documents_fit_their_schemas() -> None:
    parts = members(submission())
    validate(json.loads(parts["dossier.json"]), "dossier")
    validate(json.loads(parts["evidence/statement.json"]), "statement")
    files = (SealedFile("ab" * 32, 10), SealedFile("cd" * 32, 20))
    signed = dossier.manifest(submission(), RECEIPT, files, 1)
    assert (signed.parcel, signed.attachments) == (files[0], files[1:])


def test_evidence_is_there_only_when_a_card_was_read() -> None:
    assert set(members(submission(None))) == {"dossier.json", "instance.xml", "dossier.pdf"}
    assert set(members(submission())) == {
        "dossier.json",
        "instance.xml",
        "dossier.pdf",
        "evidence/statement.json",
        "evidence/sod.bin",
        "evidence/dg1.bin",
        "evidence/dg14.bin",
        "evidence/dg15.bin",
    }


def test_without_an_active_signature_its_keys_stay_here() -> None:
    silent = replace(CARD, evidence=replace(CARD.evidence, active_signature=None, challenge=None))
    assert not {"evidence/dg14.bin", "evidence/dg15.bin"} & set(members(submission(silent)))


def test_what_dg13_says_is_stated_only_where_dg13_itself_is_not_sent() -> None:
    stated = json.loads(members(submission())["evidence/statement.json"])["holder"]
    assert stated["full_name"] == "ĐINH VĂN VIỆT"
    assert stated["date_of_birth"] == "1987-03-14"
    assert "zone_name" not in stated
    whole = members(submission(replace(CARD, evidence=replace(CARD.evidence, dg13=b"DG13"))))
    assert whole["evidence/dg13.bin"] == b"DG13"
    assert json.loads(whole["evidence/statement.json"])["holder"] == {}


def test_the_challenge_is_bound_to_dossier_and_kiosk() -> None:
    challenge = dossier.active_challenge("d1", "K-1")
    assert len(challenge) == 8
    assert challenge not in {dossier.active_challenge("d2", "K-1"), dossier.active_challenge("d1", "K-2")}


def test_a_receipt_survives_as_a_record_and_shows_no_secret() -> None:
    assert receipt_record.from_bytes(receipt_record.to_bytes(RECEIPT)) == RECEIPT
    without = replace(RECEIPT, slip_secret=None)
    assert receipt_record.from_bytes(receipt_record.to_bytes(without)) == without
    assert "slip_secret" not in repr(RECEIPT)
    with pytest.raises(ValueError, match="secret"):
        dossier.manifest(submission(), without, (SealedFile("ab" * 32, 1),), 1)
