"""`portal grant`: an officer looked at somebody's papers, and lets them act on a dossier without its card."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from portal.options import DataOption, JsonOption, show

LASTS = timedelta(minutes=15)
_CODE_BYTES = 5


def grant(
    dossier_id: str,
    officer: Annotated[str, typer.Option("--officer", help="Who looked.")],
    papers: Annotated[str, typer.Option("--papers", help="At what; no name and no number of a person.")],
    data: DataOption,
    as_json: JsonOption = False,
) -> None:
    """Print a code with which the slip's holder may act on a dossier once, within fifteen minutes."""
    from kiosk.core import crockford
    from portal.app import open_portal
    from portal.parts import text_of
    from portal.store import dossiers, grants
    from portal.store.engine import writing

    portal = open_portal(data)
    code = crockford.encode(portal.rng(_CODE_BYTES))
    expires_at = text_of(portal.clock() + LASTS)
    with writing(portal.engine) as connection:
        dossiers.locked(connection, dossier_id)
        grants.add(connection, code, grants.Grant(dossier_id, officer, papers, portal.moment(), expires_at))
    show({"grant": code, "expires_at": expires_at}, f"{code}  ({expires_at})", as_json=as_json)
