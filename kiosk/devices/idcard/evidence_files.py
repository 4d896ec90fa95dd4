"""A dossier's identity evidence from files, checked again: `kiosk card verify`.

The parcel's folder `evidence` holds `statement.json`, `sod.bin`, `dg1.bin`, and `dg13.bin`, `dg15.bin` where
they were sent (docs/protocol). The result names no person.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.text import fold
from kiosk.devices.idcard.codes import error_of_fault
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.evidence import Verdict, bound_challenge, judge
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import CardEvidence
from kiosk.idcard.passive import Policy

_FOLDER = "evidence/"
_FILES = ("sod.bin", "dg1.bin", "dg13.bin", "dg14.bin", "dg15.bin", "statement.json")
_LARGEST = 1 << 20
_NAME_CHARACTERS = 30
_UNREADABLE = (
    OSError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What files raise that aren't a parcel's; `RuntimeError`: a ZIP that is locked or packed otherwise."""


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """What the files hold."""

    proof: CardEvidence = field(repr=False)
    statement: dict[str, Any] = field(repr=False)


def read_evidence(path: Path) -> EvidenceFiles:
    """Return the evidence of a folder, or of an opened parcel (ZIP). Raises KioskError FILE_UNREADABLE."""
    try:
        files = _of_folder(path) if path.is_dir() else _of_parcel(path)
        statement = _statement(files["statement.json"])
        proof = CardEvidence(
            files["sod.bin"],
            files["dg1.bin"],
            files.get("dg13.bin"),
            files.get("dg15.bin"),
            _decoded(statement.get("challenge")),
            _decoded(statement.get("active_signature")),
            files.get("dg14.bin"),
        )
    except _UNREADABLE as error:
        raise KioskError(Code.FILE_UNREADABLE, f"{path.name}: not a parcel's evidence") from error
    return EvidenceFiles(proof, statement)


def _statement(data: bytes) -> dict[str, Any]:
    """Return the statement. Raises ValueError where it hasn't a statement's shape."""
    document = json.loads(data)
    inside = (document.get(key) for key in ("holder", "verified"))
    if not all(value is None or isinstance(value, dict) for value in inside):
        raise ValueError("statement")
    return dict(document)


def _of_folder(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in _FILES if (path / name).exists()}


def _of_parcel(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        found = {
            info.filename.removeprefix(_FOLDER): info
            for info in archive.infolist()
            if info.filename.removeprefix(_FOLDER) in _FILES and info.file_size <= _LARGEST
        }
        return {name: archive.read(info) for name, info in found.items()}


def _decoded(text: str | None) -> bytes | None:
    return base64.b64decode(text, validate=True) if text is not None else None


def verify_evidence(files: EvidenceFiles, anchors: tuple[bytes, ...], *, now: datetime) -> dict[str, Any]:
    """Return what can be found out again, beside what the kiosk stated.

    Raises KioskError EVIDENCE_INVALID when kiosk and card contradict each other, and the card's own codes.
    """
    statement = files.statement
    dossier, kiosk = str(statement.get("dossier_id", "")), str(statement.get("kiosk_id", ""))
    stated = statement.get("verified") or {}
    if stated.get("active") and (files.proof.dg15 is None or files.proof.active_signature is None):
        raise KioskError(Code.EVIDENCE_INVALID, "active authentication without its evidence")
    try:
        certificates = tuple(c for anchor in anchors for c in parse_certificates(anchor))
        verdict = judge(
            files.proof,
            Policy(Anchors(certificates), now),
            expected_challenge=bound_challenge(dossier, kiosk),
            allow_copy=stated.get("active") is False,
            whole=True,
        )
    except CardFault as fault:
        raise error_of_fault(fault) from fault
    _compare(verdict, statement)
    return {
        "verified": asdict(verdict.verified),
        "stated": statement.get("verified"),
        "notes": [*verdict.notes],
        "dossier_id": dossier,
        "kiosk_id": kiosk,
    }


def _compare(verdict: Verdict, statement: dict[str, Any]) -> None:
    """Compare the kiosk's word with the card's signed zone, and with what is found again."""
    holder = statement.get("holder") or {}
    number, name = holder.get("personal_number"), holder.get("full_name")
    if number is not None and number != verdict.zone.personal_number:
        raise KioskError(Code.EVIDENCE_INVALID, "personal_number is not the zone's")
    if name is not None and not _same_name(str(name), verdict.zone.name):
        raise KioskError(Code.EVIDENCE_INVALID, "full_name is not the zone's")


def _same_name(said: str, zone: str) -> bool:
    """Compare folded; a zone that is full may be cut."""
    letters = "".join(character for character in fold(said) if character.isalnum())
    signed = "".join(character for character in zone.lower() if character.isalnum())
    return letters.startswith(signed) if len(zone) >= _NAME_CHARACTERS else letters == signed
