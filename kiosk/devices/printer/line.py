"""The IPP operations that are used, in this kiosk's name, with pyipp's exceptions translated.

Source: RFC 8011, section 4. Asynchronous because pyipp is; `ipp.py` runs it in the call.
"""

from __future__ import annotations

from typing import Any

import pyipp
from pyipp.enums import IppJobState, IppOperation

from kiosk.core.errors import Code, KioskError


class Line:
    """A connection to one printer for one call; `owner` is this kiosk's name there."""

    def __init__(self, ipp: pyipp.IPP, owner: str) -> None:
        self._ipp = ipp
        self.owner = owner

    async def ask(self, operation: IppOperation, /, **groups: Any) -> dict[str, Any]:
        """Send one request in our name. Raises KioskError PRINTER_UNREACHABLE; IPPError by status."""
        attributes = {"requesting-user-name": self.owner, **groups.pop("operation", {})}
        message = {"operation-attributes-tag": attributes, **groups}
        try:
            answer: dict[str, Any] = await self._ipp.execute(operation, message)
        except pyipp.IPPConnectionError as error:
            raise KioskError(Code.PRINTER_UNREACHABLE, "no answer") from error
        except (pyipp.IPPResponseError, pyipp.IPPParseError) as error:
            raise KioskError(Code.PRINTER_UNREACHABLE, "not an IPP printer") from error
        return answer

    async def printer(self) -> dict[str, Any]:
        """Return the printer's attributes that matter here."""
        wanted = ["printer-state", "printer-state-reasons", "media-supported", "document-format-supported"]
        try:
            answer = await self.ask(
                IppOperation.GET_PRINTER_ATTRIBUTES, operation={"requested-attributes": wanted}
            )
        except pyipp.IPPError as error:
            raise KioskError(Code.PRINTER_UNREACHABLE, status_text(error)) from error
        return first(answer, "printers")

    async def state(self, job: int) -> IppJobState:
        """Return the job's state; a job that the printer no longer knows is canceled."""
        wanted = {"job-id": job, "requested-attributes": ["job-state"]}
        try:
            answer = await self.ask(IppOperation.GET_JOB_ATTRIBUTES, operation=wanted)
        except pyipp.IPPError:
            return IppJobState.CANCELED
        return IppJobState(first(answer, "jobs").get("job-state", IppJobState.CANCELED))

    async def cancel(self, job: int) -> None:
        """Ask to cancel; a job that has ended meanwhile refuses, which is as good."""
        try:
            await self.ask(IppOperation.CANCEL_JOB, operation={"job-id": job})
        except pyipp.IPPError:
            return

    async def cancel_ours(self) -> None:
        """Cancel every job of this kiosk that has not ended; other people's jobs are left alone."""
        wanted = ["job-id", "job-name", "job-originating-user-name"]
        which = {"which-jobs": "not-completed", "my-jobs": True, "requested-attributes": wanted}
        try:
            answer = await self.ask(IppOperation.GET_JOBS, operation=which)
        except pyipp.IPPError:
            return  # a printer without a queue
        for entry in answer["jobs"]:
            by_us = entry.get("job-originating-user-name") == self.owner
            if by_us or str(entry.get("job-name", "")).startswith(f"{self.owner} "):
                await self.cancel(entry["job-id"])


def first(answer: dict[str, Any], group: str) -> dict[str, Any]:
    """Return the first element of a group of attributes; empty when there is none."""
    entries: list[dict[str, Any]] = answer.get(group) or [{}]
    return entries[0]


def listed(attributes: dict[str, Any], name: str) -> list[Any]:
    """Return an attribute's values: pyipp gives a single one bare."""
    value = attributes.get(name, [])
    return value if isinstance(value, list) else [value]


def status_code(error: pyipp.IPPError) -> int | None:
    """Return the status that the printer refused with."""
    details = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    return details.get("status-code")


def status_text(error: pyipp.IPPError) -> str:
    """Return the same for a technician."""
    code = status_code(error)
    return "refused" if code is None else f"status 0x{code:04x}"
