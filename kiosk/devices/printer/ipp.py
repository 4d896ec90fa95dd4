"""A printer that speaks IPP: driverless, or CUPS in front of any other. Source: RFC 8011.

Only job-state 9 is success. Nothing of this kiosk outlives a visit at the printer: what is left is cancelled
before the next job, at the deadline and on `withdraw`. A job's name says what it is, never whose.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pyipp
from pyipp.enums import IppJobState, IppOperation, IppStatus

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, PrintJob
from kiosk.devices.printer.line import Line, first, listed, status_code, status_text
from kiosk.devices.printer.reasons import plain, stop_of, warning_of
from kiosk.devices.printer.turn import turn

POLL_S = 0.25
REQUEST_S = 5.0
STATUS_S = 2.5
STOPPING_S = 3.0
LOST_AFTER = 3
"""Answers missed in a row, after which a printer counts as gone."""
A4 = "iso_a4_210x297mm"
PDF = "application/pdf"
_BUSY = {
    IppStatus.ERROR_BUSY,
    IppStatus.ERROR_TEMPORARY,
    IppStatus.ERROR_SERVICE_UNAVAILABLE,
    IppStatus.ERROR_NOT_ACCEPTING_JOBS,
}
_ENDED = {IppJobState.CANCELED, IppJobState.ABORTED, IppJobState.COMPLETED}

T = TypeVar("T")


class IppPrinter:
    """`uri` is `ipp://HOST[:PORT]/PATH` (or `ipps`), `owner` this kiosk's name at the printer."""

    def __init__(self, uri: str, *, owner: str, lock: Path) -> None:
        self._uri = uri
        self._owner = owner
        self._lock = lock

    def print(self, job: PrintJob, *, deadline_s: float, cancelled: Callable[[], bool]) -> None:
        """See the port."""
        until_s = time.monotonic() + deadline_s
        with turn(self._lock, until_s=until_s, cancelled=cancelled) as got:
            if not got:
                raise KioskError(Code.PRINTER_CANCELED if cancelled() else Code.PRINTER_TOO_SLOW, "turn")
            asyncio.run(self._with(lambda line: _Printing(line, until_s, cancelled).run(job)))

    def withdraw(self) -> bool:
        """See the port."""
        with turn(self._lock, until_s=0, cancelled=lambda: False) as got:
            if not got:
                return False  # a print is under way and cleans up behind itself
            try:
                asyncio.run(self._with(lambda line: asyncio.wait_for(line.cancel_ours(), STATUS_S)))
            except (KioskError, TimeoutError):
                return False
        return True

    def status(self) -> DeviceStatus:
        """See the port."""
        try:
            printer = asyncio.run(self._with(lambda line: asyncio.wait_for(line.printer(), STATUS_S)))
        except TimeoutError:
            return DeviceStatus(ok=False, code=Code.PRINTER_UNREACHABLE, detail="no answer")
        except KioskError as error:
            return DeviceStatus(ok=False, code=error.code, detail=error.detail)
        reasons = plain(printer.get("printer-state-reasons"))
        stop = stop_of(reasons)
        if stop is None and PDF not in listed(printer, "document-format-supported"):
            stop = Code.PRINTER_NO_PDF
        return DeviceStatus(
            ok=stop is None, code=stop or warning_of(reasons), detail=" ".join(sorted(reasons))
        )

    async def _with(self, work: Callable[[Line], Awaitable[T]]) -> T:
        async with pyipp.IPP(self._uri, request_timeout=REQUEST_S) as ipp:  # type: ignore[arg-type]
            return await work(Line(ipp, self._owner))


class _Printing:
    """One job from submission to its end."""

    def __init__(self, line: Line, until_s: float, cancelled: Callable[[], bool]) -> None:
        self._line = line
        self._until_s = until_s
        self._cancelled = cancelled
        self._trouble: Code | None = None
        self._missed = 0

    async def run(self, job: PrintJob) -> None:
        """Print it, or cancel it and raise what kept it."""
        await self._line.cancel_ours()
        number = await self._submitted(job)
        state = IppJobState.PENDING
        while state not in _ENDED and not self._over():
            await asyncio.sleep(POLL_S)
            state = await self._looked(number, state)
        canceled = self._cancelled()
        if state not in _ENDED:
            state = await self._stopped(number)
        if state is not IppJobState.COMPLETED:
            raise KioskError(self._why(state, canceled=canceled), state.name.lower())

    async def _submitted(self, job: PrintJob) -> int:
        """Hand the document over, waiting while the printer is busy with others' jobs."""
        printer = await self._line.printer()
        if PDF not in listed(printer, "document-format-supported"):
            raise KioskError(Code.PRINTER_NO_PDF)
        name = {"job-name": f"{self._line.owner} {job.title}", "document-format": PDF}
        media = {"media": A4} if A4 in listed(printer, "media-supported") else {}
        groups = {"operation": name, "job-attributes-tag": media, "data": job.pdf}
        while True:
            try:
                answer = await self._line.ask(IppOperation.PRINT_JOB, **groups)
                return int(first(answer, "jobs")["job-id"])
            except pyipp.IPPError as error:
                await self._wait_while_busy(error)

    async def _wait_while_busy(self, error: pyipp.IPPError) -> None:
        if status_code(error) not in _BUSY:
            raise KioskError(Code.PRINTER_CANCELED, status_text(error)) from error
        reasons = plain((await self._line.printer()).get("printer-state-reasons"))
        if self._over():
            raise KioskError(stop_of(reasons) or Code.PRINTER_TOO_SLOW, "busy") from error
        await asyncio.sleep(POLL_S)

    async def _looked(self, number: int, before: IppJobState) -> IppJobState:
        """Return the job's state now, remembering what is wrong; a printer that misses answers is gone."""
        try:
            state = await self._line.state(number)
            reasons = plain((await self._line.printer()).get("printer-state-reasons"))
        except KioskError:
            self._missed += 1
            if self._missed >= LOST_AFTER:
                raise
            return before
        self._missed = 0
        self._trouble = stop_of(reasons) or (self._trouble if state in _ENDED else None)
        return state

    async def _stopped(self, number: int) -> IppJobState:
        """Cancel the job and return how it ended: it may have come out at the last moment."""
        await self._line.cancel(number)
        end_s = time.monotonic() + STOPPING_S
        while True:
            state = await self._line.state(number)
            if state in _ENDED or time.monotonic() >= end_s:
                return state
            await asyncio.sleep(POLL_S)

    def _over(self) -> bool:
        return self._cancelled() or time.monotonic() >= self._until_s

    def _why(self, state: IppJobState, *, canceled: bool) -> Code:
        if canceled:
            return Code.PRINTER_CANCELED
        ended_by_printer = time.monotonic() < self._until_s and state in _ENDED
        return self._trouble or (Code.PRINTER_CANCELED if ended_by_printer else Code.PRINTER_TOO_SLOW)
