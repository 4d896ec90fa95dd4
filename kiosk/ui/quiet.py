"""Notices touches and keys, and counts the seconds of the idle warning. The desk keeps the time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

from kiosk.core.visit import states as st
from kiosk.ui.desk import Desk

_TOUCHES = {QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress}
_SECOND_MS = 1000


class Quiet(QObject):
    """Installed on the window as an event filter; it only looks, and passes everything on."""

    changed = Signal()
    keysUsedChanged = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.seconds_left = 0
        self.keys_used = False
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._count)

    def follow(self, state: st.State) -> None:
        """Take the visit's state: a warning begins to count, anything else stops it."""
        if not isinstance(state, st.Warned):
            self._second.stop()
        elif not self._second.isActive():
            self.seconds_left = int(self._desk.config.screen.countdown_s)
            self._second.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a touch or a key."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress or kind in _TOUCHES:
            self._use_keys(used=kind == QEvent.Type.KeyPress)
            if not self._second.isActive():
                self._desk.touched()
        return super().eventFilter(watched, event)

    def _use_keys(self, *, used: bool) -> None:
        if used != self.keys_used:
            self.keys_used = used
            self.keysUsedChanged.emit()

    @Slot()
    def _count(self) -> None:
        self.seconds_left = max(0, self.seconds_left - 1)
        self.changed.emit()
