"""What the machine itself tells: free space, and swap that would write memory to a disk in the clear."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk.core.errors import Code, KioskError

SWAPS = Path("/proc/swaps")
BLOCK = Path("/sys/block")


def free_bytes(folder: Path) -> int:
    """Return what may still be written where this folder is. Raises KioskError DISK_FAILED."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise KioskError(Code.DISK_FAILED, error.strerror or "") from error


def plain_swaps(swaps: Path = SWAPS, block: Path = BLOCK) -> tuple[str, ...]:
    """Return the swap devices and files that are neither in memory (zram) nor encrypted (dm-crypt).

    Source: proc(5), /proc/swaps; a dm-crypt device's uuid begins with CRYPT-.
    """
    try:
        lines = swaps.read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return ()  # no such kernel interface, no such swap
    names = (line.split()[0] for line in lines if line.strip())
    return tuple(name for name in names if not _is_safe(Path(name), block))


def _is_safe(device: Path, block: Path) -> bool:
    name = device.resolve().name
    if name.startswith("zram"):
        return True
    try:
        return (block / name / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-")
    except OSError:
        return False
