"""Editions of procedure packages side by side, each in force by its own dates. Reads only.

`forms/CODE/` is a procedure's package; `forms/CODE@VERSION/` is another edition of it. Of one package alone
the dates aren't asked: it is what there is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.core.print_template import Template
from kiosk.core.procedures import Procedure
from kiosk.core.procedures_toml import parse
from kiosk.storage.print_files import PRINT_FILE, read_template

LISTS = (".csv", ".geojson", ".xml")


class Editions:
    """The packages of a forms folder. Blocking file reads, each once; safe to share between threads."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self._folder = folder
        self._today = today
        self._read: dict[str, Procedure] = {}

    def codes(self) -> tuple[str, ...]:
        """Return the codes that have a package here, in order."""
        found = {path.parent.name.partition("@")[0] for path in self._folder.glob("*/procedure.toml")}
        return tuple(sorted(found))

    def in_force(self, code: str) -> Procedure:
        """Return the edition that a dossier begun today is made by.

        That is the one that holds today and began last; where none holds, the last that began, or the first
        to come. Raises KioskError PROCEDURE_UNKNOWN (no package), CATALOGUE_BROKEN.
        """
        return self._read_package(self._folder_in_force(code))

    def edition(self, code: str, version: str) -> Procedure:
        """Return one edition, in force or not. Raises KioskError PROCEDURE_UNKNOWN, CATALOGUE_BROKEN."""
        return self._read_package(self._folder_of(code, version))

    def form_files(self, code: str, version: str) -> tuple[bytes, Mapping[str, bytes]]:
        """Return an edition's XForm and the lists beside it. Raises KioskError PROCEDURE_*."""
        folder = self._folder_of(code, version)
        try:
            beside = [path for path in folder.iterdir() if path.suffix in LISTS and path.name != "form.xml"]
            return (folder / "form.xml").read_bytes(), {path.name: path.read_bytes() for path in beside}
        except OSError as error:
            raise KioskError(Code.PROCEDURE_WITHOUT_FORM, code) from error

    def print_template(self, code: str, version: str) -> Template | None:
        """Return the layout of an edition's official form; None: it has none. Raises FORM_BROKEN."""
        return read_template(self._folder_of(code, version))

    def has_template(self, code: str, version: str) -> bool:
        """Say whether an edition has a layout of its official form, without reading it."""
        return (self._folder_of(code, version) / PRINT_FILE).is_file()

    # -- inside -----------------------------------------------------------------------------------------

    def _folders(self, code: str) -> list[Path]:
        """Return the folders of a code, its plain one first."""
        plain = self._folder / code
        if plain.parent != self._folder or "@" in code:
            return []
        others = sorted(self._folder.glob(f"{code}@*")) if _is_plain(code) else []
        return [path for path in (plain, *others) if (path / "procedure.toml").is_file()]

    def _folder_in_force(self, code: str) -> Path:
        folders = self._folders(code)
        if len(folders) < 2:  # noqa: PLR2004 -- the usual case: one
            if not folders:
                raise KioskError(Code.PROCEDURE_UNKNOWN, code)
            return folders[0]
        today = self._today()
        began = [folder for folder in folders if self._span(folder)[0] <= today]
        holding = [folder for folder in began if self._span(folder)[1] >= today]
        if not began:
            return min(folders, key=self._span)
        return max(holding or began, key=self._span)

    def _folder_of(self, code: str, version: str) -> Path:
        for folder in self._folders(code):
            if self._read_package(folder).version == version:
                return folder
        raise KioskError(Code.PROCEDURE_UNKNOWN, f"{code} {version}")

    def _span(self, folder: Path) -> tuple[date, date]:
        procedure = self._read_package(folder)
        return procedure.effective_from or date.min, procedure.effective_to or date.max

    def _read_package(self, folder: Path) -> Procedure:
        if folder.name not in self._read:
            self._read[folder.name] = read_package(folder)
        return self._read[folder.name]


def read_package(folder: Path) -> Procedure:
    """Return the procedure of a package folder. Raises KioskError CATALOGUE_BROKEN."""
    code = folder.name.partition("@")[0]
    try:
        tables = tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, code) from error
    if "code" not in tables:
        raise KioskError(Code.CATALOGUE_BROKEN, f"{code}: code")
    return parse(tables, has_form=(folder / "form.xml").is_file())


def _is_plain(code: str) -> bool:
    return all(letter.isalnum() or letter in "._-" for letter in code)
