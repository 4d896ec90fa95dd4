"""`kiosk receipt`: a slip's big code, checked offline with the keys that this kiosk carries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.errors import Code, KioskError
from kiosk.core.slip_code import PREFIX

if TYPE_CHECKING:
    from kiosk.core.receipt_check import Verdict

PICTURES = {".png", ".jpg", ".jpeg", ".pdf"}

app = typer.Typer(no_args_is_help=True, help="Slips: what their signed code proves.")


@app.callback()
def _receipt() -> None:
    """Slips: what their signed code proves."""


@app.command()
def verify(
    slip: Annotated[
        str, typer.Argument(metavar="TEXT|IMAGE", help="The code's text, or a PNG, JPEG or PDF.")
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Check a slip's signed code offline. Exit 3 when it is not valid."""
    from kiosk.core.receipt_check import checked

    where = composition.place(config, data)
    texts = _texts(slip)
    store = composition.open_store(where)
    try:
        verdict = checked(texts, store.enrolment.load().kiosk_keys)
    finally:
        store.close()
    if json:
        print_json(verdict.document())
    else:
        print(_sentence(verdict))
    if not verdict.valid:
        raise typer.Exit(3)


def _texts(slip: str) -> list[str]:
    """Return the code's text as given, or the codes in the file that is named."""
    if slip.startswith(PREFIX) or Path(slip).suffix.lower() not in PICTURES:
        return [slip]
    from kiosk.devices.pdf.codes import codes_in

    try:
        content = Path(slip).read_bytes()
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, slip) from error
    return codes_in(content)


def _sentence(verdict: Verdict) -> str:
    if not verdict.valid:
        return f"Không hợp lệ: {verdict.why}"
    return (
        f"Hợp lệ: {verdict.receipt_code}, thủ tục {verdict.procedure}, "
        f"nộp tại máy {verdict.kiosk_id} lúc {verdict.submitted_at}"
    )
