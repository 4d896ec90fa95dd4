"""From a visit to the outbox, exactly once: seal, files, folder, then one transaction (SECURITY: sealing).

Sealing is randomised, so a second sealing would be another dossier: files without a row were never
submitted and are made afresh; with a row they are never made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyrage

from kiosk.core import dossier, receipt_record
from kiosk.core.dossier import Receipt, Submission
from kiosk.core.enrolled import Enrolled
from kiosk.core.manifest import Manifest, SealedFile
from kiosk.core.ports import DossierId, Rng, VisitId
from kiosk.core.receipt_code import new_receipt_code
from kiosk.core.slip_code import SECRET_BYTES
from kiosk.storage.db import Database
from kiosk.storage.drafts import Drafts
from kiosk.storage.enrolment import Enrolment
from kiosk.storage.faults import disk_errors
from kiosk.storage.files import make_folder, name_together, remove_folder, write_synced

RECORD = "receipt"
"""Name of the one draft record that is left after a submission."""


class Submissions:
    """Submitting, and the receipts of what was submitted. Methods block; failures are KioskError."""

    def __init__(
        self,
        database: Database,
        drafts: Drafts,
        enrolment: Enrolment,
        folder: Path,
        *,
        rng: Rng,
        make_room: Callable[[int], None],
    ) -> None:
        """`folder` is the data folder; sealed files lie in `sealed/<dossier id>/`.

        `make_room` gives up the ballast where so many bytes would not fit otherwise.
        """
        self._make_room = make_room
        self._db = database
        self._drafts = drafts
        self._enrolment = enrolment
        self._sealed = folder / "sealed"
        self._run = folder / "run"
        self._rng = rng
        self._one_at_a_time = threading.Lock()

    def fresh_code(self, site: str) -> str:
        """Return a receipt code that no dossier of this kiosk has."""
        while True:
            code = new_receipt_code(site, self._rng)
            if self._db.row("SELECT 1 FROM dossiers WHERE receipt_code = ?", (code,)) is None:
                return code

    def submit(self, submission: Submission, *, with_draft: bool = True) -> Receipt:
        """Seal, store and queue; durable on return. The same dossier id again gives the first receipt.

        The visit's draft then holds the receipt alone, until `Drafts.forget`; `with_draft=False` is for a
        submission from a file, which has none. Raises KioskError NOT_ENROLLED, DRAFT_LOST, DISK_FULL,
        DISK_READ_ONLY, DISK_FAILED, DATA_LOCKED: then nothing is submitted and the draft is as it was.
        """
        with self._one_at_a_time, self._submitting(fcntl.LOCK_SH):
            if self._known(submission.dossier_id):
                return self._again(submission)
            trust = self._enrolment.load()
            receipt = Receipt(
                submission.dossier_id,
                submission.receipt_code,
                submission.procedure,
                trust.kiosk_id,
                submission.submitted_at,
                submission.slip_secret or self._rng(SECRET_BYTES),
            )
            files = self._seal(submission, receipt, trust)
            self._commit(submission, receipt, files, with_draft=with_draft)
        if with_draft:
            self._drafts.drop_pages(submission.visit)
        return receipt

    def receipt(self, visit: VisitId) -> Receipt | None:
        """Return the receipt that an open draft still holds; None before submission."""
        record = self._drafts.records(visit).get(RECORD)
        return None if record is None else receipt_record.from_bytes(record)

    def sweep(self) -> int:
        """Remove sealed files that a crash left without a row; return of how many dossiers."""
        with self._submitting(fcntl.LOCK_EX), disk_errors("sealed"):
            if not self._sealed.is_dir():
                return 0
            known = {row["id"] for row in self._db.rows("SELECT id FROM dossiers")}
            left = [path for path in self._sealed.iterdir() if path.name not in known]
            for path in left:
                remove_folder(path)
            return len(left)

    # -- inside ----------------------------------------------------------------------------------------

    def _known(self, dossier_id: DossierId) -> bool:
        return self._db.row("SELECT 1 FROM dossiers WHERE id = ?", (dossier_id,)) is not None

    def _again(self, submission: Submission) -> Receipt:
        kept = self.receipt(submission.visit)
        if kept is not None:
            return kept
        row = self._db.rows("SELECT * FROM dossiers WHERE id = ?", (submission.dossier_id,))[0]
        at = datetime.fromisoformat(row["submitted_at"])
        kiosk_id = self._enrolment.load().kiosk_id
        return Receipt(row["id"], row["receipt_code"], row["procedure"], kiosk_id, at, None)

    def _seal(self, submission: Submission, receipt: Receipt, trust: Enrolled) -> list[SealedFile]:
        """Write the age files, the parcel first in the list; it names the attachments."""
        self._make_room(sum(len(a.content) for a in submission.attachments) + len(submission.pdf))
        folder = self._sealed / submission.dossier_id
        remove_folder(folder)
        make_folder(folder)
        try:
            return _sealed_into(folder, submission, receipt, trust)
        except BaseException:
            remove_folder(folder)
            raise

    def _commit(
        self, submission: Submission, receipt: Receipt, files: list[SealedFile], *, with_draft: bool
    ) -> None:
        key = self._enrolment.key()
        with self._db.transaction() as connection:
            last = connection.execute("SELECT coalesce(max(sequence), 0) FROM dossiers").fetchone()[0]
            manifest = dossier.manifest(submission, receipt, files, last + 1)
            connection.execute(
                "INSERT INTO dossiers (id, sequence, procedure, procedure_version, receipt_code,"
                " submitted_at, slip_sha256, track_sha256, manifest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*_columns(manifest), manifest.signed(key)),
            )
            connection.executemany(
                "INSERT INTO blobs (dossier_id, position, sha256, bytes, file) VALUES (?, ?, ?, ?, ?)",
                [
                    (manifest.dossier_id, position, file.sha256, file.bytes, f"{file.sha256}.age")
                    for position, file in enumerate(files)
                ],
            )
            connection.execute(
                "INSERT INTO outbox (dossier_id, sequence, state) VALUES (?, ?, 'waiting')",
                (manifest.dossier_id, manifest.sequence),
            )
            if with_draft:
                record = receipt_record.to_bytes(receipt)
                self._drafts.keep_only(connection, submission.visit, RECORD, record)

    @contextmanager
    def _submitting(self, how: int) -> Iterator[None]:
        """Keep `sweep` of any process away from files whose row is still to come."""
        make_folder(self._run)
        with disk_errors("submit.lock"):
            handle = os.open(self._run / "submit.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)


def _sealed_into(folder: Path, submission: Submission, receipt: Receipt, trust: Enrolled) -> list[SealedFile]:
    """Seal, hash and write at once: hashing runs beside sealing, and then beside the disk."""
    recipients = [pyrage.x25519.Recipient.from_str(text) for text in trust.recipients.all]
    with ThreadPoolExecutor(1) as hashing:
        plain = [hashing.submit(_sha256, a.content) for a in submission.attachments]
        sealed = [pyrage.encrypt(a.content, recipients) for a in submission.attachments]
        named = [hashing.submit(_sha256, content) for content in sealed]
        for position, content in enumerate(sealed, start=1):
            write_synced(folder / f"{position}.tmp", content)
        names = [each.result() for each in named]
        whole = dossier.parcel(submission, receipt, names, [each.result() for each in plain])
    sealed.insert(0, pyrage.encrypt(whole, recipients))
    names.insert(0, _sha256(sealed[0]))
    write_synced(folder / "0.tmp", sealed[0])
    name_together(folder, {f"{position}.tmp": f"{name}.age" for position, name in enumerate(names)})
    return [SealedFile(name, len(content)) for name, content in zip(names, sealed, strict=True)]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _columns(manifest: Manifest) -> tuple[str | int, ...]:
    return (
        manifest.dossier_id,
        manifest.sequence,
        manifest.procedure,
        manifest.procedure_version,
        manifest.receipt_code,
        manifest.submitted_at,
        manifest.slip_sha256,
        manifest.track_sha256,
    )
