"""A form on the kiosk's real screens while its author writes it: `kiosk forms preview` opens it.

The folder is looked at twice a second. A form that can be read takes the old one's place at once; one that
can't is told, and the last good one stays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk import app as composition
from kiosk.backroom.preview import PreviewRoom
from kiosk.core.procedures import Procedure
from kiosk.core.visit import events as ev
from kiosk.screen import Screen, fitted
from kiosk.ui.clerk import Clerk, Tools
from kiosk.ui.effects import Lane, Worker
from kiosk.ui.window import build
from kiosk.xforms import FormDefinition, XFormError

_LOOK_MS = 500
_DAY_S = 86_400.0
_ANY_CODE = "000000"
Edition = tuple[Procedure, FormDefinition]


class Preview(QObject):
    """Watches a folder and shows its form. Lives on the screen's thread; reading happens beside it."""

    def __init__(
        self,
        clerk: Clerk,
        room: PreviewRoom,
        *,
        stamp: Callable[[], object],
        read: Callable[[], Edition],
        tell: Callable[[str], None],
    ) -> None:
        """`stamp` changes with the folder, `read` may be slow and raises KioskError, `tell` says it."""
        super().__init__(clerk)  # lives as long as the clerk does
        self._clerk, self._room = clerk, room
        self._stamp, self._read, self._tell = stamp, read, tell
        self._seen: object = None
        self._worker = Worker(lambda error: tell(type(error).__name__))
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Show the form as soon as it is read, and again whenever its files change."""
        self._look()
        self._timer.start()

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._worker.close()

    def _look(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        self._worker.run(Lane.DESK, self._read, self._show, lambda error: self._tell(error.detail))

    def _show(self, edition: Edition) -> None:
        try:
            self._room.take(*edition)
        except XFormError as error:
            self._tell(str(error))
            return
        self._clerk.send(ev.Abandoned())
        self._clerk.send(ev.DraftsCounted(self._room.unfinished()))
        self._clerk.send(ev.ReopenTouched(self._clerk.new_visit()))
        self._clerk.send(ev.CodeEntered(_ANY_CODE))


def open_preview(
    place: composition.Place,
    *,
    stamp: Callable[[], object],
    read: Callable[[], Edition],
    tell: Callable[[str], None],
) -> Screen:
    """Open the window on a form; it closes with the window. Raises nothing: what is wrong is told."""
    application = QGuiApplication(sys.argv[:1])
    patient = replace(place.config.screen, idle_s=_DAY_S)
    place = replace(place, config=replace(place.config, screen=patient))
    if application.platformName() != "offscreen":
        place = fitted(place, application.primaryScreen().availableSize())
    room = PreviewRoom()
    tools = Tools(composition.now, composition.new_uuid7, composition.random_bytes, composition.log)
    clerk = Clerk(place.config, lambda: room, tools)
    window = build(clerk, place.config)
    window.show()
    preview = Preview(clerk, room, stamp=stamp, read=read, tell=tell)
    application.aboutToQuit.connect(preview.close)
    QTimer.singleShot(0, clerk.start)
    QTimer.singleShot(0, preview.start)
    return Screen(application, window, clerk)
