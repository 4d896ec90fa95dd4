"""Bringing records of the national portal, or rows of another list, into the catalogue's file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.catalogue_import import Imported, rows_of
from kiosk.core.errors import Code, KioskError
from kiosk.storage.catalogue_files import LIST_COLUMNS, list_row, read_rows
from kiosk.storage.packages import Catalogue

LIST_FILE = Path("catalogue") / "procedures.csv"


@dataclass(frozen=True, slots=True)
class Merge:
    """What an import did to the list."""

    added: int
    changed: int
    unchanged: int
    left_out: int


def import_file(forms_dir: Path, file: Path) -> Merge:
    """Merge a file (JSON of the portal, or CSV with this list's columns) into the catalogue, and index it.

    A code that is there already gets what the file states and keeps what it doesn't. Raises KioskError
    FILE_UNREADABLE, DISK_READ_ONLY, CATALOGUE_BROKEN.
    """
    read = _read(file)
    path = forms_dir / LIST_FILE
    rows = {row.code: list_row(row) for row in read_rows(path)}
    before = {code: dict(row) for code, row in rows.items()}
    for row in read.rows:
        stated = {key: value for key, value in list_row(row).items() if value}
        rows[row.code] = {**rows.get(row.code, dict.fromkeys(LIST_COLUMNS, "")), **stated}
    added = sum(code not in before for code in rows)
    changed = sum(code in before and row != before[code] for code, row in rows.items())
    _write(path, [rows[code] for code in sorted(rows)])
    Catalogue(forms_dir).prepare()
    return Merge(added, changed, len(read.rows) - added - changed, read.left_out)


def _read(file: Path) -> Imported:
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".csv":
            return Imported(tuple(read_rows(file)), 0)
        return rows_of(json.loads(text), source=file.name)
    except (OSError, ValueError) as error:
        raise KioskError(Code.FILE_UNREADABLE, file.name) from error


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, LIST_COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    beside = path.with_suffix(".new")
    try:
        beside.write_text(text.getvalue(), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise KioskError(Code.DISK_READ_ONLY, str(path)) from error
