"""Opening a sealed parcel: decrypt, take apart, compare with the manifest. Knows no database, no network."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import pyrage
from pydantic import ValidationError

from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import Manifest, SealedFile
from portal.intake.contents import Dossier, Statement

_REQUIRED = frozenset({"dossier.json", "instance.xml", "dossier.pdf"})
_EVIDENCE = frozenset(
    f"evidence/{name}"
    for name in ("statement.json", "sod.bin", "dg1.bin", "dg13.bin", "dg14.bin", "dg15.bin")
)

ReadBlob = Callable[[SealedFile], bytes]


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """One paper, decrypted and compared."""

    name: str = field(repr=False)
    key: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedParcel:
    """A parcel whose ids, sizes and hashes agree with the signed manifest."""

    dossier: Dossier = field(repr=False)
    xml: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    statement: Statement | None = field(repr=False)
    evidence: dict[str, bytes] = field(repr=False)
    """`sod.bin` and the others, as read from the card."""
    attachments: tuple[OpenedAttachment, ...] = field(repr=False)


def open_parcel(
    manifest: Manifest, read_blob: ReadBlob, identities: tuple[pyrage.x25519.Identity, ...]
) -> OpenedParcel:
    """Open a dossier. Blocks.

    Raises KioskError: PARCEL_UNREADABLE (not for us, damaged, not a parcel), PARCEL_MISMATCH.
    """
    members = _members(_decrypted(read_blob(manifest.parcel), identities))
    dossier = _read_dossier(members["dossier.json"])
    _compare(dossier, manifest)
    attachments = tuple(
        _attachment(dossier, index, _decrypted(read_blob(blob), identities), blob)
        for index, blob in enumerate(manifest.attachments)
    )
    evidence = {name.removeprefix("evidence/"): data for name, data in members.items() if name in _EVIDENCE}
    statement = _read_statement(evidence.pop("statement.json", None), manifest)
    if evidence and statement is None:
        raise KioskError(Code.PARCEL_MISMATCH, "evidence without a statement")
    return OpenedParcel(
        dossier, members["instance.xml"], members["dossier.pdf"], statement, evidence, attachments
    )


def _decrypted(sealed: bytes, identities: tuple[pyrage.x25519.Identity, ...]) -> bytes:
    try:
        return bytes(pyrage.decrypt(sealed, list(identities)))
    except pyrage.DecryptError as error:
        raise KioskError(Code.PARCEL_UNREADABLE, "age") from error


def _members(parcel: bytes) -> dict[str, bytes]:
    """Return the ZIP's members. Only stored ones of known names: nothing can blow up or hide."""
    try:
        with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            if not stored or len(set(names)) != len(names) or not set(names) <= _REQUIRED | _EVIDENCE:
                raise KioskError(Code.PARCEL_UNREADABLE, "members")
            members = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise KioskError(Code.PARCEL_UNREADABLE, "zip") from error
    if not members.keys() >= _REQUIRED:
        raise KioskError(Code.PARCEL_UNREADABLE, "a member is missing")
    return members


def _read_dossier(text: bytes) -> Dossier:
    try:
        return Dossier.model_validate_json(text)
    except ValidationError as error:
        wrong = sorted({str(entry["loc"][0]) for entry in error.errors() if entry["loc"]})
        raise KioskError(Code.PARCEL_UNREADABLE, f"dossier.json: {', '.join(wrong)}") from None


def _read_statement(text: bytes | None, manifest: Manifest) -> Statement | None:
    if text is None:
        return None
    try:
        statement = Statement.model_validate_json(text)
    except ValidationError:
        raise KioskError(Code.PARCEL_UNREADABLE, "statement.json") from None
    if (statement.dossier_id, statement.kiosk_id) != (manifest.dossier_id, manifest.kiosk_id):
        raise KioskError(Code.PARCEL_MISMATCH, "statement.json is of another dossier")
    return statement


def _compare(dossier: Dossier, manifest: Manifest) -> None:
    """Compare what the manifest says outside with what the kiosk sealed inside."""
    pairs = {
        "dossier_id": (dossier.dossier_id, manifest.dossier_id),
        "kiosk_id": (dossier.kiosk_id, manifest.kiosk_id),
        "procedure": (dossier.procedure.code, manifest.procedure),
        "procedure_version": (dossier.procedure.version, manifest.procedure_version),
        "receipt_code": (dossier.receipt_code, manifest.receipt_code),
        "submitted_at": (dossier.submitted_at, manifest.submitted_at),
        "attachments": (
            [entry.sealed_sha256 for entry in dossier.attachments],
            [blob.sha256 for blob in manifest.attachments],
        ),
    }
    differing = [name for name, (inside, outside) in pairs.items() if inside != outside]
    if differing:
        raise KioskError(Code.PARCEL_MISMATCH, ", ".join(differing))


def _attachment(dossier: Dossier, index: int, data: bytes, blob: SealedFile) -> OpenedAttachment:
    entry = dossier.attachments[index]
    if (entry.bytes, entry.sha256) != (len(data), hashlib.sha256(data).hexdigest()):
        raise KioskError(Code.PARCEL_MISMATCH, f"attachment {blob.sha256}")
    return OpenedAttachment(entry.name, entry.key, data)
