"""Files that are there after a power cut, and files that are gone. Knows nothing of what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk.storage.faults import disk_errors

_ZEROES = bytes(65536)


def make_folder(folder: Path) -> None:
    """Make a folder (0700) and its parents so that a power cut does not lose their names."""
    with disk_errors(folder.name):
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
            fsync_folder(path.parent)
        folder.mkdir(mode=0o700, exist_ok=True)  # complains when something else has the name


def write_durable(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file (0600) that after a power cut is there whole or not at all.

    Blocks on two fsyncs. Raises KioskError DISK_FULL, DISK_READ_ONLY, DISK_FAILED.
    """
    temporary = temporary_of(path)
    with disk_errors(path.name):
        try:
            _write_synced(temporary, [content] if isinstance(content, bytes) else content)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        fsync_folder(path.parent)


def temporary_of(path: Path) -> Path:
    """Return where `write_durable` writes first; a power cut may leave that behind."""
    return path.with_name(path.name + ".tmp")


def write_synced(path: Path, content: bytes) -> None:
    """Write a new file (0600) whose content is on the disk; its name is durable after `name_together`.

    Blocks on an fsync. Raises as `write_durable`.
    """
    with disk_errors(path.name):
        _write_synced(path, [content])


def name_together(folder: Path, names: Mapping[str, str]) -> None:
    """Give files of one folder their names, from the temporary ones; durable on return."""
    with disk_errors(folder.name):
        for temporary, name in names.items():
            (folder / temporary).rename(folder / name)
        fsync_folder(folder)


def _write_synced(path: Path, chunks: Iterable[bytes]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def fsync_folder(folder: Path) -> None:
    """Make the folder's entries (new names, removals) outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wipe(path: Path) -> None:
    """Overwrite, unlink and fsync the folder; a file that is not there is already wiped.

    On flash the old blocks may stay: best effort without a TPM, and docs/security.md says so.
    """
    with disk_errors(path.name):
        try:
            with path.open("r+b", buffering=0) as file:
                _overwrite(file.fileno(), path.stat().st_size)
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)
        fsync_folder(path.parent)


def _overwrite(handle: int, size: int) -> None:
    done = 0
    while done < size:
        done += os.pwrite(handle, _ZEROES[: size - done], done)
    os.fsync(handle)


def remove_folder(folder: Path) -> None:
    """Remove a flat folder of sealed files, durable on return."""
    with disk_errors(folder.name):
        if not folder.is_dir():
            return
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()
        fsync_folder(folder.parent)
