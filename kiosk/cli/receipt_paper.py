"""`kiosk receipt paper`: an office's paper for slip and card, straight to the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.cli.receipt_access import CanOption, GrantOption, MrzOption, SlipArgument, asking
from kiosk.core.ports import PrintJob, VisitId

if TYPE_CHECKING:  # imported when the command runs
    from kiosk.core.access import Access

_JOB_TITLE = "Giay cua co quan"


def paper(  # noqa: PLR0913 -- one parameter an option
    slip: SlipArgument,
    number: Annotated[int, typer.Argument(min=1, max=5, help="1: Mẫu 01, the acceptance.")],
    can: CanOption = "",
    mrz: MrzOption = None,
    grant: GrantOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Print one of the office's papers. Exit 3 when it was not issued."""
    ask = asking(slip, can=can, mrz=mrz, grant=grant)
    place = composition.place(config, data)
    store = composition.open_store(place)
    try:
        access = ask(place, store)
        printed = number in access.documents
        if printed:
            _print(place, online.document(store, access, number))
    finally:
        store.close()
    _tell(access, printed=printed, as_json=json)


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
