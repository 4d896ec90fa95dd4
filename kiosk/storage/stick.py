"""The way out by USB: sealed files and manifests onto a stick, signed acknowledgements back (docs/protocol).

Names are 8.3 in capitals and don't change for a dossier, so an export that was cut off goes on where it
stopped. Each file is read back from the stick; the signed index comes last and names only what is there.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose, outbox
from kiosk.core.delivery import Parcel
from kiosk.core.enrolled import Enrolled
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import verified_acknowledgement
from kiosk.storage.files import fsync_folder
from kiosk.storage.outbox import StoredOutbox

INDEX = "INDEX.CBS"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LARGEST_ACKNOWLEDGEMENT = 64 * 1024
_CODES = {
    errno.ENOSPC: Code.STICK_FULL,
    errno.EFBIG: Code.STICK_FULL,
    errno.EROFS: Code.STICK_READ_ONLY,
    errno.EACCES: Code.STICK_READ_ONLY,
    errno.EPERM: Code.STICK_READ_ONLY,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What is on the stick now. `size_bytes` counts the sealed files."""

    dossiers: int
    size_bytes: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Returned:
    """Acknowledgements found: believed, and not ours or not believed."""

    acknowledged: int
    unknown: int


def export(
    stick: Path, queue: StoredOutbox, trust: Enrolled, key: Ed25519PrivateKey, *, made_at: datetime
) -> Exported:
    """Write everything that is not delivered. Blocks; can be repeated after any interruption.

    Raises KioskError STICK_FULL, STICK_READ_ONLY, STICK_FAILED (pulled, or it reads back otherwise).
    """
    folder = stick / trust.kiosk_id.removeprefix("K-")
    entries = []
    size_bytes = 0
    with _stick_errors():
        folder.mkdir(parents=True, exist_ok=True)
        for filed in queue.undelivered():
            parcel = queue.parcel(filed.dossier_id)
            entries.append(_write_parcel(folder, parcel, filed.sequence))
            size_bytes += sum(blob.size_bytes for blob in parcel.blobs)
        index = {"kiosk_id": trust.kiosk_id, "made_at": made_at.isoformat(), "dossiers": entries}
        signed = cose.sign(json.dumps(index).encode(), kind=cose.Kind.USB_INDEX, key=key)
        _put(folder / INDEX, signed)
    return Exported(len(entries), size_bytes, folder)


def take_back(stick: Path, queue: StoredOutbox, trust: Enrolled) -> Returned:
    """Believe the acknowledgements on a stick exactly as from the network, and end their rows.

    Raises KioskError STICK_FAILED when it can't be read.
    """
    acknowledged = unknown = 0
    with _stick_errors():
        found = [path for path in sorted(stick.rglob("*")) if _is_acknowledgement(path)]
        documents = [path.read_bytes()[:_LARGEST_ACKNOWLEDGEMENT] for path in found]
    for document in documents:
        if _believe(document, queue, trust):
            acknowledged += 1
        else:
            unknown += 1
    return Returned(acknowledged, unknown)


def _believe(document: bytes, queue: StoredOutbox, trust: Enrolled) -> bool:
    try:
        dossier_id = json.loads(cose.unverified_payload(document))["dossier_id"]
        filed = queue.filed(dossier_id)
        manifest = queue.parcel(filed.dossier_id).manifest
        said = verified_acknowledgement(
            document, manifest=manifest, dossier_id=filed.dossier_id, key=trust.portal_key.key
        )
    except (KioskError, ValueError, TypeError, KeyError, AttributeError):
        return False
    if filed.row_state is not outbox.RowState.ACCEPTED:
        row = outbox.OutboxRow(filed.dossier_id, filed.sequence, filed.size_bytes, attempts=filed.attempts)
        queue.accept(outbox.after(row, outbox.Delivered(), 0.0, 0.0), said, document)
    return True


def _write_parcel(folder: Path, parcel: Parcel, sequence: int) -> dict[str, object]:
    blobs = []
    for position, blob in enumerate(parcel.blobs):
        name = f"B{_base36(sequence, 4)}{_base36(position, 3)}.AGE"
        if not _holds(folder / name, blob.sha256, blob.size_bytes):
            _put(folder / name, Path(blob.path).read_bytes())
        blobs.append({"file": name, "sha256": blob.sha256, "bytes": blob.size_bytes})
    manifest = f"M{_base36(sequence, 7)}.CBS"
    if not _holds(folder / manifest, hashlib.sha256(parcel.manifest).hexdigest(), len(parcel.manifest)):
        _put(folder / manifest, parcel.manifest)
    return {
        "dossier_id": parcel.dossier_id,
        "manifest": manifest,
        "acknowledgement": f"A{_base36(sequence, 7)}.CBS",
        "blobs": blobs,
    }


def _put(path: Path, content: bytes) -> None:
    """Write, sync, rename, and read back from the stick itself, not from memory."""
    temporary = path.with_suffix(".TMP")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    temporary.replace(path)
    fsync_folder(path.parent)
    if not _holds(path, hashlib.sha256(content).hexdigest(), len(content)):
        raise KioskError(Code.STICK_FAILED, f"{path.name} reads back otherwise")


def _holds(path: Path, sha256: str, size_bytes: int) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != size_bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _is_acknowledgement(path: Path) -> bool:
    name = path.name.upper()
    return name.startswith("A") and name.endswith(".CBS") and not path.is_symlink() and path.is_file()


def _base36(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    if number:
        raise ValueError("more than the name holds")
    return digits


@contextmanager
def _stick_errors() -> Iterator[None]:
    """A stick's failures have their own codes: the kiosk's own disk is well."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, Code.STICK_FAILED)
        raise KioskError(code, error.strerror or "") from error
