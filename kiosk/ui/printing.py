"""What goes to the printer for the visitor: the slip, and sheets to take away, in the order asked."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.errors import KioskError
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.ui.backroom import Backroom
from kiosk.ui.effects import Lane, Once, Worker
from kiosk.ui.open_visit import OpenVisit

Send = Callable[[ev.Event], None]


class Printing:
    """Lives on the screen's thread; every method returns at once."""

    def __init__(self, room: Once[Backroom], worker: Worker, send: Send) -> None:
        """`send` takes how it ended."""
        self._room = room
        self._worker = worker
        self._send = send

    def run(self, effect: do.PrintSlip | do.PrintSheet, own: OpenVisit) -> None:
        """Print; a visit that is left takes its jobs back."""
        if isinstance(effect, do.PrintSlip):
            self._slip(effect, own)
        else:
            self._sheet(effect, own)

    def _slip(self, effect: do.PrintSlip, own: OpenVisit) -> None:
        visit, turn, dossier = effect.visit, effect.turn, effect.dossier

        def work() -> None:
            self._room().print_slip(visit, dossier, copy=effect.copy, cancelled=own.gone.is_set)

        def failed(error: KioskError) -> None:
            self._send(ev.SlipFailed(visit, turn, error.code))

        self._worker.run(Lane.PAPER, work, lambda _: self._send(ev.SlipPrinted(visit, turn)), failed)

    def _sheet(self, effect: do.PrintSheet, own: OpenVisit) -> None:
        visit, turn = effect.visit, effect.turn

        def work() -> None:
            self._room().print_sheet(visit, effect.procedure, effect.sheet, cancelled=own.gone.is_set)

        def failed(error: KioskError) -> None:
            self._send(ev.SheetFailed(visit, turn, error.code))

        self._worker.run(Lane.PAPER, work, lambda _: self._send(ev.SheetPrinted(visit, turn)), failed)
