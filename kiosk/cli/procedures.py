"""`kiosk procedures`: the catalogue on the command line."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.app import catalogue, place
from kiosk.cli.form_print import checklist, leaflet, poster
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.claims import claims as claims_of
from kiosk.core.claims import page
from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures_document import row_document, shown_document
from kiosk.core.search import Result
from kiosk.storage.catalogue_import import import_file
from kiosk.storage.packages import Catalogue

app = typer.Typer(no_args_is_help=True, help="The catalogue of procedures.")


@app.command("list")
def list_(
    filed_here: Annotated[
        bool, typer.Option("--with-form", help="Only those that can be filed here.")
    ] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the catalogue."""
    rows = [r for r in catalogue(place(config, data)).rows() if r.has_form or not filed_here]
    if as_json:
        print_json({"procedures": [row_document(row) for row in rows]})
        return
    for row in rows:
        print(f"{row.code}  {row.name}")


@app.command("search")
def search(
    said: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help="What people say.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="A file with a query a line.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50)] = 5,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find procedures in everyday words."""
    if (batch is None) == (not said):
        raise typer.BadParameter("give WORDS or --batch FILE")
    procedures = catalogue(place(config, data))
    procedures.search("a")  # loads the index, so that `ms` tells what a keystroke costs
    for query in _queries(said, batch):
        _answer(procedures, query, limit, as_json=as_json)


def _queries(said: list[str] | None, batch: Path | None) -> list[str]:
    if batch is None:
        return [" ".join(said or [])]
    try:
        return batch.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.FILE_UNREADABLE, batch.name) from error


def _answer(procedures: Catalogue, query: str, limit: int, *, as_json: bool) -> None:
    began = time.perf_counter()
    results = procedures.search(query, limit)
    took_ms = (time.perf_counter() - began) * 1000
    if as_json:
        print_json({"results": [_result(r) for r in results], "ms": round(took_ms, 3)})
        return
    for result in results:
        print(f"{result.code}  {result.score:.2f}  {result.name}")
    if not results:
        print(f"– {query}")


def _result(result: Result) -> dict[str, Any]:
    document = asdict(result)
    del document["reason"]
    return document


@app.command("show")
def show(
    code: Annotated[str, typer.Argument(help="The national code.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one procedure: papers, fees, days, source and how sure we are."""
    procedures = catalogue(place(config, data))
    document = shown_document(
        procedures.row(code),
        procedures.procedure(code) if procedures.current(code) in procedures.codes_with_package() else None,
        procedures.replacement(code),
    )
    document["source"] = document["source"] and procedures.source(document["source"])
    if as_json:
        print_json(document)
        return
    for key, value in document.items():
        if value not in (None, "", []):
            sys.stdout.write(f"{key}: {value}\n")


@app.command("index")
def index(config: ConfigOption = None, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Prepare the search index of the forms folder; done when packages are made."""
    path = catalogue(place(config, data)).prepare()
    if as_json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print(path)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSON of the national portal, or CSV in the list's columns.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring records into the forms folder's catalogue and prepare its search index."""
    merge = import_file(place(config, data).forms_dir, file)
    if as_json:
        print_json(asdict(merge))
    else:
        print(
            f"Thêm {merge.added}, đổi {merge.changed}, giữ nguyên {merge.unchanged}, bỏ qua {merge.left_out}."
        )


@app.command("claims")
def claims(config: ConfigOption = None, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print every claim of the packages with its source: docs/claims.md is this page."""
    procedures = catalogue(place(config, data))
    packages = tuple(procedures.procedure(code) for code in procedures.codes_with_package())
    if as_json:
        print_json({"claims": {p.code: [asdict(claim) for claim in claims_of(p)] for p in packages}})
    else:
        sys.stdout.write(page(packages))


app.command("checklist")(checklist)
app.command("leaflet")(leaflet)
app.command("poster")(poster)
