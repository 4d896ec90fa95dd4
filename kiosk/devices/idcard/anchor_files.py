"""CSCA certificates from the files that the configuration names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.idcard.anchors import is_practice, parse_certificates
from kiosk.idcard.faults import CardFault


def read_anchors(files: Iterable[Path], *, practice: bool) -> tuple[bytes, ...]:
    """Return the files' bytes, each checked to hold certificates that may be trusted here.

    Raises KioskError FILE_UNREADABLE; CONFIG_INVALID for what isn't a certificate, and for a test issuer's
    outside practice mode.
    """
    return tuple(_read(file, practice=practice) for file in files)


def _read(file: Path, *, practice: bool) -> bytes:
    try:
        data = file.read_bytes()
        certificates = parse_certificates(data)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error
    except CardFault as error:
        raise KioskError(Code.CONFIG_INVALID, f"card.anchors: {file.name}") from error
    if not practice and any(is_practice(certificate) for certificate in certificates):
        raise KioskError(Code.CONFIG_INVALID, f"card.anchors: {file.name} is a practice issuer")
    return data
