"""`kiosk forms preview`: what the screens need of a folder, read at each change; what is wrong is told."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.app import now
from kiosk.cli.form_check import check
from kiosk.cli.form_files import form_file, parse_file, xml_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Agency, Confidence, Procedure, Words
from kiosk.storage.editions import read_package
from kiosk.xforms import FormDefinition, XFormError

_SHOWN = (".md", ".xlsx", ".xml", ".toml", ".csv", ".geojson")


def stamp_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a file of the folder does: names, times, sizes; not of hidden ones."""
    found: list[tuple[str, int, int]] = []
    for path in sorted(folder.iterdir()):
        if path.suffix in _SHOWN and not path.name.startswith((".", "~")):
            try:
                facts = path.stat()
            except OSError:
                continue  # an editor is just replacing it
            found.append((path.name, facts.st_mtime_ns, facts.st_size))
    return tuple(found)


def read_edition(folder: Path) -> tuple[Procedure, FormDefinition]:
    """Return the folder's procedure and form, and tell what `forms check` finds.

    Raises KioskError FORM_BROKEN with the first thing that keeps the form from being shown.
    """
    try:
        _tell_problems(folder)
        file = form_file(folder)
        definition = parse_file(xml_of(file), file)
        return _procedure(folder, definition), definition
    except XFormError as error:
        raise KioskError(Code.FORM_BROKEN, str(error)) from error
    except KioskError as error:
        raise KioskError(Code.FORM_BROKEN, f"{error.code.value} {error.detail}") from error


def _tell_problems(folder: Path) -> None:
    found = check(folder)
    for problem in found.problems:
        weight = "LỖI" if problem["severity"] == "error" else "Nên sửa"
        tell(f"{weight}: {problem['where']}: {problem['message']}")
    tell(f"{now():%H:%M:%S}  {len(found.problems)} điều cần xem, {found.passed} trường hợp đúng.")


def _procedure(folder: Path, definition: FormDefinition) -> Procedure:
    """Return the folder's procedure; of a folder that has only a form yet, one with its title."""
    if (folder / "procedure.toml").is_file():
        return read_package(folder)
    return Procedure(
        code=folder.resolve().name,
        version=definition.version,
        name=Words(definition.title),
        agency=Agency(Words()),
        who=Words(),
        source="",
        checked_on=now().date(),
        confidence=Confidence.UNCONFIRMED,
    )


def tell(line: str) -> None:
    """Say something to the author, on the terminal that the preview was started from."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
