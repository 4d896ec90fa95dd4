"""No scanner is set up: papers are handed in at the counter."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, ScannedPage


class AbsentScanner:
    """What a kiosk without `scanner.kind` has."""

    def scan(self, *, deadline_s: float, cancelled: Callable[[], bool]) -> ScannedPage:  # noqa: ARG002 -- the port's
        """See the port; raises SCANNER_ABSENT."""
        raise KioskError(Code.SCANNER_ABSENT)

    def status(self) -> DeviceStatus:
        """See the port."""
        return DeviceStatus(ok=False, code=Code.SCANNER_ABSENT)
