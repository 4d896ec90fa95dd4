"""The procedure packages that the portal holds: form and facts of the version that a dossier names."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Procedure
from kiosk.core.procedures_toml import parse
from kiosk.xforms import FormDefinition, XFormError, parse_form

_CACHED = 64


def form_of(forms_dir: Path, code: str, version: str) -> FormDefinition:
    """Return a procedure's form in that version.

    Blocking file reads, cached. Raises KioskError PACKAGE_MISSING, FORM_BROKEN.
    """
    return _form_in(_folder_of(forms_dir, code, version), version)


def procedure_of(forms_dir: Path, code: str, version: str) -> Procedure:
    """Return a procedure's facts in that version: papers, times, fees.

    Blocking file reads. Raises KioskError PACKAGE_MISSING, CATALOGUE_BROKEN.
    """
    folder = _folder_of(forms_dir, code, version)
    tables = _tables_of(folder)
    if tables is None:
        raise KioskError(Code.PACKAGE_MISSING, f"{code} {version}")
    return parse(tables, has_form=(folder / "form.xml").exists())


def _folder_of(forms_dir: Path, code: str, version: str) -> Path:
    """Return `CODE/`, or `CODE@VERSION/` where older ones are kept."""
    for folder in (forms_dir / code, forms_dir / f"{code}@{version}"):
        if folder.parent == forms_dir and _version_in(folder) == version:
            return folder
    raise KioskError(Code.PACKAGE_MISSING, f"{code} {version}")


def _version_in(folder: Path) -> str | None:
    version = (_tables_of(folder) or {}).get("version")
    return None if version is None else str(version)


def _tables_of(folder: Path) -> dict[str, Any] | None:
    try:
        return tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None


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
