"""What the sync process asks of storage, and the values between them. Protocols and values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Protocol

from kiosk.core.enrolled import Enrolled
from kiosk.core.fee_ledger import FeeChange
from kiosk.core.manifest import Acknowledgement
from kiosk.core.outbox import OutboxRow
from kiosk.core.ports import DossierId


@dataclass(frozen=True, slots=True)
class BlobFile:
    """One sealed file, on this disk."""

    sha256: str
    size_bytes: int
    path: PurePath


@dataclass(frozen=True, slots=True)
class Parcel:
    """One dossier as it is sent: the signed manifest's exact bytes, and every file that it names."""

    dossier_id: DossierId
    manifest: bytes = field(repr=False)
    blobs: tuple[BlobFile, ...]


@dataclass(frozen=True, slots=True)
class DossierChange:
    """What the portal says of one dossier. `reason` is in words, Vietnamese; empty: none."""

    dossier_id: DossierId
    revision: int
    stage: str
    state: int
    official_code: str | None
    reason: str
    changed_at: str
    due_at: str | None = None


@dataclass(frozen=True, slots=True)
class ListChange:
    """A signed list in a new version; `name` is portal_key, recipients or kiosk_keys."""

    name: str
    document: bytes = field(repr=False)


Change = DossierChange | ListChange


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many dossiers the portal has not acknowledged, and since when the oldest waits."""

    count: int
    since: datetime | None


class Outbox(Protocol):
    """The queue as the sync process needs it. Methods block; failures are KioskError DISK_*, DATA_LOCKED."""

    def open_rows(self) -> list[OutboxRow]:
        """Return the rows that wait or were being sent, oldest first."""
        ...

    def parcel(self, dossier_id: DossierId) -> Parcel:
        """Return what is to be sent. Raises KioskError DOSSIER_UNKNOWN."""
        ...

    def begin(self, dossier_id: DossierId) -> None:
        """Mark the row as being sent."""
        ...

    def record(self, row: OutboxRow, *, next_try_at: datetime | None) -> None:
        """Store what became of an attempt that did not deliver."""
        ...

    def hold(self, reason: str, *, next_try_at: datetime) -> None:
        """Say of every waiting row why it waits and until when: the way to the portal failed."""
        ...

    def backlog(self) -> Backlog:
        """Return what is not delivered, whatever its state."""
        ...

    def accept(self, row: OutboxRow, acknowledgement: Acknowledgement, document: bytes) -> None:
        """Store the verified acknowledgement and end the row, in one transaction."""
        ...

    def note_link(self, *, online: bool, at: datetime) -> None:
        """Record whether the portal answers; `at` is kept from the first time that it was so."""
        ...

    def apply(
        self,
        changes: list[DossierChange],
        fees: list[FeeChange],
        cursor: str,
        *,
        afresh: bool,
        at: datetime,
    ) -> None:
        """Store what the portal told, when, and where to go on. `afresh`: from the start, so all counts."""
        ...

    def cursor(self) -> str:
        """Return where the state poll goes on; empty: from the start."""
        ...

    def enrolled(self) -> Enrolled:
        """Return the verified trust, as it is now. Raises KioskError NOT_ENROLLED."""
        ...

    def keep_list(self, name: str, document: bytes) -> bool:
        """Keep a newer signed list; return whether it was new. Raises KioskError SIGN_*, LIST_OLDER."""
        ...
