"""`kiosk import`: the acknowledgements that came back on a stick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json


def command(
    folder: Annotated[Path, typer.Argument(help="The stick's folder.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Take in what came back on a stick."""
    from kiosk.storage.stick import take_back

    store = composition.open_store(composition.place(config, data))
    try:
        returned = take_back(folder, store.outbox, store.enrolment.load())
    finally:
        store.close()
    if json:
        print_json({"acknowledged": returned.acknowledged, "unknown": returned.unknown})
    else:
        print(f"Cổng đã xác nhận {returned.acknowledged}; không rõ của ai {returned.unknown}")
    if returned.unknown:
        raise typer.Exit(3)
