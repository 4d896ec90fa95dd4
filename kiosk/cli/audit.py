"""`kiosk audit`: what happened on this machine."""

from __future__ import annotations

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.audit_chain import first_break

app = typer.Typer(no_args_is_help=True, help="What happened on this machine, without personal values.")


@app.callback()
def _group() -> None:
    """Keep `verify` a command of its own; typer would fold a group of one."""


@app.command()
def verify(config: ConfigOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """Check the hash chain: 0 it holds, 3 a line was changed, taken out or put in."""
    store = composition.open_store(composition.place(config, data))
    try:
        lines = store.audit.lines()
    finally:
        store.close()
    broken = first_break(lines)
    document = {
        "valid": broken is None,
        "lines": len(lines),
        "head": lines[-1].hash if lines else None,
        "broken_at": broken,
    }
    if json:
        print_json(document)
    elif broken is None:
        print(f"{len(lines)} dòng, chuỗi còn nguyên vẹn")
    else:
        print(f"{len(lines)} dòng, chuỗi đứt ở dòng {broken}")
    if broken is not None:
        raise typer.Exit(3)
