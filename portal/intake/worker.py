"""The thread that opens what was committed. One a process; several may meet on one dossier, harmlessly."""

from __future__ import annotations

import threading

import structlog

from kiosk.core.errors import Code, KioskError
from portal.intake.opening import advance, fail
from portal.parts import Portal
from portal.store import dossiers
from portal.store.engine import reading

_LOG = structlog.get_logger()
_LOOK_EVERY_S = 5.0
_AT_ONCE = 50


class IntakeWorker:
    """Opens dossiers until stopped; looks at once when woken, and by itself every few seconds."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._wake = threading.Event()
        self._stopping = False
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
        self._round(retry=True)
        while not self._stopping:
            self._wake.wait(_LOOK_EVERY_S)
            self._wake.clear()
            self._round(retry=False)

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
