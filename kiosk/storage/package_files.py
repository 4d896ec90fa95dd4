"""Installing a packed procedure (`kiosk forms pack`): one file becomes one edition beside the others.

The file is read in memory within bounds; names outside the manifest, other bytes than it says, and a form or
procedure that can't be read are refused before anything is written. Who may publish is the verifier's to say.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import PackageVerifier
from kiosk.storage.editions import LISTS, read_package
from kiosk.xforms import XFormError, parse_form

MANIFEST, SIGNATURE = "package.json", "package.sig"
MAX_BYTES = 64_000_000
MAX_FILES = 100
_NAME = re.compile(r"[\w][\w.-]{0,80}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed, and where; `is_new` is False when the same content was there already."""

    code: str
    version: str
    folder: Path
    is_new: bool


class ContentOnly:
    """Takes every package whose content is what its manifest says: signed packages come with updates."""

    def verify(self, manifest: bytes, signature: bytes | None) -> None:
        """See `PackageVerifier`."""


def install(package: bytes, forms_dir: Path, verifier: PackageVerifier) -> Installed:
    """Put a package beside the editions that are there. Blocking; whole or not at all.

    Raises KioskError PACKAGE_BROKEN (naming what doesn't fit), CATALOGUE_BROKEN, DISK_*.
    """
    files = _unzipped(package)
    manifest = files.pop(MANIFEST, b"")
    signature = files.pop(SIGNATURE, None)
    facts = _checked(manifest, files)
    verifier.verify(manifest, signature)
    code, version = facts["code"], facts["version"]
    folder = forms_dir / f"{code}@{version}"
    there = next((one for one in (forms_dir / code, folder) if _is_edition(one, version)), None)
    if there is not None:
        if any(_other(there / name, data) for name, data in files.items()):
            raise KioskError(Code.PACKAGE_BROKEN, f"{code} {version} is there with other content")
        return Installed(code, version, there, is_new=False)
    try:
        forms_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=forms_dir) as name:
            fresh = Path(name) / folder.name
            _fill(fresh, files)
            _readable(fresh, files, facts)
            fresh.rename(folder)
    except OSError as error:
        raise KioskError(disk_code(error) or Code.DISK_READ_ONLY, folder.name) from error
    return Installed(code, version, folder, is_new=True)


def _unzipped(package: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise KioskError(Code.PACKAGE_BROKEN, "too large")
            return {entry.filename: archive.open(entry).read(entry.file_size + 1) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise KioskError(Code.PACKAGE_BROKEN, type(error).__name__) from error


def _checked(manifest: bytes, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the manifest, once every file is the one that it names."""
    try:
        facts: dict[str, Any] = json.loads(manifest)
        code, version, hashes = str(facts["code"]), str(facts["version"]), dict(facts["files"])
        content = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
        whole = facts["content_sha256"] == content
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise KioskError(Code.PACKAGE_BROKEN, MANIFEST) from error
    if not whole or not all(map(_NAME.match, (code, version, *files))) or set(hashes) != set(files):
        raise KioskError(Code.PACKAGE_BROKEN, MANIFEST)
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != hashes[name]:
            raise KioskError(Code.PACKAGE_BROKEN, name)
    return {**facts, "code": code, "version": version}


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _readable(folder: Path, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    procedure = read_package(folder)
    if (procedure.code, procedure.version) != (facts["code"], facts["version"]):
        raise KioskError(Code.PACKAGE_BROKEN, "procedure.toml")
    beside = {name: data for name, data in files.items() if Path(name).suffix in LISTS and name != "form.xml"}
    try:
        parse_form(files.get("form.xml", b""), externals=beside)
    except XFormError as error:
        raise KioskError(Code.PACKAGE_BROKEN, f"form.xml: {error.code.value}") from error


def _is_edition(folder: Path, version: str) -> bool:
    return (folder / "procedure.toml").is_file() and read_package(folder).version == version


def _other(path: Path, data: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != data
