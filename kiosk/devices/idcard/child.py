"""The card's process: watches the readers, reads and verifies one card, hands the result over, and ends.

It holds no deadline: its parent kills it when it is silent. It tells a beat before each command, so that
silence can be seen. It writes nothing but its messages, and its standard error goes nowhere.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import secrets
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import ReaderStatus, ReadRequest
from kiosk.devices.idcard import wire
from kiosk.devices.idcard.codes import error_of_fault
from kiosk.devices.idcard.models import limits_for
from kiosk.devices.idcard.pcsc import (
    CardMuteError,
    CardRemovedError,
    Connection,
    ReaderLostError,
    Readers,
    ServiceDownError,
    Snapshot,
)
from kiosk.devices.idcard.portrait import as_jpeg
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.atr import limits_of
from kiosk.idcard.channel import Limits
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.mrz import parse_lines
from kiosk.idcard.passive import Policy
from kiosk.idcard.passwords import Password, from_can, from_zone
from kiosk.idcard.reading import CardContent, ReadPlan, Surroundings, read_card
from kiosk.idcard.redactor import redacted

_LOOK_S = 0.2
_SETTLE_S = 0.1
PUT_BACK_S = 10.0
_PCSC_CODES: dict[type[Exception], Code] = {
    ServiceDownError: Code.READER_DAEMON_DOWN,
    ReaderLostError: Code.READER_LOST,
    CardRemovedError: Code.CARD_REMOVED,
    CardMuteError: Code.CARD_MALFORMED,
}


def main() -> None:
    """Run until one read is done, or the parent is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what it reads goes into no dump
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
    """Read, going on with the same card when it is lifted and put back in time, and tell what came of it."""
    attempt = _Attempt(job, anchors)
    try:
        found: str | None = reader
        while found is not None:
            try:
                _tell(attempt.run(readers, found))
                return  # noqa: TRY300 -- the loop's end is the other way out
            except CardRemovedError:
                _tell({"phase": ReadPhase.LIFTED.value})
                found = _wait_for_card(readers, job.request.reader)
            except CardMuteError:
                if not attempt.may_shorten():
                    raise
        _tell(wire.encode_error(KioskError(Code.CARD_REMOVED)))
    except CardFault as fault:
        _tell(wire.encode_error(error_of_fault(attempt.judged(fault))))
    except tuple(_PCSC_CODES) as error:
        _tell(wire.encode_error(KioskError(_PCSC_CODES[type(error)], str(error))))


def _wait_for_card(readers: Readers, wanted: str | None) -> str | None:
    """Return the reader that has a card again, or None when the time is up."""
    until = time.monotonic() + PUT_BACK_S
    while time.monotonic() < until:
        time.sleep(_SETTLE_S)
        if found := _reader_with_card(readers.wait(_LOOK_S), wanted):
            return found
    return None


class _Attempt:
    """One read in as many sessions as the card is put back; remembers which card began."""

    def __init__(self, job: wire.Job, anchors: Anchors) -> None:
        self._job = job
        self._anchors = anchors
        self._sod: bytes | None = None
        self._sessions = 0
        self._short = False
        self._long = False

    def run(self, readers: Readers, reader: str) -> dict[str, Any]:
        """Read once and return the message to tell. Raises CardFault and PC/SC's exceptions."""
        started = time.monotonic()
        _tell({"phase": ReadPhase.CONNECTING.value})
        self._sessions += 1
        connection = readers.connect(reader)
        try:
            connecting_ms = round((time.monotonic() - started) * 1000)
            limits = limits_for(reader, limits_of(readers.now.cards[reader]))
            if self._short:
                limits = replace(limits, extended_block=None)
            self._long = limits.extended_block is not None
            content = self._read(connection, limits)
        finally:
            connection.close()
        photo = as_jpeg(content.photo) if content.photo is not None else None
        return wire.encode_content(content, connecting_ms, photo)

    def may_shorten(self) -> bool:
        """Say whether to begin again with short lengths.

        Some readers fail a command of extended length in a way that looks like a dead card.
        """
        self._short = self._long
        return self._long

    def judged(self, fault: CardFault) -> CardFault:
        """Wrong digits after the card was lifted mean that another card was put back."""
        if fault.fault is Fault.WRONG_KEY and self._sessions > 1:
            return CardFault(Fault.OTHER_CARD)
        return fault

    def _read(self, connection: Connection, limits: Limits) -> CardContent:
        request = self._job.request
        plan = ReadPlan(
            password=_password(request),
            policy=Policy(self._anchors, self._job.now),
            limits=limits,
            sensitive=request.sensitive,
            photo=request.photo,
            challenge=request.challenge,
            same_card=self._sod,
            allow_copy=request.allow_copy,
            prove=request.prove,
        )
        around = Surroundings(
            secrets.token_bytes,
            time.monotonic,
            lambda phase: _tell({"phase": phase.value}),
            self._remember,
        )
        return read_card(_Beating(connection, traced=self._job.traced), plan, around)

    def _remember(self, sod: bytes) -> None:
        self._sod = sod


def _password(request: ReadRequest) -> Password:
    if request.mrz is not None:
        return from_zone(parse_lines(request.mrz))
    return from_can(request.can or "")


class _Beating:
    """Tells the parent before each command, so that it can tell a silent card from a slow one."""

    def __init__(self, connection: Connection, *, traced: bool) -> None:
        self._connection = connection
        self._traced = traced

    def transmit(self, apdu: bytes) -> bytes:
        _tell({"beat": 1})
        if not self._traced:
            return self._connection.transmit(apdu)
        sent = time.monotonic()
        answer = self._connection.transmit(apdu)
        _tell({"trace": f"{redacted(apdu, answer)}, {(time.monotonic() - sent) * 1000:.0f} ms"})
        return answer


if __name__ == "__main__":
    main()
