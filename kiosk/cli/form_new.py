"""`kiosk forms new` and `forms pack`: a procedure folder from a sheet, and one file from a folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
import zipfile
from pathlib import Path

from kiosk.app import now
from kiosk.cli.form_check import check
from kiosk.cli.form_files import LISTS, XLSFORMS, form_file, parse_file, read, xml_of
from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormDefinition, FormSession

PACKED = ("procedure.toml", "cases.md", "print.toml")
MANIFEST = "package.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TOML = """# Một thủ tục. Điền những chỗ có «…»; docs/authoring.md nói từng mục là gì.
schema = 1
code = "{code}"
version = "1"
name = {{ vi = "{name}", en = "" }}
level = 3
source = "«nguồn: quyết định công bố, cổng dịch vụ công»"
checked_on = {today}
confidence = "unconfirmed"

[agency]
decides = {{ vi = "«cơ quan giải quyết»", en = "" }}
unit = {{ vi = "«đơn vị thực hiện»", en = "" }}

[who]
text = {{ vi = "«ai được nộp»", en = "" }}

[[component]]
key = "application"
name = {{ vi = "{name}", en = "" }}
kind = "form"
originals = 1
confidence = "unconfirmed"
"""
_CASES = """# Các trường hợp của {code}

## Chưa trả lời gì

| expect | value |
| --- | --- |
{expected}
"""


def make_folder(sheet: Path, folder: Path) -> None:
    """Make a procedure folder from an XLSForm: the sheet, its XForm, and procedure.toml and cases.md to fill.

    Raises KioskError FILE_UNREADABLE (no such sheet, or the folder is there already), FORM_UNREADABLE;
    XFormError when the form itself is broken.
    """
    if sheet.suffix not in XLSFORMS or not sheet.is_file():
        raise KioskError(Code.FILE_UNREADABLE, str(sheet))
    if folder.exists():
        raise KioskError(Code.FILE_UNREADABLE, f"{folder} is there already")
    xml = xml_of(sheet)
    definition = parse_file(xml, sheet)
    folder.mkdir(parents=True)
    shutil.copyfile(sheet, folder / f"form{sheet.suffix}")
    (folder / "form.xml").write_bytes(xml)
    name = (definition.title or folder.name).replace('"', "'")
    _write(folder / "procedure.toml", _TOML.format(code=folder.name, name=name, today=now().date()))
    _write(folder / "cases.md", _CASES.format(code=folder.name, expected=_first_expectation(definition)))


def _first_expectation(definition: FormDefinition) -> str:
    """Return what an empty form lacks, one row a question: a case that holds from the first day."""
    violations = FormSession(definition, now=now(), seed=1).violations()
    rows = [f"| violation {ref} | {kind} |" for ref, kind in violations]
    return "\n".join(rows) or "| violations | none |"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def pack(folder: Path, target: Path | None) -> dict[str, str]:
    """Write the folder as one file and return its path, content hash, code and version.

    The same content gives the same bytes. Raises KioskError FORM_BROKEN when `forms check` finds an error,
    FILE_UNREADABLE.
    """
    result = check(folder)
    if not result.is_fine:
        wrong = [one["code"] for one in result.problems if one["severity"] == "error"]
        raise KioskError(Code.FORM_BROKEN, ", ".join([*wrong, *(one.case for one in result.failed)])[:300])
    facts = tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
    files = _contents(folder)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    content = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
    code, version = str(facts["code"]), str(facts["version"])
    document = {
        "code": code,
        "version": version,
        "effective_from": str(facts.get("effective_from", "")),
        "effective_to": str(facts.get("effective_to", "")),
        "content_sha256": content,
        "files": hashes,
    }
    path = target or folder.with_name(f"{code}-{version}.motcua")
    _zip(path, {MANIFEST: json.dumps(document, ensure_ascii=False, indent=1).encode(), **files})
    return {"path": str(path), "sha256": content, "code": code, "version": version}


def _contents(folder: Path) -> dict[str, bytes]:
    form = form_file(folder)
    names = [name for name in PACKED if (folder / name).is_file()]
    names += sorted(one.name for one in folder.iterdir() if one.suffix in LISTS and one.name != "form.xml")
    found = {"form.xml": xml_of(form), form.name: read(form)}
    return {**found, **{name: read(folder / name) for name in names}}


def _zip(path: Path, files: dict[str, bytes]) -> None:
    """Write entries in order with one date, so that equal content is equal bytes."""
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in files.items():
                package.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(path)) from error
