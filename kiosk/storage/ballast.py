"""Room kept back for the day the disk is full: then even DELETE and a checkpoint fail (SYNC: full disk).

The file is allocated while there is plenty. When the disk runs out it goes, so that what has begun can be
finished; until it can be allocated again the kiosk takes no new visits.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kiosk.storage.files import fsync_folder

SIZE_BYTES = 6 * 1024 * 1024
"""At least the WAL's limit and the largest transaction together."""
SLACK_BYTES = 1024 * 1024
"""What must be left after a write."""


class Ballast:
    """`DATA/ballast`. Never raises for a disk that is full or can't be written: it is then not intact."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.refill()

    def intact(self) -> bool:
        """Say whether the room is kept back."""
        with suppress(OSError):
            return self._file.stat().st_size == SIZE_BYTES
        return False

    def make_room(self, needed_bytes: int) -> None:
        """Give the room up if so many bytes would not fit otherwise."""
        if self._free() < needed_bytes + SLACK_BYTES:
            self.drop()

    def drop(self) -> None:
        """Give the room up; free on return."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
            fsync_folder(self._file.parent)

    def refill(self) -> bool:
        """Keep the room back again where there is enough besides; return whether it is kept."""
        if self.intact():
            return True
        if self._free() < SIZE_BYTES + 2 * SLACK_BYTES:
            return False
        try:
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.posix_fallocate(handle, 0, SIZE_BYTES)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError:
            self.drop()
            return False
        return True

    def _free(self) -> int:
        try:
            disk = os.statvfs(self._file.parent)
        except OSError:
            return 0
        return disk.f_bavail * disk.f_frsize
