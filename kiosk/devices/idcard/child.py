"""The card's process: watches the readers, reads and verifies one card, hands the result over, and ends.

It holds no deadline: its parent kills it when it is silent. It tells a beat before each command, so that
silence can be seen. It writes nothing but its messages, and its standard error goes nowhere.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from kiosk.core.errors import KioskError
from kiosk.core.ports import ReaderStatus, ReadRequest
from kiosk.devices.idcard import wire
from kiosk.devices.idcard.codes import error_of_fault, error_of_pcsc
from kiosk.devices.idcard.pcsc import (
    CardMuteError,
    CardRemovedError,
    Connection,
    ReaderLostError,
    Readers,
    ServiceDownError,
    Snapshot,
)
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.atr import limits_of
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.mrz import parse_lines
from kiosk.idcard.passive import Policy
from kiosk.idcard.passwords import Password, from_can, from_zone
from kiosk.idcard.reading import CardContent, ReadPlan, Surroundings, read_card

_LOOK_S = 0.2
_PCSC_ERRORS = (ServiceDownError, ReaderLostError, CardRemovedError, CardMuteError)


def main() -> None:
    """Run until one read is done, or the parent is gone."""
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        _run(requests)
    except Exception as error:  # noqa: BLE001 -- this is the process's outermost frame
        frame = traceback.extract_tb(error.__traceback__)[-1]
        _tell({"bug": f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"})


def _listen(requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Take messages; end the process with the parent, even in the middle of a command to a silent card."""
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    os._exit(0)


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(wire.encode_line(message))
    sys.stdout.buffer.flush()


def _run(requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    ders = wire.decode_anchors(requests.get())
    anchors = Anchors(tuple(certificate for der in ders for certificate in parse_certificates(der)))
    readers, told, job = Readers(), None, None
    while True:
        snapshot = readers.wait(_LOOK_S)
        status = _status(snapshot)
        if status != told:
            _tell(wire.encode_status(status))
            told = status
        if job is None and not requests.empty():
            job = wire.decode_job(requests.get())
        if job is not None and (reader := _reader_with_card(snapshot, job.request.reader)):
            _read(readers, reader, job, anchors)
            return


def _status(snapshot: Snapshot) -> ReaderStatus:
    return ReaderStatus(snapshot.daemon, snapshot.readers, _reader_with_card(snapshot, None))


def _reader_with_card(snapshot: Snapshot, wanted: str | None) -> str | None:
    return next(
        (name for name in snapshot.readers if name in snapshot.cards and wanted in (None, name)), None
    )


def _read(readers: Readers, reader: str, job: wire.Job, anchors: Anchors) -> None:
    started = time.monotonic()
    try:
        _tell({"phase": ReadPhase.CONNECTING.value})
        connection = readers.connect(reader)
        try:
            connecting_ms = round((time.monotonic() - started) * 1000)
            content = _read_connected(connection, readers.now.cards[reader], job, anchors)
        finally:
            connection.close()
        _tell(wire.encode_content(content, connecting_ms))
    except CardFault as fault:
        _tell(wire.encode_error(error_of_fault(fault)))
    except _PCSC_ERRORS as error:
        _tell(wire.encode_error(error_of_pcsc(error)))
    except KioskError as error:
        _tell(wire.encode_error(error))


def _read_connected(connection: Connection, atr: bytes, job: wire.Job, anchors: Anchors) -> CardContent:
    plan = ReadPlan(
        password=_password(job.request),
        policy=Policy(anchors, job.now),
        limits=limits_of(atr),
        sensitive=job.request.sensitive,
        photo=job.request.photo,
        challenge=job.request.challenge,
        allow_copy=job.request.allow_copy,
    )
    around = Surroundings(secrets.token_bytes, time.monotonic, lambda phase: _tell({"phase": phase.value}))
    return read_card(_Beating(connection), plan, around)


def _password(request: ReadRequest) -> Password:
    if request.mrz is not None:
        return from_zone(parse_lines(request.mrz))
    return from_can(request.can or "")


class _Beating:
    """Tells the parent before each command, so that it can tell a silent card from a slow one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def transmit(self, apdu: bytes) -> bytes:
        _tell({"beat": 1})
        return self._connection.transmit(apdu)


if __name__ == "__main__":
    main()
