"""A finger for the screen: finds what is visible by name, touches its middle, and takes pictures.

It runs inside the screen's process, since only there a name leads to a position; but it calls nothing of the
screen's: it sends touch events at positions, as a touchscreen would. Commands come as JSON lines
on a socket, answers go back on it. A key pressed by a person ends it: they take over.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

_POLL_MS = 20
_PRESS_MS = 60


class Pilot(QObject):
    """Carries out one command at a time on the screen's thread."""

    _asked = Signal(object)

    def __init__(self, application: QGuiApplication, window: QQuickWindow, address: Path) -> None:
        """`window` is the kiosk's own; `address` the Unix socket of whoever leads the finger."""
        super().__init__(window)
        self._window = window
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(address))
        self._finger = QTest.createTouchDevice()
        self._taken_over = False
        self._asked.connect(self._carry_out, Qt.ConnectionType.QueuedConnection)
        application.installEventFilter(self)
        threading.Thread(target=self._listen, name="pilot", daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key from a person: they take over."""
        if event.type() == QEvent.Type.KeyPress and event.spontaneous() and not self._taken_over:
            self._taken_over = True
            self._say({"taken_over": True})
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        with self._line.makefile(encoding="utf-8") as lines:
            for line in lines:
                self._asked.emit(json.loads(line))
        self._asked.emit({"do": "quit"})

    def _say(self, document: dict[str, Any]) -> None:
        self._line.sendall((json.dumps(document, ensure_ascii=False) + "\n").encode())

    @Slot(object)
    def _carry_out(self, command: dict[str, Any]) -> None:
        match command:
            case {"do": "quit"}:
                QGuiApplication.quit()
            case _ if self._taken_over:
                return
            case {"do": "touch", "name": name, "timeout_s": timeout_s}:
                self._when(lambda: self._reachable(name), timeout_s, name, self._touch)
            case {"do": "wait", "name": name, "timeout_s": timeout_s}:
                self._when(
                    lambda: self._visible(name), timeout_s, name, lambda item: self._say({"ok": _text(item)})
                )
            case {"do": "shot", "path": path}:
                self._shoot(Path(path))
            case {"do": "names"}:
                self._say({"ok": sorted({item.objectName() for item in self._shown()} - {""})})
            case _:
                self._say({"error": f"unknown command {command}"})

    # -- finding ----------------------------------------------------------------------------------------

    def _shown(self) -> Iterator[QQuickItem]:
        """Every item that can be seen now, front ones last."""
        waiting = [self._window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                waiting.extend(item.childItems())

    def _visible(self, name: str) -> QQuickItem | None:
        found = [item for item in self._shown() if item.objectName() == name]
        return found[-1] if found else None

    def _reachable(self, name: str) -> QQuickItem | None:
        """The item, once its middle is on the screen and it takes touches."""
        item = self._visible(name)
        if item is None or not item.isEnabled():
            return None
        middle = _middle(item)
        inside = self._window.contentItem().boundingRect().contains(middle)
        return item if inside and item.width() > 0 else None

    def _when(
        self,
        found: Callable[[], QQuickItem | None],
        timeout_s: float,
        name: str,
        then: Callable[[QQuickItem], None],
    ) -> None:
        """Look again every 20 ms until it is there and has stopped moving, or the time is up."""
        left = [int(timeout_s * 1000 / _POLL_MS)]
        last: list[QPointF | None] = [None]
        timer = QTimer(self, interval=_POLL_MS)

        def look() -> None:
            left[0] -= 1
            item = found()
            at = _middle(item) if item is not None else None
            if item is not None and at == last[0]:
                timer.stop()
                then(item)
            elif left[0] <= 0:
                timer.stop()
                shown = sorted({one.objectName() for one in self._shown()} - {""})
                self._say({"error": f"{name} did not appear; there are {shown}"})
            last[0] = at

        timer.timeout.connect(look)
        timer.start()

    # -- doing ------------------------------------------------------------------------------------------

    def _touch(self, item: QQuickItem) -> None:
        at = _middle(item).toPoint()
        QTest.touchEvent(self._window, self._finger).press(0, at, self._window).commit()

        def lift() -> None:
            QTest.touchEvent(self._window, self._finger).release(0, at, self._window).commit()
            self._say({"ok": [at.x(), at.y()]})

        QTimer.singleShot(_PRESS_MS, lift)

    def _shoot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        saved = self._window.grabWindow().save(str(path))
        self._say({"ok": path.name} if saved else {"error": f"{path} was not written"})


def _middle(item: QQuickItem) -> QPointF:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))


def _text(item: QQuickItem) -> str:
    """What the item says, for the demo's account; names of things only, never an answer."""
    text = item.property("text")
    return text if isinstance(text, str) else ""
