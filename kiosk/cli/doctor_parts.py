"""Asks every part how it is, all at once: the facts for `core/doctor.py`. Changes nothing but one empty file.

A part that can't be asked is down with its code; none keeps another from being told.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import TYPE_CHECKING

from kiosk import app
from kiosk.core import doctor
from kiosk.core.doctor import Part, State
from kiosk.core.errors import KioskError
from kiosk.core.outbox import RowState
from kiosk.core.procedures import Confidence

if TYPE_CHECKING:  # storage is imported when the command runs
    from kiosk.storage.outbox import Filed
    from kiosk.storage.store import Store

PACKAGES = ("PySide6-Essentials", "pyscard", "reportlab", "lxml", "cryptography", "sqlite-utils", "pyrage")
NEEDS_A_PERSON = {RowState.REJECTED, RowState.QUARANTINED, RowState.SUPERSEDED}
_NEED_STORE = ("store", "clock", "portal", "certificate", "sync", "queue")


def examine(place: app.Place) -> list[Part]:
    """Return every part in its order. Blocks up to the slowest device, some seconds."""
    tasks: list[Callable[[], list[Part]]] = [
        lambda: [reader_part(place)],
        lambda: [doctor.anchors(len(place.config.card.anchors))],
        lambda: [printer_part(place)],
        lambda: [scanner_part(place)],
        lambda: _guarded("disk", lambda: _disk(place)),
        lambda: _guarded("memory", _memory),
        lambda: _with_store(place),
        lambda: _guarded("forms", lambda: _forms(place)),
        lambda: _guarded("catalogue", lambda: _catalogue(place)),
        lambda: [doctor.version(_versions())],
    ]
    with ThreadPoolExecutor(len(tasks)) as pool:
        told = [part for task in [pool.submit(task) for task in tasks] for part in task.result()]
    order = list(doctor.LABELS)
    return sorted(told, key=lambda part: order.index(part.name))


def reader_part(place: app.Place) -> Part:
    """Return how the card reader is."""
    return _guarded("reader", lambda: _reader(place))[0]


def printer_part(place: app.Place) -> Part:
    """Return how the printer is."""
    return _guarded("printer", lambda: doctor.device("printer", app.printer(place).status()))[0]


def scanner_part(place: app.Place) -> Part:
    """Return how the scanner is."""
    ask = lambda: doctor.device("scanner", app.scanner(place, app.pages()).status())  # noqa: E731
    return _guarded("scanner", ask)[0]


def _guarded(name: str, ask: Callable[[], Part]) -> list[Part]:
    try:
        return [ask()]
    except KioskError as error:
        return [doctor.failed(name, error)]


# -- devices and machine ----------------------------------------------------------------------------------


def _reader(place: app.Place) -> Part:
    reader = app.id_card_reader(place)
    try:
        return doctor.reader(reader.status(), place.config.card.reader)
    finally:
        reader.close()


def _disk(place: app.Place) -> Part:
    from kiosk.devices.machine import free_bytes
    from kiosk.storage.files import make_folder, write_durable

    probe = place.data_dir / "run" / "doctor"
    make_folder(probe.parent)
    write_durable(probe, b"")  # a read-only disk shows only in writing
    probe.unlink()
    return doctor.disk(free_bytes(place.data_dir))


def _memory() -> Part:
    from kiosk.devices.machine import plain_swaps

    return doctor.memory(plain_swaps())


def _versions() -> dict[str, str]:
    import sqlite3

    ours = {app.APP_NAME: metadata.version(app.APP_NAME), "Python": platform.python_version()}
    return ours | {name: metadata.version(name) for name in PACKAGES} | {"SQLite": sqlite3.sqlite_version}


# -- what is stored, and the portal -----------------------------------------------------------------------


def _with_store(place: app.Place) -> list[Part]:
    try:
        store = app.open_store(place)
    except KioskError as error:
        return [doctor.failed(name, error) for name in _NEED_STORE]
    try:
        return [*_guarded("store", lambda: _store(store)), *_stored(place, store)]
    finally:
        store.close()


def _store(store: Store) -> Part:
    store.database.check()
    return doctor.store(store.database.file.stat().st_size)


def _stored(place: app.Place, store: Store) -> list[Part]:
    now = app.now()
    try:
        history = store.outbox.history()
        told = _asked(store)
    except KioskError as error:
        return [doctor.failed(name, error) for name in _NEED_STORE[1:]]
    return [
        doctor.clock(now, offset_s=told.offset_s, newest=_newest(history)),
        told.portal,
        *_guarded("certificate", lambda: _certificate(store, now)),
        doctor.sync(running=_sync_runs(place)),
        *_guarded("queue", lambda: _queue(store, history, now)),
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    portal: Part
    offset_s: float | None = None


def _asked(store: Store) -> _Asked:
    """Ask the portal for news, as the sync process does; what it tells is left for that to store."""
    from kiosk.sync.state import Heartbeat, poll

    try:
        client = app.portal_client(store)
    except KioskError as error:
        return _Asked(doctor.failed("portal", error))
    try:
        poll(client, store.outbox.cursor(), Heartbeat("doctor", store.outbox.backlog().count, 0))
    except KioskError as error:
        return _Asked(doctor.failed("portal", error, State.DEGRADED))
    finally:
        client.close()
    trust = store.enrolment.load()
    return _Asked(
        doctor.fine("portal", f"{trust.membership.portal_url}, máy {trust.kiosk_id}"), client.offset_s
    )


def _newest(history: list[Filed]) -> datetime | None:
    return max((datetime.fromisoformat(filed.submitted_at) for filed in history), default=None)


def _certificate(store: Store, now: datetime) -> Part:
    from cryptography import x509

    pem = store.enrolment.load().membership.ca_pem
    authority = x509.load_pem_x509_certificate(pem.encode("ascii"))
    return doctor.certificate(now, authority.not_valid_after_utc)


def _sync_runs(place: app.Place) -> bool:
    from kiosk.sync.process import wake_worker

    return wake_worker(place.data_dir / "run")  # taking its lock instead would turn away one that starts


def _queue(store: Store, history: list[Filed], now: datetime) -> Part:
    ended = sum(filed.row_state in NEEDS_A_PERSON for filed in history)
    return doctor.queue(store.outbox.backlog(), needing_a_person=ended, now=now)


# -- content ----------------------------------------------------------------------------------------------


def _forms(place: app.Place) -> Part:
    catalogue = app.catalogue(place)
    codes = catalogue.codes_with_package()
    procedures = [catalogue.procedure(code) for code in codes]
    unconfirmed = [p.code for p in procedures if p.confidence is Confidence.UNCONFIRMED]
    for procedure in procedures:
        if procedure.has_form:
            catalogue.form_xml(procedure.code)
    return doctor.forms(codes, unconfirmed=unconfirmed)


def _catalogue(place: app.Place) -> Part:
    catalogue = app.catalogue(place)
    catalogue.search("khai sinh")  # the index is there and fits its tables
    return doctor.catalogue(sum(1 for _ in catalogue.rows()))
