"""`kiosk dossiers`: the queue and the history, without personal values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.outbox_words import reason_words

if TYPE_CHECKING:  # storage is imported when a command runs
    from kiosk.storage.outbox import Filed

app = typer.Typer(no_args_is_help=True, help="The queue and the history, without personal values.")


@app.command("list")
def list_(config: ConfigOption = None, data: DataOption = None, json: JsonOption = False) -> None:
    """List every submitted dossier, in the order of submission."""
    store = composition.open_store(composition.place(config, data))
    try:
        dossiers = [_entry(filed) for filed in store.outbox.history()]
    finally:
        store.close()
    if json:
        print_json({"dossiers": dossiers})
        return
    for entry in dossiers:
        row = entry["outbox"]
        print(
            f"{entry['id']}  {entry['receipt_code']}  {entry['procedure']}  {row['state']}  {row['reason']}"
        )


@app.command()
def show(
    dossier: Annotated[str, typer.Argument(help="The dossier's id or its receipt code.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show one dossier."""
    store = composition.open_store(composition.place(config, data))
    try:
        filed = store.outbox.filed(dossier)
        blobs = store.outbox.parcel(filed.dossier_id).blobs
    finally:
        store.close()
    files = [{"sha256": blob.sha256, "bytes": blob.size_bytes} for blob in blobs]
    document = {**_entry(filed), **_more(filed), "files": files}
    if json:
        print_json(document)
        return
    for name, value in document.items():
        print(f"{name}: {value}")


@app.command()
def retry(
    dossier: Annotated[str, typer.Argument(help="The dossier's id or its receipt code.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Queue a rejected or quarantined dossier again."""
    place = composition.place(config, data)
    store = composition.open_store(place)
    try:
        queued = store.ledger.release(store.outbox.filed(dossier).dossier_id)
    finally:
        store.close()
    composition.wake_sync(place)
    if json:
        print_json({"queued": queued})
    else:
        print("Đã xếp lại vào hàng chờ" if queued else "Hồ sơ này không cần gửi lại")
    if not queued:
        raise typer.Exit(3)


def _entry(filed: Filed) -> dict[str, Any]:
    return {
        "id": filed.dossier_id,
        "procedure": filed.procedure,
        "receipt_code": filed.receipt_code,
        "official_code": filed.official_code,
        "state": filed.state,
        "outbox": {
            "state": filed.row_state.value,
            "attempts": filed.attempts,
            "reason": reason_words(filed.reason, filed.detail),
            "next_try_at": filed.next_try_at,
        },
        "bytes": filed.size_bytes,
    }


def _more(filed: Filed) -> dict[str, Any]:
    return {
        "sequence": filed.sequence,
        "procedure_version": filed.procedure_version,
        "submitted_at": filed.submitted_at,
        "received_at": filed.received_at,
        "stage": filed.stage,
        "stage_reason": filed.stage_reason,
    }
