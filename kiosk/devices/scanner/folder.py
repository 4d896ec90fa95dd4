"""A scanner that is fed with files: pages laid into a folder come out oldest first. For demo and training.

A page is gone from its folder once it was scanned, as paper leaves a feeder. Nothing outside the folder is
read or removed: links are not followed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, ScannedPage

SUFFIXES = {".jpg", ".jpeg", ".png"}


class FolderScanner:
    """`inbox` is the folder; files arrive in it by being renamed into place."""

    def __init__(self, inbox: Path, *, cleaned: Callable[[bytes], ScannedPage]) -> None:
        self._inbox = inbox
        self._cleaned = cleaned

    def scan(self, *, deadline_s: float, cancelled: Callable[[], bool]) -> ScannedPage:  # noqa: ARG002 -- it never waits
        """See the port. A page that can't be opened has left the folder too."""
        if cancelled():
            raise KioskError(Code.SCAN_CANCELED)
        pages = self._pages()
        if not pages:
            raise KioskError(Code.SCAN_NO_PAGE)
        try:
            image = pages[0].read_bytes()
            pages[0].unlink()
        except OSError as error:
            raise KioskError(Code.SCAN_FAILED, error.strerror or "") from error
        return self._cleaned(image)

    def status(self) -> DeviceStatus:
        """See the port."""
        try:
            count = len(self._pages())
        except KioskError as error:
            return DeviceStatus(ok=False, code=error.code, detail=error.detail)
        return DeviceStatus(ok=True, detail=f"{count} pages")

    def _pages(self) -> list[Path]:
        try:
            found = [
                (file.stat().st_mtime_ns, file.name, file)
                for file in self._inbox.iterdir()
                if file.suffix.lower() in SUFFIXES and file.is_file() and not file.is_symlink()
            ]
        except OSError as error:
            raise KioskError(Code.SCANNER_ABSENT, self._inbox.name) from error
        return [file for *_, file in sorted(found)]
