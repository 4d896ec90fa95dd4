"""The thread that opens what was committed. One a process; several may meet on one dossier, harmlessly."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import structlog

from kiosk.core.errors import Code, KioskError
from portal.intake.opening import advance, fail
from portal.parts import Portal
from portal.store import dossiers
from portal.store.engine import reading
from portal.sweeping import sweep

_LOG = structlog.get_logger()
_AT_ONCE = 50
_RETRY_EVERY_S = 900.0
_SWEEP_EVERY_S = 6 * 3600.0


class IntakeWorker:
    """Opens dossiers until stopped; looks at once when woken, and by itself every few seconds.

    What could not be opened is tried again when a procedure package appears, and every quarter of an hour.
    """

    def __init__(self, portal: Portal, *, look_every_s: float = 5.0) -> None:
        self._portal = portal
        self._look_every_s = look_every_s
        self._wake = threading.Event()
        self._stopping = False
        self._retry_at_s = 0.0
        self._sweep_at_s = 0.0
        self._packages: tuple[int, ...] = ()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Begin, first with what failed before: its cause may be mended."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something was committed. Never blocks."""
        self._wake.set()

    def stop(self) -> None:
        """End after the dossier in hand. Blocks."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            self._sweep()
            self._round(retry=self._may_be_mended())
            self._wake.wait(self._look_every_s)
            self._wake.clear()

    def _sweep(self) -> None:
        if time.monotonic() < self._sweep_at_s:
            return
        self._sweep_at_s = time.monotonic() + _SWEEP_EVERY_S
        try:
            gone = sweep(self._portal)
        except (KioskError, OSError) as error:
            _LOG.error("sweep_failed", error=type(error).__name__)
            return
        if gone:
            _LOG.info("swept", blobs=gone)

    def _may_be_mended(self) -> bool:
        """Whether what failed is worth another try: packages were installed, or some time has passed."""
        now_s = time.monotonic()
        before, self._packages = self._packages, _changed_at(self._portal.forms_dir)
        if before == self._packages and now_s < self._retry_at_s:
            return False
        self._retry_at_s = now_s + _RETRY_EVERY_S
        return True

    def _round(self, *, retry: bool) -> None:
        try:
            with reading(self._portal.engine) as connection:
                waiting = dossiers.failed(connection) if retry else []
                waiting += dossiers.to_open(connection, limit=_AT_ONCE)
        except KioskError as error:
            _LOG.error("intake_failed", code=error.code.value, detail=error.detail)
            return
        for dossier_id in waiting:
            if self._stopping:
                return
            self._advance(dossier_id)
        if len(waiting) >= _AT_ONCE:
            self._wake.set()

    def _advance(self, dossier_id: str) -> None:
        try:
            advance(self._portal, dossier_id)
        except KioskError as error:
            _LOG.error("intake_failed", dossier_id=dossier_id, code=error.code.value)
        except Exception as error:  # noqa: BLE001 -- one dossier must not stop the others
            _LOG.error("intake_broken", dossier_id=dossier_id, error=type(error).__name__)
            fail(self._portal, dossier_id, Code.INTERNAL)


def _changed_at(forms_dir: Path) -> tuple[int, ...]:
    """Return when each package's folder changed, in nanoseconds; none when they can't be read."""
    try:
        return tuple(sorted(path.stat().st_mtime_ns for path in (forms_dir, *forms_dir.iterdir())))
    except OSError:
        return ()
