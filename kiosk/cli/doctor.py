"""`kiosk doctor`: one line a part, why, and what to do; exit 3 when any part isn't ok."""

from __future__ import annotations

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.doctor import LABELS, Part, State

_MARKS = {State.OK: "✓", State.DEGRADED: "!", State.DOWN: "✗"}
_WIDTH = max(len(label) for label in LABELS.values())


def command(config: ConfigOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """Say how every part is: ok, degraded or down, why, and what to do."""
    from kiosk.cli.doctor_parts import examine

    parts = examine(composition.place(config, data))
    if json:
        print_json({"parts": [part.document() for part in parts]})
    else:
        for part in parts:
            print(_line(part))
    if any(part.state is not State.OK for part in parts):
        raise typer.Exit(3)


def _line(part: Part) -> str:
    head = f"{_MARKS[part.state]} {LABELS[part.name]:{_WIDTH}}  {part.why}"
    return f"{head} [{part.code}] {part.do}" if part.code else head
