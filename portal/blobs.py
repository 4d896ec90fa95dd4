"""Where uploaded age files lie: a port, and its adapter on disk. Knows nothing of what is in them.

On disk the state of an upload is the file itself: it costs no database write, and a crash leaves nothing to
reconcile: `KIOSK/aa/SHA.LENGTH.part` grows, and is renamed to `KIOSK/aa/SHA` when its hash is right.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from portal.files import fsync_folder, make_folder
from portal.problems import Problem, Refused

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BlobStatus:
    """How much of a blob is there, durably."""

    offset: int
    length: int

    @property
    def complete(self) -> bool:
        """All of it, and its hash is right."""
        return self.offset == self.length


class BlobStore(Protocol):
    """Blobs by the kiosk that began them and by SHA-256; nobody sees another's."""

    def status(self, owner: str, sha256: str) -> BlobStatus | None:
        """Say how much is there; None: nothing was begun. Blocks."""
        ...

    def append(self, owner: str, sha256: str, data: bytes, *, offset: int, length: int | None) -> BlobStatus:
        """Append durably; the last bytes make it complete when the hash is right. Blocks.

        Raises Refused: BLOB_UNKNOWN, OTHER_OFFSET, OTHER_LENGTH, BEYOND_LENGTH, HEADER_INVALID (no length at
        0), HASH_MISMATCH (and forgets it), STORE_FULL.
        """
        ...

    def read(self, owner: str, sha256: str) -> bytes:
        """Return a complete blob. Blocks. Raises Refused BLOB_UNKNOWN."""
        ...

    def keep(self, owner: str, sha256: str) -> None:
        """Note that a blob is being named now: `drop` of what was unused before passes it by. Blocks."""
        ...

    def drop(self, owner: str, sha256: str, *, unused_before: datetime | None = None) -> bool:
        """Forget a blob, complete or not, unless it was used since; tell whether it went. Blocks."""
        ...

    def owners(self) -> list[str]:
        """Return the kiosks that have blobs here. Blocks."""
        ...

    def unused(self, owner: str, *, before: datetime) -> list[str]:
        """Return the blobs, complete or not, that nobody wrote to or named since then. Blocks."""
        ...


class DiskBlobs:
    """Blobs as files under one folder, safe for several processes of one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def status(self, owner: str, sha256: str) -> BlobStatus | None:
        """See `BlobStore.status`."""
        done = self._path(owner, sha256)
        try:
            size = done.stat().st_size
            return BlobStatus(size, size)
        except FileNotFoundError:
            pass
        for part in done.parent.glob(f"{sha256}.*.part"):
            length = int(part.name.split(".")[1])
            # a full but not yet renamed file isn't verified: its last byte is to be sent again
            return BlobStatus(min(part.stat().st_size, length - 1), length)
        return None

    def append(self, owner: str, sha256: str, data: bytes, *, offset: int, length: int | None) -> BlobStatus:
        """See `BlobStore.append`."""
        done = self._path(owner, sha256)
        try:
            with self._locked(done):
                return self._append(done, data, offset=offset, length=length)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise Refused(Problem.STORE_FULL) from error
            raise

    def read(self, owner: str, sha256: str) -> bytes:
        """See `BlobStore.read`."""
        try:
            return self._path(owner, sha256).read_bytes()
        except FileNotFoundError as error:
            raise Refused(Problem.BLOB_UNKNOWN, sha256) from error

    def keep(self, owner: str, sha256: str) -> None:
        """See `BlobStore.keep`."""
        with contextlib.suppress(FileNotFoundError):
            os.utime(self._path(owner, sha256))

    def drop(self, owner: str, sha256: str, *, unused_before: datetime | None = None) -> bool:
        """See `BlobStore.drop`."""
        done = self._path(owner, sha256)
        if not done.parent.is_dir():
            return False
        with self._locked(done):
            files = [path for path in (done, *done.parent.glob(f"{sha256}.*.part")) if path.exists()]
            newest = max((path.stat().st_mtime for path in files), default=0.0)
            if unused_before is not None and newest >= unused_before.timestamp():
                return False
            for path in files:
                path.unlink()
            fsync_folder(done.parent)
        return bool(files)

    def owners(self) -> list[str]:
        """See `BlobStore.owners`."""
        return sorted(path.name for path in self._folder.iterdir()) if self._folder.is_dir() else []

    def unused(self, owner: str, *, before: datetime) -> list[str]:
        """See `BlobStore.unused`."""
        files = (self._folder / owner).glob("??/*")
        old = (file.name for file in files if file.stat().st_mtime < before.timestamp())
        return sorted({name.partition(".")[0] for name in old})

    def _append(self, done: Path, data: bytes, *, offset: int, length: int | None) -> BlobStatus:
        known = self.status(done.parent.parent.name, done.name)
        if known is None:
            if offset != 0:
                raise Refused(Problem.BLOB_UNKNOWN, done.name)
            if length is None:
                raise Refused(Problem.HEADER_INVALID, "Upload-Length")
            known = BlobStatus(0, length)
        if length is not None and length != known.length:
            raise Refused(
                Problem.OTHER_LENGTH, f"{known.length} bytes", offset=known.offset, length=known.length
            )
        if offset != known.offset or known.complete:
            raise Refused(Problem.OTHER_OFFSET, done.name, offset=known.offset, length=known.length)
        if offset + len(data) > known.length:
            raise Refused(Problem.BEYOND_LENGTH, f"{known.length} bytes")
        return self._write(done, data, known)

    def _write(self, done: Path, data: bytes, known: BlobStatus) -> BlobStatus:
        """A disk that failed may hold less than it shows, also after a later sync: then begin anew."""
        part = done.with_name(f"{done.name}.{known.length}.part")
        try:
            return self._written(done, part, data, known)
        except OSError as error:
            if error.errno == errno.EIO:
                part.unlink(missing_ok=True)
                done.unlink(missing_ok=True)
            raise

    def _written(self, done: Path, part: Path, data: bytes, known: BlobStatus) -> BlobStatus:
        after = BlobStatus(known.offset + len(data), known.length)
        with part.open("r+b" if part.exists() else "w+b") as file:
            file.seek(known.offset)
            file.truncate()
            file.write(data)
            file.flush()
            if after.complete and _hash(file.fileno(), data, whole=known.offset == 0) != done.name:
                part.unlink()
                raise Refused(Problem.HASH_MISMATCH, done.name)
            os.fdatasync(file.fileno())
        if after.complete:
            part.rename(done)
        if after.complete or known.offset == 0:
            # whoever made the folders may have been killed before they were durable: cheap when they are
            for folder in (done.parent, done.parent.parent, self._folder):
                fsync_folder(folder)
        return after

    @contextmanager
    def _locked(self, done: Path) -> Iterator[None]:
        """Keep others from the same folder of blobs."""
        if not self._folder.exists():
            make_folder(self._folder)
        done.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(done.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _path(self, owner: str, sha256: str) -> Path:
        return self._folder / owner / sha256[:2] / sha256


def _hash(descriptor: int, data: bytes, *, whole: bool) -> str:
    """Return SHA-256 of the file, without reading it again when `data` is all of it."""
    if whole:
        return hashlib.sha256(data).hexdigest()
    digest = hashlib.sha256()
    position = 0
    while block := os.pread(descriptor, _BLOCK, position):
        digest.update(block)
        position += len(block)
    return digest.hexdigest()
