"""Forms from disk: a procedure folder, an XLSForm or an XForm, each with the lists that lie beside it."""

from __future__ import annotations

from pathlib import Path

from kiosk.core.disk import disk_code
from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormDefinition, parse_form

XLSFORMS = (".xlsx", ".md")
LISTS = (".csv", ".geojson", ".xml")


def read_form(path: Path) -> FormDefinition:
    """Return the form at a path.

    Raises KioskError FILE_UNREADABLE, FORM_UNREADABLE (an XLSForm that pyxform refuses); XFormError.
    """
    file = form_file(path)
    return parse_file(xml_of(file), file)


def parse_file(xml: bytes, file: Path) -> FormDefinition:
    """Return the form with the lists beside its file. Raises XFormError, KioskError FILE_UNREADABLE."""
    beside = {one.name: read(one) for one in file.parent.iterdir() if one.suffix in LISTS and one != file}
    return parse_form(xml, externals=beside)


def form_file(path: Path) -> Path:
    """Return the form's file: of a folder its XLSForm, or its XForm when there is none."""
    if not path.is_dir():
        return path
    for name in ("form.md", "form.xlsx", "form.xml"):
        if (path / name).is_file():
            return path / name
    raise KioskError(Code.FILE_UNREADABLE, str(path / "form.md"))


def xml_of(file: Path) -> bytes:
    """Return the XForm of a file, converting an XLSForm. Raises KioskError as `read_form`."""
    return convert(file) if file.suffix in XLSFORMS else read(file)


def make_form(folder: Path) -> None:
    """Write a folder's form.xml from its sheet, whole or not at all. Raises KioskError as `read_form`."""
    file = form_file(folder)
    if not folder.is_dir() or file.suffix not in XLSFORMS:
        return
    made, beside = convert(file), folder / "form.xml.new"
    try:
        beside.write_bytes(made)
        beside.replace(folder / "form.xml")
    except OSError as error:
        raise KioskError(disk_code(error) or Code.FILE_UNREADABLE, str(beside)) from error


def convert(file: Path) -> bytes:
    """Return the XForm that pyxform makes of an XLSForm. Takes about a second: pyxform is imported here."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as to_xform

    try:
        made = to_xform(xlsform=str(file), warnings=[], validate=False)
    except PyXFormError as error:
        raise KioskError(Code.FORM_UNREADABLE, f"{file.name}: {error}") from error
    except (OSError, ValueError, KeyError) as error:
        raise KioskError(Code.FORM_UNREADABLE, f"{file.name}: {type(error).__name__}") from error
    return str(made.xform).encode()


def read(file: Path) -> bytes:
    """Return a file's bytes. Raises KioskError FILE_UNREADABLE."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error
