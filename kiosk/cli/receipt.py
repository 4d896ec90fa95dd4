"""`kiosk receipt`: what a slip's code proves, offline, and how its dossier stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import app as composition
from kiosk import online
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.cli.receipt_access import texts_of
from kiosk.cli.receipt_events import supplement, withdraw
from kiosk.cli.receipt_paper import paper
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.tracking import UNSENT, SlipHandle, Told, handle_of

if TYPE_CHECKING:
    from kiosk.core.receipt_check import Verdict
    from kiosk.storage.store import Store

app = typer.Typer(no_args_is_help=True, help="Slips: what their signed code proves.")


app.command()(paper)
app.command()(withdraw)
app.command()(supplement)


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
    texts = texts_of(slip)
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


@app.command()
def track(
    slip: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|IMAGE|-", help="A code's text, an image of the slip, - for standard input."
        ),
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Tell how a slip's dossier stands. Without the portal: what this kiosk knows, and how old that is."""
    where = composition.place(config, data)
    handle = handle_of(texts_of(slip))
    if handle is None:
        raise KioskError(Code.SLIP_UNREADABLE)
    store = composition.open_store(where)
    try:
        told = _told(store, handle)
    finally:
        store.close()
    if json:
        print_json(told.document())
    else:
        print(told.sentence())
    if told.why:
        raise typer.Exit(3)


def _told(store: Store, slip: SlipHandle) -> Told:
    """Ask the portal; where it can't be asked, or hasn't the dossier yet, say what is stored here."""
    here = store.outbox.tracked(slip)
    portal = online.portal(store)
    try:
        standing = portal.look_up(slip)
        failure = KioskError(Code.DOSSIER_UNKNOWN, slip.receipt_code)
    except KioskError as error:
        standing, failure = None, error
    finally:
        portal.close()
    now = composition.now()
    if standing is not None:
        return Told(standing, "portal", now, 0, "")
    if here is None:
        raise failure
    if here.received_at is None:
        return Told(here.standing, "kiosk", now, 0, UNSENT)
    as_of = store.outbox.told_at()
    age_s = None if as_of is None else max(0, int((now - as_of).total_seconds()))
    return Told(here.standing, "kiosk", as_of, age_s, words_of(failure.code).vi)


def _sentence(verdict: Verdict) -> str:
    if not verdict.valid:
        return f"Không hợp lệ: {verdict.why}"
    return (
        f"Hợp lệ: {verdict.receipt_code}, thủ tục {verdict.procedure}, "
        f"nộp tại máy {verdict.kiosk_id} lúc {verdict.submitted_at}"
    )
