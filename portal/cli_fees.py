"""`portal fees`: what was asked for, and the bank's confirmations, entered by hand or by a script."""

from __future__ import annotations

from typing import Annotated

import typer

from portal.options import DataOption, JsonOption, show

app = typer.Typer(no_args_is_help=True, help="Fees: asked, paid, taken back.")
BankOption = Annotated[str, typer.Option("--bank", help="The bank's own reference of the transfer.")]


@app.command("list")
def list_(data: DataOption, as_json: JsonOption = False) -> None:
    """List every fee that a kiosk asked for, with what has come."""
    from portal.app import open_portal
    from portal.store import fees
    from portal.store.engine import reading

    with reading(open_portal(data).engine) as connection:
        rows = fees.everything(connection)
    listed = [
        {
            "fee_id": row.fee_id,
            "dossier_id": row.dossier_id,
            "filed": row.receipt_code is not None,
            "official_code": row.official_code,
            "reference": row.reference,
            "state": fees.state_of(row),
            "amount_vnd": row.amount_vnd,
            "paid_vnd": row.paid_vnd,
            "changed_at": row.changed_at,
        }
        for row in rows
    ]
    columns = ("reference", "state", "amount_vnd", "paid_vnd", "dossier_id")
    lines = ["  ".join(str(entry[column]) for column in columns) for entry in listed]
    show({"fees": listed}, "\n".join(lines), as_json=as_json)


@app.command()
def confirm(
    reference: Annotated[str, typer.Argument(help="What the transfer names: MC…")],
    amount: Annotated[int, typer.Argument(min=1, help="Đồng that came.")],
    bank: BankOption,
    data: DataOption,
    as_json: JsonOption = False,
) -> None:
    """Enter a transfer that came. The same one again changes nothing."""
    from portal.app import open_portal
    from portal.store import fees
    from portal.store.engine import writing

    portal = open_portal(data)
    with writing(portal.engine) as connection:
        first = fees.confirm(
            connection, reference, bank_reference=bank, amount_vnd=amount, moment=portal.moment()
        )
    show({"reference": reference, "entered": first}, f"{reference}  {amount}", as_json=as_json)


@app.command("take-back")
def take_back(bank: BankOption, data: DataOption, as_json: JsonOption = False) -> None:
    """Enter that the bank cancelled a transfer. Again changes nothing."""
    from portal.app import open_portal
    from portal.store import fees
    from portal.store.engine import writing

    portal = open_portal(data)
    with writing(portal.engine) as connection:
        first = fees.take_back(connection, bank, moment=portal.moment())
    show({"bank": bank, "taken_back": first}, bank, as_json=as_json)
