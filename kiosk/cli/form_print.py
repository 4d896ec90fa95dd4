"""`kiosk forms print`, and the papers for everybody: `kiosk procedures checklist`, `leaflet`, `poster`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk import app as composition
from kiosk.cli.form_files import read_form
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.answers_file import Violation, give, parse
from kiosk.core.errors import Code, KioskError
from kiosk.core.formflow import FormFlow
from kiosk.core.print_answers import printed
from kiosk.core.printed import PrintedForm
from kiosk.core.procedures import Procedure
from kiosk.core.public_papers import PORTAL, checklist_of, leaflet_of, poster_of
from kiosk.storage.editions import read_package
from kiosk.storage.print_files import PRINT_FILE, read_template
from kiosk.xforms import FormSession, XFormError

OutOption = Annotated[Path | None, typer.Option("--out", help="The PDF to write.")]
LinkOption = Annotated[str, typer.Option("--link", help="What the QR code says.")]
CodeArgument = Annotated[str, typer.Argument(help="The national code.")]


def print_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The procedure's folder.")],
    answers: Annotated[
        Path | None, typer.Option("--answers", help="JSON as for `kiosk submit`; without it: blank.")
    ] = None,
    out: OutOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the official form as PDF, from answers or blank. Exit 3: an answer is missing or wrong."""
    del config, data
    template = read_template(folder)
    if template is None:
        raise KioskError(Code.FILE_UNREADABLE, str(folder / PRINT_FILE))
    try:
        session = FormSession(read_form(folder), now=composition.now(), seed=1, language="vi")
    except XFormError as error:
        raise KioskError(Code.FORM_BROKEN, str(error)) from error
    procedure = read_package(folder.resolve())
    wrong = [] if answers is None else _given(procedure, session, answers)
    form = printed(template, session, edition=procedure.form, blank=answers is None)
    _write(form, out or folder.with_name(f"{folder.resolve().name}.pdf"), as_json=as_json, wrong=wrong)


def checklist(
    code: CodeArgument,
    out: OutOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what to bring, where, how long and how much, as PDF, for any procedure of the catalogue."""
    place = composition.place(config, data)
    procedures, on = composition.catalogue(place), composition.now().date()
    form = checklist_of(procedures, code, site=place.config.site, on=on)
    _write(form, out or Path(f"{code}-checklist.pdf"), as_json=as_json)


def leaflet(
    code: CodeArgument,
    link: LinkOption = PORTAL,
    out: OutOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a leaflet with a QR code as PDF: one page to take home."""
    place = composition.place(config, data)
    procedures, on = composition.catalogue(place), composition.now().date()
    form = leaflet_of(procedures, code, site=place.config.site, on=on, link=link)
    _write(form, out or Path(f"{code}-leaflet.pdf"), as_json=as_json)


def poster(
    code: CodeArgument,
    link: LinkOption = PORTAL,
    out: OutOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a poster with a QR code as PDF: few words for the centre's wall."""
    place = composition.place(config, data)
    procedures, on = composition.catalogue(place), composition.now().date()
    form = poster_of(procedures, code, site=place.config.site, on=on, link=link)
    _write(form, out or Path(f"{code}-poster.pdf"), as_json=as_json)


def _given(procedure: Procedure, session: FormSession, answers: Path) -> list[Violation]:
    try:
        text = answers.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(answers)) from error
    return give(FormFlow(procedure, session, "vi"), parse(text))


def _write(form: PrintedForm, path: Path, *, as_json: bool, wrong: list[Violation] | None = None) -> None:
    pdf = composition.pages().form(form)
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(path)) from error
    violations = [[one.ref, one.kind, one.message] for one in wrong or []]
    if as_json:
        print_json({"path": str(path), "bytes": len(pdf), "violations": violations})
    else:
        print(f"{path}  {len(pdf)} bytes")
        for ref, kind, message in violations:
            print(f"{ref}: {kind} {message}")
    if violations:
        raise typer.Exit(3)
