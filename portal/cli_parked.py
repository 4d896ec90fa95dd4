"""`portal parked-unlock`: an officer lets the wrong tries at a parked visit begin anew."""

from __future__ import annotations

from typing import Annotated

import typer

from kiosk.core.errors import Code, KioskError
from portal.options import DataOption, JsonOption, show


def parked_unlock(
    slip: Annotated[str, typer.Argument(metavar="PARKED_ID|SLIP", help="The slip's large code, or the id.")],
    data: DataOption,
    as_json: JsonOption = False,
) -> None:
    """Let wrong tries at a parked visit begin anew, after looking at papers."""
    from kiosk.core.parking import parked_id_of
    from kiosk.core.tracking import claim_in
    from portal.app import open_portal
    from portal.store import parked
    from portal.store.engine import writing

    claim = claim_in([slip])
    parked_id = slip if claim is None else parked_id_of(claim.secret)
    with writing(open_portal(data).engine) as connection:
        if not parked.forgive(connection, parked_id):
            raise KioskError(Code.DOSSIER_UNKNOWN, "parked")
    show({"unlocked": parked_id}, parked_id, as_json=as_json)
