"""Forms once read, kept on disk by content hash, so that a visit doesn't wait for XML. Holds no answers.

A stored form that doesn't match its digest, its form or this program's format is read from XML again and
written anew; a disk that can't be written only costs the time of reading.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from kiosk.xforms import FormDefinition, XFormError, content_hash, parse_form
from kiosk.xforms.cache import dump, load


class FormStore:
    """Forms under a folder. Blocking; safe for several processes: files are replaced whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def definition(self, xml: bytes, externals: Mapping[str, bytes] | None = None) -> FormDefinition:
        """Return the form, stored or read. Raises XFormError as `parse_form` does."""
        name = content_hash(xml, externals or {})
        path = self._folder / f"{name}.json"
        with contextlib.suppress(OSError, XFormError):
            return load(path.read_bytes(), content_hash=name)
        definition = parse_form(xml, externals=externals)
        with contextlib.suppress(OSError):
            self._write(path, dump(definition))
        return definition

    def _write(self, path: Path, data: bytes) -> None:
        """Write without waiting for the disk: after a power cut the digest tells a torn file."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
