"""Taking in what came on a stick (docs/protocol, "On a stick"). All is verified as over the network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from portal import filing, payloads
from portal.files import write_durably
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import kiosks
from portal.store.engine import reading

INDEX = "INDEX.CBS"
_BLOCK = 4 << 20
_LARGEST_DOCUMENT = 64 << 20


@dataclass(slots=True)
class Taken:
    """What became of a stick's dossiers. `reasons` names each that was refused."""

    accepted: int = 0
    already_there: int = 0
    reasons: list[dict[str, str]] = field(default_factory=list)


def take_in(portal: Portal, folder: Path) -> Taken:
    """Commit every dossier on a stick that is right, and write the acknowledgements beside. Blocks.

    Raises KioskError: FILE_UNREADABLE (no index), SIGNATURE_INVALID, SIGNER_UNKNOWN (an index that isn't of a
    kiosk of ours), DISK_READ_ONLY (acknowledgements can't be written; what was committed stays so).
    """
    indexes = sorted(file for file in (*_files(folder), *_files_below(folder)) if file.name.upper() == INDEX)
    if not indexes:
        raise KioskError(Code.FILE_UNREADABLE, f"{folder}: no {INDEX}")
    taken = Taken()
    for index_file in indexes:
        index = _verified(portal, index_file)
        here = {file.name.upper(): file for file in _files(index_file.parent)}
        for entry in index.dossiers:
            _take_one(portal, index.kiosk_id, entry, here=here, folder=index_file.parent, taken=taken)
    return taken


def _take_one(
    portal: Portal,
    kiosk_id: str,
    entry: payloads.UsbDossier,
    *,
    here: dict[str, Path],
    folder: Path,
    taken: Taken,
) -> None:
    try:
        for blob in entry.blobs:
            _store(portal, kiosk_id, blob, _found(here, blob.file))
        document = _read(_found(here, entry.manifest))
        outcome, acknowledgement = filing.accept(portal, kiosk_id, document, dossier_id=entry.dossier_id)
    except (Refused, OSError) as error:
        code = error.problem.code if isinstance(error, Refused) else Code.FILE_UNREADABLE.name
        taken.reasons.append({"dossier_id": entry.dossier_id, "code": code})
        return
    try:
        write_durably(folder / entry.acknowledgement, acknowledgement)
    except OSError as error:
        raise KioskError(Code.DISK_READ_ONLY, str(folder)) from error
    if outcome == "accepted":
        taken.accepted += 1
    else:
        taken.already_there += 1


def _store(portal: Portal, kiosk_id: str, blob: payloads.UsbBlob, file: Path) -> None:
    """Copy a file into the blob store, going on where an earlier attempt stopped."""
    status = portal.blobs.status(kiosk_id, blob.sha256)
    if status is not None and status.complete:
        return
    if file.stat().st_size != blob.bytes or _hash(file) != blob.sha256:
        raise Refused(Problem.HASH_MISMATCH, blob.file)
    offset = 0 if status is None else status.offset
    with file.open("rb") as source:
        source.seek(offset)
        while data := source.read(_BLOCK):
            portal.blobs.append(kiosk_id, blob.sha256, data, offset=offset, length=blob.bytes)
            offset += len(data)


def _verified(portal: Portal, file: Path) -> payloads.UsbIndex:
    """Return an index that a kiosk of ours signed, by a key that proves something."""
    try:
        document = _read(file)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error
    with reading(portal.engine) as connection:
        key = kiosks.known_key(connection, cose.named_key_id(document).hex())
    if key is None or key.state == "revoked":
        raise KioskError(Code.SIGNER_UNKNOWN, str(file))
    payload = cose.verify(document, kind=cose.Kind.USB_INDEX, key=key.key)
    try:
        index = payloads.read_json(payloads.UsbIndex, payload)
    except Refused as error:
        raise KioskError(Code.SIGNATURE_INVALID, f"{file}: {error.detail}") from error
    if index.kiosk_id != key.kiosk_id:
        raise KioskError(Code.SIGNATURE_INVALID, f"{file}: another kiosk's index")
    return index


def _files(folder: Path) -> list[Path]:
    """Return a folder's plain files: a link could lead anywhere."""
    try:
        return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(folder)) from error


def _files_below(folder: Path) -> list[Path]:
    below = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return [file for path in below for file in _files(path)]


def _found(here: dict[str, Path], name: str) -> Path:
    if name not in here:
        raise Refused(Problem.MISSING_BLOBS, name)
    return here[name]


def _read(file: Path) -> bytes:
    if file.stat().st_size > _LARGEST_DOCUMENT:
        raise OSError("too large for a document")
    return file.read_bytes()


def _hash(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
