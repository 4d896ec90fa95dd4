"""`kiosk enrol`: join a portal with the code that `portal enrol-code` printed, or replace the kiosk's key."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.errors import Code, KioskError


def command(
    portal: Annotated[str, typer.Option("--portal", help="The portal's address, https://…")] = "",
    code: Annotated[str, typer.Option("--code", help="The code that the portal gave.")] = "",
    new_key: Annotated[bool, typer.Option("--new-key", help="Replace this kiosk's key.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Join a portal, or replace the kiosk's key there."""
    if new_key == bool(portal and code):
        raise typer.BadParameter("--portal and --code, or --new-key")
    place = composition.place(config, data)
    store = composition.open_store(place)
    try:
        if new_key:
            trust = composition.new_kiosk_key(store)
        else:
            if waiting := store.outbox.undelivered():  # signed as the kiosk that this one would no longer be
                raise KioskError(Code.ENROL_DOSSIERS_WAIT, str(len(waiting)))
            trust = composition.join_portal(place, store, url=portal, code=code)
    finally:
        store.close()
    if json:
        print_json({"kiosk_id": trust.kiosk_id})
    else:
        print(f"Đã ghi danh: {trust.kiosk_id}")
