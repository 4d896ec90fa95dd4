"""Finds items by objectName or accessible name, and touches them where they are on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.window import Window
from tests.ui.scripted_desk import ScriptedDesk

_DEVICE: list[object] = []
_NONE: Mapping[int, QPoint] = {}
_MOST_FRAMES = 40
_FRAME_AT_MOST_MS = 5_000


class Hands:
    """A visitor's hands and eyes."""

    def __init__(self, window: Window, desk: ScriptedDesk) -> None:
        self.window = window
        self.desk = desk
        if not _DEVICE:
            _DEVICE.append(QTest.createTouchDevice())
        self.settle()

    def settle(self, ms: int = 0) -> None:
        """Let the window catch up."""
        for _ in range(3):
            QGuiApplication.processEvents()
            QGuiApplication.sendPostedEvents()
        if ms:
            loop = QEventLoop()
            QTimer.singleShot(ms, loop.quit)
            loop.exec()

    def still(self) -> None:
        """Wait until a frame has been painted that left everything where it was."""
        before: list[tuple[QRectF, str]] = []
        for _ in range(_MOST_FRAMES):
            self._frame()
            now = [(item.mapRectToScene(item.boundingRect()), item.objectName()) for item in self.items()]
            if now == before:
                return
            before = now
        raise AssertionError("the screen never comes to rest")

    def _frame(self) -> None:
        """Have one frame painted."""
        loop = QEventLoop()
        self.window.frameSwapped.connect(loop.quit)
        QTimer.singleShot(_FRAME_AT_MOST_MS, loop, loop.quit)
        self.window.update()
        loop.exec()
        self.settle()

    def items(self) -> Iterator[QQuickItem]:
        """Give every item that can be seen."""
        yield from _seen(self.window.contentItem())

    def find(self, name: str) -> QQuickItem:
        """Return the visible item with this objectName, or that starts nothing but bears this label."""
        found = [item for item in self.items() if item.objectName() == name]
        found = found or [item for item in self.items() if item.property("label") == name]
        found = found or [item for item in self.items() if item.property("text") == name]
        assert found, f"{name} is not on the screen: {sorted(self.names())}"
        return found[0]

    def names(self) -> set[str]:
        return {item.objectName() for item in self.items() if item.objectName()}

    def has(self, name: str) -> bool:
        return name in self.names()

    def texts(self) -> str:
        """Return everything that can be read, a line each."""
        texts = [item.property("text") for item in self.items()]
        return "\n".join(text for text in texts if isinstance(text, str) and text)

    def everything(self) -> str:
        """Return every text and label of every object of the window, seen or not."""
        found = []
        for thing in self.window.findChildren(QObject):
            for name in ("text", "label", "note", "title", "value"):
                value = thing.property(name)
                if isinstance(value, str) and value:
                    found.append(value)
        return "\n".join(found)

    def touch(self, name: str) -> None:
        """Touch the middle of an item and let go."""
        self.still()
        item = self.find(name)
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        self.touch_at(QPoint(round(middle.x()), round(middle.y())))

    def touch_at(self, point: QPoint) -> None:
        self.press_at(point)
        self.release_at(point)
        self.settle()

    def press_at(self, point: QPoint, *, finger: int = 0, resting: Mapping[int, QPoint] = _NONE) -> None:
        """Put a finger down; `resting` fingers stay where they are."""
        self._fingers(resting).press(finger, point, self.window).commit()

    def slide_to(self, point: QPoint, *, finger: int = 0) -> None:
        self._fingers(_NONE).move(finger, point, self.window).commit()

    def release_at(self, point: QPoint, *, finger: int = 0, resting: Mapping[int, QPoint] = _NONE) -> None:
        self._fingers(resting).release(finger, point, self.window).commit()

    def _fingers(self, resting: Mapping[int, QPoint]) -> Any:
        sequence = QTest.touchEvent(self.window, _DEVICE[0])
        for finger in resting:
            sequence.stationary(finger)
        return sequence

    def type(self, text: str) -> None:
        """Touch one key of the screen's keyboard after the other."""
        for letter in text:
            self.touch("key-space" if letter == " " else f"key-{letter}")

    def press(self, key: Qt.Key, text: str = "") -> None:
        """Press a key of a real keyboard."""
        QTest.keyClick(self.window, text or key)
        self.settle()

    def picture(self) -> QImage:
        self.settle()
        return self.window.grabWindow()


def _seen(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible() and child.opacity() > 0:
            yield child
            yield from _seen(child)
