"""What the commands on a slip's dossier have in common: the slip, and the card or an officer's code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.core.access import OfficerProof
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import ReadRequest
from kiosk.core.slip_code import PREFIX, SlipClaim
from kiosk.core.tracking import claim_in

if TYPE_CHECKING:  # imported when a command runs
    from kiosk.core.access import Access
    from kiosk.storage.store import Store

PICTURES = {".png", ".jpg", ".jpeg", ".pdf"}
SlipArgument = Annotated[str, typer.Argument(metavar="TEXT|IMAGE|-", help="The slip's large code.")]
CanOption = Annotated[str, typer.Option("--can", help="The card's last six digits.")]
MrzOption = Annotated[list[str] | None, typer.Option("--mrz", help="A line of the zone; three times.")]
GrantOption = Annotated[str, typer.Option("--grant", help="An officer's code, instead of the card.")]


def texts_of(slip: str) -> list[str]:
    """Return the code's text as given or on standard input (`-`), or the codes in the file that is named."""
    if slip == "-":
        return [sys.stdin.read()]
    if slip.startswith(PREFIX) or Path(slip).suffix.lower() not in PICTURES:
        return [slip]
    from kiosk.devices.pdf.codes import codes_in

    try:
        content = Path(slip).read_bytes()
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, slip) from error
    return codes_in(content)


def asking(
    slip: str, *, can: str, mrz: list[str] | None, grant: str
) -> Callable[[composition.Place, Store], Access]:
    """Return what asks the portal with this slip and proof. Raises BadParameter, SLIP_UNREADABLE."""
    lines = tuple(mrz or ())
    if sum((bool(can), bool(lines), bool(grant))) != 1 or len(lines) not in (0, 3):
        raise typer.BadParameter("--can, --mrz three times, or --grant")
    claim = claim_in(texts_of(slip))
    if claim is None:
        raise KioskError(Code.SLIP_UNREADABLE)
    request = ReadRequest(can=can or None, mrz=(lines[0], lines[1], lines[2]) if lines else None)
    proof = OfficerProof(grant.upper()) if grant else request
    return lambda place, store: _access(place, store, claim, proof)


def _access(
    place: composition.Place, store: Store, claim: SlipClaim, proof: OfficerProof | ReadRequest
) -> Access:
    if isinstance(proof, OfficerProof):
        return online.access(store, claim, proof)
    reader = composition.id_card_reader(place)
    try:
        return online.access_by_card(store, claim, reader, proof)
    finally:
        reader.close()
