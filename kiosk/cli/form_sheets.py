"""Where in the author's sheets a node stands: sheet, row and column, from an XLSForm in Excel or Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MARKDOWN_CELL = re.compile(r"(?<!\\)\|")
_BEGIN = re.compile(r"begin[ _](group|repeat)")
_END = re.compile(r"end[ _](group|repeat)")
_LIST_TEXT = re.compile(r"itext ([^/:]+)-(\d+)\Z")
_COLUMNS = {
    "calculate": "calculation",
    "itemset": "choice_filter",
    "count": "repeat_count",
    "constraintMsg": "constraint_message",
    "requiredMsg": "required_message",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the author's program shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns in order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Sheets = dict[str, Sheet]


def read_sheets(file: Path) -> Sheets:
    """Return the sheets of an XLSForm; empty for other files. Blocking; Excel takes about a second."""
    if file.suffix == ".md":
        return _from_markdown(file.read_text(encoding="utf-8"))
    return _from_excel(file) if file.suffix == ".xlsx" else {}


def _from_markdown(text: str) -> Sheets:
    found: dict[str, list[tuple[int, list[str]]]] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip().startswith("|"):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _MARKDOWN_CELL.split(line.strip())[1:-1]]
        if cells[0]:
            name = cells[0].lower()
            found[name] = []
            cells = ["", *cells[1:]]
        if name and any(cells[1:]) and set("".join(cells)) - set("-: "):
            found[name].append((number, cells[1:]))
    return {name: _sheet(rows) for name, rows in found.items() if rows}


def _from_excel(file: Path) -> Sheets:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    sheets: Sheets = {}
    for page in book.worksheets:
        rows = [
            (number, ["" if cell is None else str(cell).strip() for cell in row])
            for number, row in enumerate(page.iter_rows(values_only=True), 1)
        ]
        filled = [(number, cells) for number, cells in rows if any(cells)]
        if filled:
            sheets[page.title.lower()] = _sheet(filled)
    book.close()
    return sheets


def _sheet(rows: list[tuple[int, list[str]]]) -> Sheet:
    header = rows[0][1]
    made = (Row(number, dict(zip(header, cells, strict=False))) for number, cells in rows[1:])
    return Sheet(tuple(header), tuple(made))


def place_of(sheets: Sheets, where: str, detail: str) -> str:
    """Return `survey, dòng 12, cột G (relevant)` for a finding's place, or the place itself."""
    if where.startswith("choices "):
        return _choice_place(sheets, where.removeprefix("choices "), detail) or where
    choice = _LIST_TEXT.match(where)
    if choice is not None:
        return _listed_place(sheets, choice[1], int(choice[2]), detail) or where
    text = where.removeprefix("itext ")
    path, _, attribute = text.partition(" ")
    path, _, form = path.partition(":")
    row = _survey_rows(sheets).get(path)
    if row is None:
        return where
    wanted = attribute.split(" ")[0] or (f"{form}::{detail}" if where.startswith("itext ") else form)
    return _shown("survey", sheets["survey"], row, wanted)


def _choice_place(sheets: Sheets, name: str, value: str) -> str | None:
    sheet = sheets.get("choices")
    for row in sheet.rows if sheet is not None else ():
        listed = row.cells.get("list_name", row.cells.get("list name", ""))
        if sheet is not None and listed == name and row.cells.get("name") == value:
            return _shown("choices", sheet, row, "label")
    return None


def _listed_place(sheets: Sheets, name: str, at: int, language: str) -> str | None:
    """Return the place of a list's text: pyxform numbers the rows of a list from 0."""
    sheet = sheets.get("choices")
    if sheet is None:
        return None
    rows = [row for row in sheet.rows if row.cells.get("list_name", row.cells.get("list name")) == name]
    return _shown("choices", sheet, rows[at], f"label::{language}") if at < len(rows) else None


def _shown(name: str, sheet: Sheet, row: Row, attribute: str) -> str:
    wanted = _COLUMNS.get(attribute, attribute)
    column = next((at for at, title in enumerate(sheet.columns) if wanted and title.startswith(wanted)), None)
    if column is None:
        return f"{name}, dòng {row.number}"
    return f"{name}, dòng {row.number}, cột {_letters(column)} ({sheet.columns[column]})"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _survey_rows(sheets: Sheets) -> dict[str, Row]:
    """Return the survey's rows by the path of their node; the root is pyxform's `data`."""
    sheet = sheets.get("survey")
    settings = sheets.get("settings")
    root = settings.rows[0].cells.get("name", "") if settings is not None and settings.rows else ""
    above = [f"/{root or 'data'}"]
    found: dict[str, Row] = {}
    for row in sheet.rows if sheet is not None else ():
        kind, name = row.cells.get("type", ""), row.cells.get("name", "")
        if _END.match(kind) and len(above) > 1:
            above.pop()
        elif name:
            path = f"{above[-1]}/{name}"
            found[path] = row
            if _BEGIN.match(kind):
                above.append(path)
    return found
