"""The procedure packages that the portal holds: the form of exactly the version that a dossier names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormDefinition, XFormError, parse_form

_CACHED = 64


def form_of(forms_dir: Path, code: str, version: str) -> FormDefinition:
    """Return a procedure's form in that version: from `CODE/`, or `CODE@VERSION/` where older ones are kept.

    Blocking file reads, cached. Raises KioskError PACKAGE_MISSING, FORM_BROKEN.
    """
    for folder in (forms_dir / code, forms_dir / f"{code}@{version}"):
        if folder.parent == forms_dir and _version_in(folder) == version:
            return _form_in(folder, version)
    raise KioskError(Code.PACKAGE_MISSING, f"{code} {version}")


def _version_in(folder: Path) -> str | None:
    try:
        tables = tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    version = tables.get("version")
    return None if version is None else str(version)


@lru_cache(_CACHED)
def _form_in(folder: Path, version: str) -> FormDefinition:
    try:
        beside = {
            file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in (".csv", ".geojson")
        }
        return parse_form((folder / "form.xml").read_bytes(), externals=beside)
    except OSError as error:
        raise KioskError(Code.PACKAGE_MISSING, f"{folder.name} {version}") from error
    except XFormError as error:
        raise KioskError(Code.FORM_BROKEN, f"{folder.name}: {error.code.value} at {error.where}") from error
