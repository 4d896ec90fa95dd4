"""`kiosk receipt withdraw` and `supplement`: what an applicant does to a dossier, with slip and card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.cli.receipt_access import CanOption, GrantOption, MrzOption, SlipArgument, asking
from kiosk.core.errors import Code, KioskError
from kiosk.core.tracking import STATES

if TYPE_CHECKING:  # imported when a command runs
    from kiosk.core.access import Access


def withdraw(  # noqa: PLR0913 -- one parameter an option
    slip: SlipArgument,
    can: CanOption = "",
    mrz: MrzOption = None,
    grant: GrantOption = "",
    reason: Annotated[str, typer.Option("--reason", help="In the applicant's words, or nothing.")] = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Withdraw a dossier. Again changes nothing."""
    ask = asking(slip, can=can, mrz=mrz, grant=grant)
    store = composition.open_store(place := composition.place(config, data))
    try:
        access = ask(place, store)
        state = online.withdraw(store, access, reason=reason[:500])
    finally:
        store.close()
    _tell(access, state, as_json=json)


def supplement(  # noqa: PLR0913 -- one parameter an option
    slip: SlipArgument,
    papers: Annotated[list[Path], typer.Argument(help="PDF, JPEG or PNG files to add.")],
    can: CanOption = "",
    mrz: MrzOption = None,
    grant: GrantOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Add papers to a dossier, sealed. The same ones again change nothing."""
    ask = asking(slip, can=can, mrz=mrz, grant=grant)
    contents = [_content(path) for path in papers]
    store = composition.open_store(place := composition.place(config, data))
    try:
        access = ask(place, store)
        state = online.supplement(store, access, contents)
    finally:
        store.close()
    _tell(access, state, as_json=json)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(path)) from error
    if not content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n")):
        raise KioskError(Code.FILE_UNREADABLE, str(path))
    return content


def _tell(access: Access, state: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"dossier_id": access.dossier_id, "state": state})
    else:
        print(" · ".join(STATES[state]))
