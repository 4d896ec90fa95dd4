"""`kiosk fees`: ask for a fee to be transferred, and what the portal has confirmed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json

if TYPE_CHECKING:  # storage is imported when a command runs
    from kiosk.core.fee_ledger import Fee

app = typer.Typer(no_args_is_help=True, help="Fees: asked for, shown, confirmed by the portal.")


@app.command("ask")
def ask_(
    dossier: Annotated[str, typer.Argument(help="The dossier's id or its receipt code.")],
    amount: Annotated[int, typer.Option("--amount", min=1, max=10**12, help="Đồng.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Get the payment code of a dossier's fee. Again: the same fee, and how it stands now."""
    store = composition.open_store(composition.place(config, data))
    try:
        dossier_id = store.outbox.filed(dossier).dossier_id
        fee = online.ask_fee(store, dossier_id, amount)
        store.fees.shown(fee.fee_id, at=composition.now())
    finally:
        store.close()
    if json:
        print_json(asdict(fee))
    else:
        print(f"{_line(fee)}\n{fee.vietqr}")


@app.command("list")
def list_(config: ConfigOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """List every fee that was asked for here."""
    store = composition.open_store(composition.place(config, data))
    try:
        fees = store.fees.everything()
    finally:
        store.close()
    if json:
        print_json({"fees": [asdict(fee) for fee in fees]})
        return
    for fee in fees:
        print(_line(fee))


def _line(fee: Fee) -> str:
    return f"{fee.reference or '-'}  {fee.state}  {fee.paid_vnd}/{fee.amount_vnd}  {fee.dossier_id}"
