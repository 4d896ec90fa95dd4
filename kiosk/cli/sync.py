"""`kiosk sync`: drain the outbox once, or as the process that stays."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.errors import Code, KioskError
from kiosk.core.outbox_words import reason_words

if TYPE_CHECKING:  # storage and sync are imported when the command runs
    from kiosk.storage.outbox import Filed
    from kiosk.storage.store import Store
    from kiosk.sync.worker import Tally

_OTHERS_TURN_S = 120.0
"""How long `--once` waits for the worker that runs already."""


def command(
    once: Annotated[bool, typer.Option("--once", help="Try everything once and end (the default).")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Stay, and send whatever comes.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Send what waits to the portal."""
    if once and follow:
        raise typer.BadParameter("--once or --follow, not both")
    from kiosk.sync.process import only_one

    place = composition.place(config, data)
    store = composition.open_store(place)
    try:
        with only_one(place.data_dir / "run") as mine:
            if not mine and follow:
                raise KioskError(Code.DATA_LOCKED, "another sync process runs")
            if follow:
                _follow(place, store, as_json=json)
                return
            document = _once(place, store) if mine else _through_the_other(place, store)
    finally:
        store.close()
    _print(document, as_json=json)
    if document["waiting"] or document["rejected"]:
        raise typer.Exit(3)


def _once(place: composition.Place, store: Store) -> dict[str, Any]:
    from kiosk.sync.process import SOCKET
    from kiosk.sync.wakeup import Listener

    listener = Listener(place.data_dir / "run" / SOCKET)
    try:
        tally = composition.sync_worker(place, store, listener).once()
    finally:
        listener.close()
    return _document(store, tally)


def _follow(place: composition.Place, store: Store, *, as_json: bool) -> None:
    from kiosk.sync.process import SOCKET
    from kiosk.sync.wakeup import Listener

    stopped: list[int] = []
    listener = Listener(place.data_dir / "run" / SOCKET)

    def stop(number: int, _frame: object) -> None:
        stopped.append(number)
        listener.poke()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        store.submissions.sweep()
        worker = composition.sync_worker(place, store, listener)
        worker.follow(lambda: bool(stopped), lambda tally: _print(_document(store, tally), as_json=as_json))
    finally:
        listener.close()


def _through_the_other(place: composition.Place, store: Store) -> dict[str, Any]:
    """Wake the worker that runs, and wait until it has tried everything that waits now."""
    from kiosk.sync.process import wake_worker
    from kiosk.sync.worker import Tally

    before = {filed.dossier_id: filed for filed in _waiting(store)}
    end_s = composition.monotonic_s() + _OTHERS_TURN_S
    wake_worker(place.data_dir / "run")
    while composition.monotonic_s() < end_s:
        if all(
            _tried(before[filed.dossier_id], filed) for filed in _waiting(store) if filed.dossier_id in before
        ):
            break
        time.sleep(0.1)
    ended = [store.outbox.filed(dossier_id).row_state.value for dossier_id in before]
    rejected = ended.count("rejected") + ended.count("superseded")
    return _document(store, Tally(sent=ended.count("accepted"), rejected=rejected))


def _tried(before: Filed, now: Filed) -> bool:
    """Whether this row was tried since: itself, or the link that holds all rows until a new time."""
    if now.row_state != "waiting" or now.next_try_at is None:
        return False
    return now.attempts > before.attempts or now.next_try_at != before.next_try_at


def _waiting(store: Store) -> list[Filed]:
    return [filed for filed in store.outbox.history() if filed.row_state in {"waiting", "sending"}]


def _document(store: Store, tally: Tally) -> dict[str, Any]:
    return {
        "sent": tally.sent,
        "already_there": tally.already_there,
        "rejected": tally.rejected,
        "waiting": [
            {
                "id": filed.dossier_id,
                "reason": reason_words(filed.reason, filed.detail),
                "next_try_at": filed.next_try_at,
            }
            for filed in _waiting(store)
        ],
    }


def _print(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    print(
        f"Đã gửi {document['sent']}, cổng có sẵn {document['already_there']}, "
        f"bị từ chối {document['rejected']}, còn chờ {len(document['waiting'])}"
    )
    for row in document["waiting"]:
        print(f"  {row['id']}  {row['reason']}  {row['next_try_at'] or ''}")
