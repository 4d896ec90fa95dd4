"""`kiosk forms`: run, check and measure forms on the command line."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.app import now as wall_clock
from kiosk.cli.form_files import read_form
from kiosk.cli.form_print import print_
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormSession, XFormCode, XFormError

app = typer.Typer(no_args_is_help=True, help="Forms: run, check, measure.")
SEED = 1


@app.command("run")
def run(  # noqa: PLR0913 -- one parameter an option
    form: Annotated[Path, typer.Argument(help="A procedure folder, an XLSForm (.xlsx, .md) or an XForm.")],
    steps: Annotated[Path, typer.Option("--steps", help="JSON with the steps.")],
    now: Annotated[str | None, typer.Option("--now", help="What today() and now() give, ISO 8601.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Language of labels.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a form without a screen and print the instance and what is missing or wrong."""
    del config, data
    try:
        session = FormSession(read_form(form), now=_moment(now), seed=SEED, language=language)
    except XFormError as error:
        raise KioskError(Code.FORM_BROKEN, str(error)) from error
    for number, step in enumerate(_steps(steps), 1):
        _apply(session, step, number)
    document = {
        "xml": session.instance_xml().decode(),
        "violations": [list(violation) for violation in session.violations()],
    }
    if as_json:
        print_json(document)
        return
    print(document["xml"])
    for ref, kind in document["violations"]:
        print(f"{kind}: {ref}")


@app.command("check")
def check_(
    paths: Annotated[list[Path], typer.Argument(help="Procedure folders, XLSForms or XForms.")],
    make: Annotated[bool, typer.Option("--make", help="Make each folder's form.xml from its sheet.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find what a form's author got wrong; run the form's own cases. Exit 1 on an error or failed case."""
    from kiosk.cli.form_check import check, document_of
    from kiosk.cli.form_files import make_form

    del config, data
    for path in paths if make else ():
        make_form(path)
    results = [check(path) for path in paths]
    document = document_of(results)
    if as_json:
        print_json(document)
    else:
        _print_check(document)
    if not all(result.is_fine for result in results):
        raise typer.Exit(1)


@app.command("bench")
def bench_(
    form: Annotated[Path, typer.Argument(help="A procedure folder, an XLSForm or an XForm.")],
    steps: Annotated[Path | None, typer.Option("--steps", help="JSON with the steps.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure loading and answering."""
    from kiosk.cli.form_bench import bench

    del config, data
    try:
        document = bench(form, None if steps is None else _steps(steps), wall_clock())
    except XFormError as error:
        raise KioskError(_code_of(error), str(error)) from error
    if as_json:
        print_json(document)
        return
    print(f"load {document['load_ms']} ms, from the cache {document['load_cached_ms']} ms")
    print(f"{document['answers']} answers: {document['answer_ms']} ms")


@app.command("new")
def new(
    sheet: Annotated[Path, typer.Argument(metavar="XLSFORM", help="The sheet: .xlsx or .md.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The procedure's folder, to be made.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a procedure folder from a sheet, with procedure.toml and cases.md to fill in."""
    from kiosk.cli.form_new import make_folder

    del config, data
    try:
        make_folder(sheet, folder)
    except XFormError as error:
        raise KioskError(_code_of(error), str(error)) from error
    if as_json:
        print_json({"path": str(folder)})
    else:
        print(f"Đã tạo {folder}. Điền procedure.toml và cases.md, rồi chạy: kiosk forms check {folder}")


@app.command("preview")
def preview_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The procedure's folder.")],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Show a folder's form on the real screens, and show it anew whenever a file changes."""
    from functools import partial

    from kiosk.app import place
    from kiosk.cli.form_preview import read_edition, stamp_of, tell
    from kiosk.preview import open_preview

    if not folder.is_dir():
        raise KioskError(Code.FILE_UNREADABLE, str(folder))
    here = place(config, data)
    stamp, read = partial(stamp_of, folder), partial(read_edition, folder)
    sys.exit(open_preview(here, stamp=stamp, read=read, tell=tell).run())


@app.command("pack")
def pack_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The procedure's folder.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a procedure folder and write it as one file with its content hash."""
    from kiosk.cli.form_new import pack

    del config, data
    document = pack(folder, out)
    if as_json:
        print_json(document)
    else:
        print(f"{document['path']}  {document['sha256']}")


@app.command("install")
def install_(
    package: Annotated[Path, typer.Argument(metavar="FILE", help="What `forms pack` wrote.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a packed procedure into the forms folder, beside the editions that are there."""
    from kiosk.app import place
    from kiosk.cli.form_files import read
    from kiosk.storage.package_files import ContentOnly, install
    from kiosk.storage.packages import Catalogue

    forms = place(config, data).forms_dir
    found = install(read(package), forms, ContentOnly())
    if found.is_new and (forms / "catalogue").is_dir():
        Catalogue(forms).prepare()
    if as_json:
        print_json(
            {"code": found.code, "version": found.version, "path": str(found.folder), "new": found.is_new}
        )
    else:
        print(f"{'Đã cài' if found.is_new else 'Đã có'}: {found.code}, phiên bản {found.version}")


app.command("print")(print_)


def _print_check(document: dict[str, Any]) -> None:
    names = {"error": "LỖI", "warning": "Nên sửa"}
    for problem in document["problems"]:
        print(f"{names[problem['severity']]}: {problem['where']}: {problem['message']}")
    cases = document["cases"]
    for failure in cases["failed"]:
        print(f"TRƯỜNG HỢP SAI: {failure['case']}: cần {failure['expected']}, được {failure['got']}")
    print(f"Trường hợp đúng: {cases['passed']}, sai: {len(cases['failed'])}.")


def _moment(text: str | None) -> datetime:
    if text is None:
        return wall_clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter("--now wants ISO 8601") from error
    return moment if moment.tzinfo is not None else moment.astimezone()


def _steps(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        steps = document["steps"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(path)) from error
    if not isinstance(steps, list):
        raise KioskError(Code.FILE_UNREADABLE, str(path))
    return steps


def _apply(session: FormSession, step: dict[str, Any], number: int) -> None:
    """Do one step; a refused one is printed with its error and ends the command."""
    try:
        match step:
            case {"op": "set", "ref": str(ref), "value": value}:
                session.set(ref, str(value))
            case {"op": "add", "ref": str(ref)}:
                session.add(ref)
            case {"op": "remove", "ref": str(ref), "index": int(index)}:
                session.remove(ref, index)
            case _:
                raise KioskError(
                    Code.FILE_UNREADABLE, f"step {number}: {json.dumps(step, ensure_ascii=False)}"
                )
    except XFormError as error:
        sys.stderr.write(f"step {number}: {json.dumps(step, ensure_ascii=False)}\n")
        raise KioskError(_code_of(error), f"step {number}: {error}") from error


def _code_of(error: XFormError) -> Code:
    refused = {
        XFormCode.VALUE_REFUSED,
        XFormCode.READ_ONLY,
        XFormCode.NODE_UNKNOWN,
        XFormCode.NOT_A_QUESTION,
        XFormCode.NOT_A_REPEAT,
    }
    if error.code is XFormCode.TOO_LARGE:
        return Code.FORM_TOO_LARGE
    return Code.FORM_VALUE_REFUSED if error.code in refused else Code.FORM_BROKEN
