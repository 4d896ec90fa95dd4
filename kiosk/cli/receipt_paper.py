"""`kiosk receipt paper`: an office's paper for slip and card, straight to the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.access import OfficerProof
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import PrintJob, ReadRequest, VisitId
from kiosk.core.slip_code import SlipClaim
from kiosk.core.tracking import claim_in

if TYPE_CHECKING:  # imported when the command runs
    from kiosk.core.access import Access
    from kiosk.storage.store import Store

_JOB_TITLE = "Giay cua co quan"


def paper(  # noqa: PLR0913 -- one parameter an option
    slip: Annotated[str, typer.Argument(metavar="TEXT|IMAGE|-", help="The slip's large code.")],
    number: Annotated[int, typer.Argument(min=1, max=5, help="1: Mẫu 01, the acceptance.")],
    can: Annotated[str, typer.Option("--can", help="The card's last six digits.")] = "",
    mrz: Annotated[list[str] | None, typer.Option("--mrz", help="A line of the zone; three times.")] = None,
    grant: Annotated[str, typer.Option("--grant", help="An officer's code, instead of the card.")] = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Print one of the office's papers. Exit 3 when it was not issued."""
    from kiosk.cli.receipt import texts_of

    lines = tuple(mrz or ())
    if sum((bool(can), bool(lines), bool(grant))) != 1 or len(lines) not in (0, 3):
        raise typer.BadParameter("--can, --mrz three times, or --grant")
    claim = claim_in(texts_of(slip))
    if claim is None:
        raise KioskError(Code.SLIP_UNREADABLE)
    place = composition.place(config, data)
    store = composition.open_store(place)
    try:
        request = ReadRequest(can=can or None, mrz=(lines[0], lines[1], lines[2]) if lines else None)
        access = _access(place, store, claim, OfficerProof(grant.upper()) if grant else request)
        printed = number in access.documents
        if printed:
            _print(place, online.document(store, access, number))
    finally:
        store.close()
    _tell(access, printed=printed, as_json=json)


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


def _print(place: composition.Place, pdf: bytes) -> None:
    job = PrintJob(VisitId(composition.new_uuid7()), _JOB_TITLE, pdf)
    deadline_s = place.config.printer.deadline_s
    composition.printer(place).print(job, deadline_s=deadline_s, cancelled=lambda: False)


def _tell(access: Access, *, printed: bool, as_json: bool) -> None:
    told = {
        "dossier_id": access.dossier_id,
        "state": access.state,
        "official_code": access.official_code,
        "documents": list(access.documents),
        "printed": printed,
    }
    if as_json:
        print_json(told)
    else:
        print("Đã in" if printed else "Hồ sơ chưa có giấy này")
    if not printed:
        raise typer.Exit(3)
