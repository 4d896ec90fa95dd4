"""Watches for touches and keys: tells the visit when nobody is there, and counts the warning down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from kiosk.core.visit import events as ev
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
        self._state: st.State = st.Idle()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._too_long)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._count)

    def follow(self, state: st.State) -> None:
        """Take the visit's state: it decides which time runs."""
        before, self._state = self._state, state
        if isinstance(state, st.Warned):
            if not isinstance(before, st.Warned):
                self._quiet.stop()
                self.seconds_left = int(self._desk.config.screen.countdown_s)
                self._second.start()
        else:
            self._second.stop()
            if type(before) is not type(state) or before != state:
                self._restart()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a touch or a key."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._use_keys(used=True)
            self._restart()
        elif kind in _TOUCHES:
            self._use_keys(used=False)
            self._restart()
        return super().eventFilter(watched, event)

    def _use_keys(self, *, used: bool) -> None:
        if used != self.keys_used:
            self.keys_used = used
            self.keysUsedChanged.emit()

    def _restart(self) -> None:
        seconds = self._patience()
        if seconds is None:
            self._quiet.stop()
        else:
            self._quiet.start(int(seconds * 1000))

    def _patience(self) -> float | None:
        """Seconds until the next step by itself; None where waiting has no end."""
        screen = self._desk.config.screen
        match self._state:
            case st.Idle() | st.OutOfService() | st.Warned() | st.Submitting():
                return None
            case st.Submitted(paper=st.Paper.PRINTING):
                return None
            case st.Submitted() | st.Rating():
                return screen.slip_s
            case _:
                return screen.idle_s

    def _too_long(self) -> None:
        visit = st.visit_of(self._state)
        if visit is None:
            return
        if isinstance(self._state, st.Submitted | st.Rating):
            self._desk.send(ev.CountdownEnded(visit))
        else:
            self._desk.send(ev.QuietTooLong(visit))

    def _count(self) -> None:
        self.seconds_left -= 1
        self.changed.emit()
        visit = st.visit_of(self._state)
        if self.seconds_left <= 0 and visit is not None:
            self._second.stop()
            self._desk.send(ev.CountdownEnded(visit))
