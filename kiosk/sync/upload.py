"""One blob to the portal, resumed where it broke off, in chunks that fit the link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.core.delivery import BlobFile
from kiosk.core.errors import Code, KioskError
from kiosk.sync.client import Answer, PortalClient
from kiosk.sync.failure import PortalError

SMALLEST = 16 * 1024
LARGEST = 4 * 1024 * 1024
_FIRST = 256 * 1024
_QUICK_S, _SLOW_S = 0.5, 2.0
_BROKEN_OFF = 3
"""Interruptions in a row without a byte gained before the caller backs off."""


class Chunk:
    """How much to send in one call: more while it is quick, half when it is slow or breaks off."""

    def __init__(self) -> None:
        self.size = _FIRST

    def took(self, seconds: float) -> None:
        """A chunk went through."""
        if seconds < _QUICK_S:
            self.size = min(self.size * 2, LARGEST)
        elif seconds > _SLOW_S:
            self.broke()

    def broke(self) -> None:
        """A chunk did not go through."""
        self.size = max(self.size // 2, SMALLEST)


class Upload:
    """One dossier's blobs. `gained` tells whether the portal keeps more bytes than before."""

    def __init__(self, client: PortalClient, chunk: Chunk, *, monotonic_s: Callable[[], float]) -> None:
        self._client = client
        self._chunk = chunk
        self._monotonic_s = monotonic_s
        self.gained = False

    def send(self, blob: BlobFile, *, new: bool) -> None:
        """Send what is missing of one blob; complete and verified by the portal on return.

        `new`: nothing of it was ever sent, so the question is left out. Raises PortalError; KioskError
        DISK_FAILED when our file is gone or cut.
        """
        if Path(blob.path).stat().st_size != blob.size_bytes:
            raise KioskError(Code.DISK_FAILED, f"sealed file {blob.sha256}")
        offset = 0 if new else self._ask(blob)
        broken = 0
        while offset < blob.size_bytes:
            try:
                offset = self._append(blob, offset)
                self.gained, broken = True, 0
            except PortalError as failure:
                broken += 1
                if failure.status or not failure.connected or broken == _BROKEN_OFF:
                    raise
                self._chunk.broke()
                before, offset = offset, self._ask(blob)
                if offset > before:
                    self.gained, broken = True, 0

    def _ask(self, blob: BlobFile) -> int:
        answer = self._client.call("HEAD", f"/v1/blobs/{blob.sha256}", expect=frozenset({200, 404}))
        return 0 if answer.status == 404 else _offset(answer)  # noqa: PLR2004 -- HTTP

    def _append(self, blob: BlobFile, offset: int) -> int:
        """Send one chunk and return the portal's new offset."""
        with Path(blob.path).open("rb") as file:
            file.seek(offset)
            body = file.read(self._chunk.size)
        headers = {"Content-Type": "application/octet-stream", "Upload-Offset": str(offset)}
        if offset == 0:
            headers["Upload-Length"] = str(blob.size_bytes)
        began_s = self._monotonic_s()
        try:
            answer = self._client.call(
                "PATCH",
                f"/v1/blobs/{blob.sha256}",
                expect=frozenset({201, 204}),
                body=body,
                headers=headers,
            )
        except PortalError as failure:
            return self._elsewhere(failure)
        self._chunk.took(self._monotonic_s() - began_s)
        return blob.size_bytes if answer.status == 201 else _offset(answer)  # noqa: PLR2004 -- HTTP

    def _elsewhere(self, failure: PortalError) -> int:
        """Return where to go on when the portal says that it isn't where we thought."""
        match failure.problem:
            case "OTHER_OFFSET":
                return _offset(Answer(failure.status, failure.headers, b""))
            case "BLOB_UNKNOWN":
                return 0
            case _:
                raise failure


def _offset(answer: Answer) -> int:
    try:
        return int(answer.headers["Upload-Offset"])
    except (KeyError, ValueError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "Upload-Offset", connected=True) from error
