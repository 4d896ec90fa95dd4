"""The quiet times: one timer, armed by every touch and every state, that says when nobody is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.config import Screen
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st


class Quiet(QObject):
    """Sends `QuietTooLong` or `CountdownEnded` for the state it was armed with."""

    def __init__(self, times: Screen, send: Callable[[ev.Event], None], parent: QObject) -> None:
        """`times` holds the seconds, `send` takes the event."""
        super().__init__(parent)
        self._times = times
        self._send = send
        self._event: ev.Event | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ring)

    def arm(self, state: st.State) -> None:
        """Start the state's own time anew; stop when it has none."""
        self._timer.stop()
        seconds, self._event = self._of(state)
        if self._event is not None:
            self._timer.start(int(seconds * 1000))

    def stop(self) -> None:
        """Ring no more."""
        self._timer.stop()

    def _of(self, state: st.State) -> tuple[float, ev.Event | None]:
        visit = st.visit_of(state)
        if visit is None or isinstance(state, st.Submitting):
            return 0.0, None
        if isinstance(state, st.Warned):
            return self._times.countdown_s, ev.CountdownEnded(visit)
        if isinstance(state, st.Submitted):
            printing = state.paper is st.Paper.PRINTING
            return self._times.slip_s, None if printing else ev.CountdownEnded(visit)
        if isinstance(state, st.Rating):
            return self._times.slip_s, ev.CountdownEnded(visit)
        return self._times.idle_s, ev.QuietTooLong(visit)

    @Slot()
    def _ring(self) -> None:
        if self._event is not None:
            self._send(self._event)
