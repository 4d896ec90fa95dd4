"""`kiosk export`: the sealed queue onto a stick, for `portal import`."""

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
    """Write everything that is not delivered to a stick."""
    from kiosk.storage.stick import export

    store = composition.open_store(composition.place(config, data))
    try:
        trust = store.enrolment.load()
        made = export(folder, store.outbox, trust, store.enrolment.key(), made_at=composition.now())
    finally:
        store.close()
    if json:
        print_json({"dossiers": made.dossiers, "bytes": made.size_bytes, "path": str(made.folder)})
    else:
        print(f"Đã chép {made.dossiers} hồ sơ ({made.size_bytes} byte) vào {made.folder}")
