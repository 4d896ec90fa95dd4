"""What the system's error numbers of a disk are called. Pure: numbers and codes."""

from __future__ import annotations

import errno

from kiosk.core.errors import Code

_BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.DISK_READ_ONLY,
    errno.EACCES: Code.DISK_READ_ONLY,
    errno.EPERM: Code.DISK_READ_ONLY,
    errno.EIO: Code.DISK_FAILED,
    errno.ENXIO: Code.DISK_FAILED,
}


def disk_code(error: OSError) -> Code | None:
    """Return the public code, or None when the error isn't one of a disk's."""
    return _BY_ERRNO.get(error.errno or 0)
