"""What a dossier holds when it leaves the kiosk: dossier.json, the parcel, its evidence, the manifest.

Pure; docs/protocol has the schemas. Sealing and storing are `storage/submissions.py`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from kiosk.core.manifest import Manifest, SealedFile
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.slip_code import slip_sha256, track_sha256
from kiosk.idcard.holder import Holder

_MADE_AT = (1980, 1, 1, 0, 0, 0)
"""ZIP's zero: the members carry no time of their own."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One paper as a file. `key` is the procedure's component that it serves."""

    key: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything that the citizen hands in. Times carry their zone.

    `method` is `chip`, `hand` or `file`; `card` is given when a card was read. `provenance` tells for each
    answer (by XPath) where it came from: chip, qr, typed, officer, carried, file.
    """

    visit: VisitId
    dossier_id: DossierId
    receipt_code: str
    """Fresh from `Submissions.fresh_code`; it stands on the printed dossier, so it is made before it."""
    procedure: str
    version: str
    procedure_name: str
    started_at: datetime
    submitted_at: datetime
    method: str
    instance_xml: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    provenance: Mapping[str, str] = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    later: tuple[str, ...] = ()
    """Components to be brought on paper."""
    card: CardResult | None = field(default=None, repr=False)
    language: str = "vi"
    slip_secret: bytes | None = field(default=None, repr=False)
    """Fixed when the visit was parked; None: made at submission."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen takes along. `slip_secret` gives the slip its rights; None after the visit."""

    dossier_id: DossierId
    receipt_code: str
    procedure: str
    kiosk_id: str
    submitted_at: datetime
    slip_secret: bytes | None = field(repr=False)


def active_challenge(dossier_id: str, kiosk_id: str) -> bytes:
    """Return the 8 bytes that the card signs: bound to this dossier and this kiosk (docs/protocol)."""
    return hashlib.sha256(b"kiosk-aa" + dossier_id.encode() + kiosk_id.encode()).digest()[:8]


def dossier_document(
    submission: Submission, receipt: Receipt, sealed_sha256: Sequence[str], plain_sha256: Sequence[str]
) -> dict[str, Any]:
    """Return dossier.json as a mapping; the hashes are the attachments', sealed and plain, in their order."""
    card = submission.card
    return {
        "dossier_id": submission.dossier_id,
        "procedure": {
            "code": submission.procedure,
            "version": submission.version,
            "name": submission.procedure_name,
        },
        "kiosk_id": receipt.kiosk_id,
        "started_at": submission.started_at.isoformat(),
        "submitted_at": submission.submitted_at.isoformat(),
        "receipt_code": receipt.receipt_code,
        "language": submission.language,
        "provenance": dict(submission.provenance),
        "identity": {
            "method": submission.method,
            "verified": asdict(card.verified) if card else None,
            "notes": list(card.notes) if card else [],
        },
        "attachments": [
            {
                "key": attachment.key,
                "name": attachment.name,
                "media_type": attachment.media_type,
                "bytes": len(attachment.content),
                "sha256": plain,
                "sealed_sha256": sealed,
            }
            for attachment, plain, sealed in zip(
                submission.attachments, plain_sha256, sealed_sha256, strict=True
            )
        ],
        "later": list(submission.later),
    }


def parcel(
    submission: Submission, receipt: Receipt, sealed_sha256: Sequence[str], plain_sha256: Sequence[str]
) -> bytes:
    """Return the parcel to be sealed: a ZIP whose members are stored, evidence only when a card was read."""
    members = {
        "dossier.json": _json(dossier_document(submission, receipt, sealed_sha256, plain_sha256)),
        "instance.xml": submission.instance_xml,
        "dossier.pdf": submission.pdf,
    }
    if submission.card is not None:
        members |= _evidence(submission, submission.card, receipt.kiosk_id)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE_AT), content)
    return buffer.getvalue()


def manifest(
    submission: Submission, receipt: Receipt, files: Sequence[SealedFile], sequence: int
) -> Manifest:
    """Return the manifest; `files` are the sealed parcel and then the attachments in their order."""
    if receipt.slip_secret is None:
        raise ValueError("a manifest is made with the slip's secret at hand")
    return Manifest(
        dossier_id=submission.dossier_id,
        procedure=submission.procedure,
        procedure_version=submission.version,
        parcel=files[0],
        attachments=tuple(files[1:]),
        kiosk_id=receipt.kiosk_id,
        sequence=sequence,
        submitted_at=submission.submitted_at.isoformat(),
        receipt_code=receipt.receipt_code,
        slip_sha256=slip_sha256(receipt.slip_secret),
        track_sha256=track_sha256(receipt.slip_secret),
    )


def _evidence(submission: Submission, card: CardResult, kiosk_id: str) -> dict[str, bytes]:
    evidence = card.evidence
    whole = {
        "sod.bin": evidence.sod,
        "dg1.bin": evidence.dg1,
        "dg13.bin": evidence.dg13,
    }
    if evidence.active_signature is not None:
        whole |= {"dg15.bin": evidence.dg15, "dg14.bin": evidence.dg14}
    statement = {
        "dossier_id": submission.dossier_id,
        "kiosk_id": kiosk_id,
        "read_at": submission.started_at.isoformat(),
        "protocol": card.protocol,
        "verified": asdict(card.verified),
        "notes": list(card.notes),
        "challenge": _text(evidence.challenge),
        "active_signature": _text(evidence.active_signature),
        "holder": {} if evidence.dg13 is not None else _holder(card.holder),
    }
    files = {f"evidence/{name}": content for name, content in whole.items() if content is not None}
    return {"evidence/statement.json": _json(statement), **files}


def _holder(holder: Holder) -> dict[str, str | None]:
    """The kiosk's word for what DG13 says, where DG13 itself stays here. The zone's name is in DG1."""
    values = {f.name: getattr(holder, f.name) for f in fields(holder) if f.name != "zone_name"}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}


def _text(content: bytes | None) -> str | None:
    return None if content is None else b64encode(content).decode()


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
