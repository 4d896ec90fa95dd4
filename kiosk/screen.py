"""The screen process: Qt, the window, the clerk and the backroom, put together. `kiosk run` opens it.

The first frame waits for nothing but Qt: storage, forms and devices are loaded after it was painted.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk import app as composition
from kiosk.ui.backroom import Backroom
from kiosk.ui.clerk import Clerk, Tools
from kiosk.ui.window import Window, build


@dataclass(slots=True)
class Screen:
    """The open screen."""

    application: QGuiApplication
    window: Window
    clerk: Clerk

    def run(self) -> int:
        """Run until the window is closed or SIGTERM; return the exit status."""
        signal.signal(signal.SIGTERM, lambda *_: self.application.quit())
        signal.signal(signal.SIGINT, lambda *_: self.application.quit())
        beat = QTimer(interval=200)  # Python looks at signals only when it runs
        beat.timeout.connect(lambda: None)
        beat.start()
        try:
            return self.application.exec()
        finally:
            self.window.end()
            self.clerk.close()


def open_screen(place: composition.Place, *, windowed: bool) -> Screen:
    """Open the window and begin to watch the machine once its first frame is there."""
    application = QGuiApplication(sys.argv[:1])

    def open_backroom() -> Backroom:
        from kiosk.backroom import Room

        return Room(place)

    if windowed and application.platformName() != "offscreen":  # that one pretends a display of 800 × 800
        place = fitted(place, application.primaryScreen().availableSize())
    tools = Tools(composition.now, composition.new_uuid7, composition.random_bytes, composition.log)
    clerk = Clerk(place.config, open_backroom, tools)
    window = build(clerk, place.config)
    if windowed:
        window.show()
    else:
        window.showFullScreen()
    QTimer.singleShot(0, clerk.start)
    return Screen(application, window, clerk)


def fitted(place: composition.Place, available: QSize) -> composition.Place:
    """Return the place with its screen scaled down, millimetres too, so that a window of it fits."""
    screen = place.config.screen
    part = min(1.0, available.width() / screen.width_px, available.height() / screen.height_px)
    smaller = replace(
        screen,
        width_px=int(screen.width_px * part),
        height_px=int(screen.height_px * part),
        px_per_mm=screen.px_per_mm * part,
    )
    return replace(place, config=replace(place.config, screen=smaller))
