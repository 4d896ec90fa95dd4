"""`portal`: the online side's command line (docs: CLI). Prints; turns failures into one line and exit 1."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from portal import cli_documents, cli_fees, cli_grants, cli_keys, cli_parked, log
from portal.options import DataOption, JsonOption, print_document, show

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)

app.add_typer(cli_fees.app, name="fees")
app.command("grant")(cli_grants.grant)
app.command("revoke")(cli_keys.revoke)
app.command("parked-unlock")(cli_parked.parked_unlock)
app.command("document")(cli_documents.document)
CODE_LASTS = timedelta(hours=24)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its status: 0 done, 1 failed (code printed), 2 usage, 3 attention."""
    argv = sys.argv[1:] if arguments is None else arguments
    log.configure()
    os.umask(0o077)  # whatever a portal writes is its own
    try:
        app(args=argv, prog_name="portal", standalone_mode=True)
    except KioskError as error:
        _fail(error, as_json="--json" in argv)
    except Exception as error:  # noqa: BLE001 -- the outermost frame: one line, never a traceback
        _fail(KioskError(Code.INTERNAL, type(error).__name__), as_json="--json" in argv)


def _fail(error: KioskError, *, as_json: bool) -> None:
    words = words_of(error.code)
    message = f"{words.vi} {words.do_vi}"
    if as_json:
        print_document({"error": {"code": error.code.value, "message": message, "detail": error.detail}})
    detail = f" [{error.detail}]" if error.detail else ""
    sys.stderr.write(f"{error.code.value} {message}{detail}\n")
    sys.exit(1)


@app.command()
def init(
    data: DataOption,
    root_out: Annotated[
        Path | None, typer.Option(help="Where the province's root key goes, to be taken away.")
    ] = None,
    recovery_out: Annotated[Path | None, typer.Option(help="Where the recovery identity goes.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make CA, keys and recipients. What is there already stays."""
    from portal import authority
    from portal.app import ensure_keys

    ensure_keys(data, root_out=root_out, recovery_out=recovery_out)
    keys = authority.load(data)
    _warn_of_take_away(data)
    show(
        {"ca_sha256": keys.ca_sha256, "root_sha256": keys.root_sha256},
        f"CA   {keys.ca_sha256}\nroot {keys.root_sha256}",
        as_json=as_json,
    )


@app.command()
def serve(
    data: DataOption,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: a free one.")] = 8443,
    database: Annotated[str | None, typer.Option(help="sqlite:///… or postgresql://…")] = None,
    blobs: Annotated[str | None, typer.Option(help="file:///…; default: the data folder.")] = None,
) -> None:
    """Serve over HTTPS until SIGTERM. Prints one line {"url", "ca_sha256"} when ready."""
    from portal import server
    from portal.app import ensure_keys, open_portal, remember

    ensure_keys(data)
    portal = open_portal(data, database=database, blobs=blobs)
    remember(data, database=database, blobs=blobs)
    _warn_of_take_away(data)
    server.serve(
        portal,
        data,
        host=host,
        port=port,
        on_ready=lambda url: print_document({"url": url, "ca_sha256": portal.authority.ca_sha256}),
    )


def _warn_of_take_away(data: Path) -> None:
    from portal import authority

    if authority.left_behind(data):
        sys.stderr.write(
            f"degraded: {data / authority.TAKE_AWAY}: khóa gốc và khóa khôi phục còn nằm cạnh cổng, "
            "hãy mang đi cất. Root and recovery keys still lie beside the portal; take them away.\n"
        )


@app.command("enrol-code")
def enrol_code(data: DataOption, as_json: JsonOption = False) -> None:
    """Print a code with which one kiosk may join, valid for 24 hours."""
    from kiosk.core.enrolment import new_code
    from portal.app import ensure_keys, open_portal
    from portal.parts import text_of
    from portal.store import kiosks
    from portal.store.engine import writing

    ensure_keys(data)
    portal = open_portal(data)
    code = new_code(portal.authority.anchors, portal.rng)
    expires_at = text_of(portal.clock() + CODE_LASTS)
    with writing(portal.engine) as connection:
        kiosks.add_code(connection, code.secret, expires_at=expires_at)
    show({"code": code.text(), "expires_at": expires_at}, f"{code.text()}  ({expires_at})", as_json=as_json)


@app.command("dossiers")
def list_dossiers(data: DataOption, as_json: JsonOption = False) -> None:
    """List what was filed, without personal values."""
    from portal.app import open_portal
    from portal.store import dossiers
    from portal.store.engine import reading

    with reading(open_portal(data).engine) as connection:
        rows = dossiers.everything(connection)
    listed = [dossiers.summary_of(row) for row in rows]
    columns = ("id", "official_code", "procedure", "state", "stage")
    lines = ["  ".join(str(entry[column] or "-") for column in columns) for entry in listed]
    show({"dossiers": listed}, "\n".join(lines), as_json=as_json)


@app.command("open")
def open_one(dossier_id: str, data: DataOption, as_json: JsonOption = False) -> None:
    """Open a dossier and print its answers: personal data, for whoever may see them."""
    from portal.app import open_portal
    from portal.intake.instance import answers_of
    from portal.intake.opening import open_dossier

    opened = open_dossier(open_portal(data), dossier_id)
    answers = answers_of(opened.xml)
    document = {
        "answers": answers,
        "provenance": opened.dossier.provenance,
        "xml": opened.xml.decode("utf-8"),
        "attachments": [
            {"name": entry.name, "bytes": len(entry.data), "sha256": hashlib.sha256(entry.data).hexdigest()}
            for entry in opened.attachments
        ],
    }
    show(document, "\n".join(f"{path}: {value}" for path, value in answers.items()), as_json=as_json)


@app.command()
def status(
    dossier_id: str,
    state: Annotated[int, typer.Argument(min=1, max=10, help="The national state, 1 to 10.")],
    data: DataOption,
    note: Annotated[str, typer.Option(help="Words for the applicant.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Set a dossier's state, if it may follow the one before; its kiosk hears of it."""
    from portal.acts import set_state
    from portal.app import open_portal

    set_state(open_portal(data), dossier_id, state, note=note)
    show({"id": dossier_id, "state": state}, f"{dossier_id}  {state}", as_json=as_json)


@app.command("import")
def import_stick(folder: Path, data: DataOption, as_json: JsonOption = False) -> None:
    """Take in what a kiosk exported to a stick, and write the acknowledgements onto it."""
    from portal.app import open_portal
    from portal.usb import take_in

    taken = take_in(open_portal(data), folder)
    document = {
        "accepted": taken.accepted,
        "already_there": taken.already_there,
        "rejected": len(taken.reasons),
        "reasons": taken.reasons,
    }
    line = "  ".join(f"{name} {document[name]}" for name in ("accepted", "already_there", "rejected"))
    show(document, line, as_json=as_json)
    if taken.reasons:
        raise typer.Exit(3)


@app.command()
def backup(file: Path, data: DataOption, as_json: JsonOption = False) -> None:
    """Write one file with keys, database and sealed files. It holds the keys: guard it."""
    from portal.app import open_portal
    from portal.backup import back_up

    size = back_up(open_portal(data), data, file)
    show({"path": str(file), "bytes": size}, f"{file}  {size} bytes", as_json=as_json)


@app.command("restore")
def restore_backup(
    file: Path,
    data: DataOption,
    database: Annotated[str | None, typer.Option(help="An empty database; default: in the folder.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a portal from a backup, in a folder that holds none. Kiosks heal what is missing by themselves."""
    from portal.app import now, remember
    from portal.backup import restore

    restore(file, data, database=database, now=now())
    remember(data, database=database, blobs=None)
    show({"restored": str(data)}, f"{data}", as_json=as_json)
