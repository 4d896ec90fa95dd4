"""`portal revoke`: a kiosk that was stolen or taken away is believed no longer."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.core.errors import Code, KioskError
from portal.options import DataOption, JsonOption, show


def revoke(
    kiosk_id: Annotated[str, typer.Argument(help="K-…")], data: DataOption, as_json: JsonOption = False
) -> None:
    """Revoke a kiosk's keys: its calls are refused, its slips prove nothing. What it filed stays filed."""
    from portal.app import open_portal
    from portal.store import kiosks, lists
    from portal.store.engine import writing

    portal = open_portal(data)
    with writing(portal.engine) as connection:
        count = kiosks.revoke(connection, kiosk_id)
        if count == 0:
            raise KioskError(Code.SIGNER_UNKNOWN, kiosk_id)
        lists.renew_kiosk_keys(connection, key=portal.authority.signing_key, moment=portal.moment())
    show({"kiosk_id": kiosk_id, "keys": count}, f"{kiosk_id}  {count}", as_json=as_json)
