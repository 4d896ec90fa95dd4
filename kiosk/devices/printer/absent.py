"""No printer is set up: every print says so, and the slip stays on the screen."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, PrintJob


class AbsentPrinter:
    """What a kiosk without `printer.uri` has."""

    def print(self, job: PrintJob, *, deadline_s: float, cancelled: Callable[[], bool]) -> None:  # noqa: ARG002 -- the port's
        """See the port; raises PRINTER_ABSENT."""
        raise KioskError(Code.PRINTER_ABSENT)

    def withdraw(self) -> bool:
        """See the port."""
        return True

    def status(self) -> DeviceStatus:
        """See the port."""
        return DeviceStatus(ok=False, code=Code.PRINTER_ABSENT)
