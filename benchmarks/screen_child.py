"""What `benchmarks/screen.py` starts: a bare window, the kiosk's cold start, or visits on its real screen.

Times are of the machine's monotonic clock, which parent and child share. Each role prints one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtQuick import QQuickItem, QQuickView

BARE = """import QtQuick
Rectangle { id: root; color: "#F7F3EA"; property int turn: 0
 Loader { anchors.fill: parent; sourceComponent: root.turn % 2 ? odd : even }
 Component { id: even; Rectangle { color: "#FFFFFF"; Text { anchors.centerIn: parent; text: "Một" } } }
 Component { id: odd; Rectangle { color: "#F7F3EA"; Text { anchors.centerIn: parent; text: "Hai" } } }
 TapHandler { onTapped: root.turn += 1 } }
"""
SIZE = (1080, 1920)
WAIT_MS = 20_000


def bare_view() -> QQuickView:
    """Return a shown window with a page of one word, that a touch turns."""
    with tempfile.NamedTemporaryFile("w", suffix=".qml") as file:
        file.write(BARE)
        file.flush()
        view = QQuickView()
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        view.resize(*SIZE)
        view.setSource(QUrl.fromLocalFile(file.name))
    view.show()
    return view


def bare() -> None:
    """Print when the bare window's first frame was painted."""
    application = QGuiApplication(sys.argv[:1])
    view = bare_view()
    view.frameSwapped.connect(application.quit)
    application.exec()
    print(json.dumps({"painted_s": time.monotonic(), "cpu_s": time.process_time()}), flush=True)
    os._exit(0)


def named(item: QQuickItem, name: str) -> QQuickItem | None:
    """Return the visible item of that name."""
    for child in item.childItems():
        if child.isVisible():
            found = child if child.objectName() == name else named(child, name)
            if found is not None:
                return found
    return None


class Finger:
    """Touches and waits for the frame that answers. `cpu_ms` is what each touch cost this thread."""

    def __init__(self, window: QQuickView) -> None:
        self.window = window
        self.cpu_ms: list[float] = []

    def until(self, holds: Callable[[], bool]) -> float:
        """Run until a frame was painted in which it holds; return when."""
        loop = QEventLoop()
        late = QTimer(singleShot=True)
        late.timeout.connect(loop.quit)
        late.start(WAIT_MS)
        painted: list[float] = []

        def look() -> None:
            if holds():
                painted.append(time.monotonic())
                loop.quit()

        self.window.frameSwapped.connect(look)
        loop.exec()
        self.window.frameSwapped.disconnect(look)
        assert painted, "no frame answered"
        return painted[0]

    def tap(self, name: str, answered: Callable[[], bool]) -> float:
        """Touch what bears the name; return milliseconds from letting go to the frame that answers."""
        self._send(QEvent.Type.MouseButtonPress, name)
        began, cpu_s = time.monotonic(), time.thread_time()
        QTimer.singleShot(0, lambda: self._send(QEvent.Type.MouseButtonRelease, name))
        took_s = self.until(answered) - began
        self.cpu_ms.append((time.thread_time() - cpu_s) * 1000)
        return took_s * 1000

    def _send(self, kind: QEvent.Type, name: str) -> None:
        item = named(self.window.contentItem(), name) if name else self.window.rootObject()
        assert item is not None, f"{name} is not there"
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        left = Qt.MouseButton.LeftButton
        held = left if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, at, at, left, held, Qt.KeyboardModifier.NoModifier)
        QGuiApplication.sendEvent(self.window, event)

    def shows(self, page: str) -> Callable[[], bool]:
        """Return a test of the page's name."""
        screens: Any = self.window.screens  # type: ignore[attr-defined]
        return lambda: str(screens.name).startswith(page)


def opened(config: str, data: str) -> Any:
    """Return the kiosk's open screen, by the way that `kiosk run` goes."""
    from kiosk.app import place
    from kiosk.screen import open_screen

    return open_screen(place(Path(config), Path(data)), windowed=True)


def cold(config: str, data: str) -> None:
    """Print when the first frame was painted, and when one answered a touch on a door, drafts counted."""
    screen = opened(config, data)
    finger = Finger(screen.window)

    def first() -> None:
        painted_s, cpu_s = finger.until(lambda: True), time.process_time()
        counted: list[float] = []
        from kiosk.ui.effects import Lane, nothing

        screen.clerk._worker.run(  # noqa: SLF001 -- stands in line behind the count of drafts
            Lane.DESK, lambda: None, lambda _: counted.append(time.monotonic()), nothing
        )
        finger.tap("door-file", finger.shows("page-FindPage"))
        answered_s = time.monotonic()
        while not counted:
            QGuiApplication.processEvents()
        told = {"painted_s": painted_s, "cpu_s": cpu_s, "answered_s": max(answered_s, counted[0])}
        print(json.dumps(told), flush=True)
        os._exit(0)

    QTimer.singleShot(0, first)
    screen.application.exec()


def changes(thing: QObject, name: str) -> Callable[[], bool]:
    """Return a test whether a property is another than now."""
    before = thing.property(name)
    return lambda: thing.property(name) != before


def rss_mb() -> float:
    """Return this process's memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def visits(config: str, data: str, count: int) -> None:
    """Print how long switches and keys took over so many visits, beside an empty page's switch."""
    screen = opened(config, data)
    QTimer.singleShot(0, lambda: _visits(screen, count))
    screen.application.exec()


def _visits(screen: Any, count: int) -> None:
    finger, empty = Finger(screen.window), Finger(bare_view())
    finger.until(lambda: True)
    figures: dict[str, list[float]] = {"key": [], "empty": [], "memory_mb": []}
    for _ in range(count):
        _visit(finger, figures)
        for _ in range(6):
            figures["empty"].append(empty.tap("", changes(empty.window.rootObject(), "turn")))
        figures["memory_mb"].append(rss_mb())
    figures["cpu_ms"], figures["empty_cpu_ms"] = finger.cpu_ms, empty.cpu_ms
    print(json.dumps(figures), flush=True)
    os._exit(0)


def _visit(finger: Finger, figures: dict[str, list[float]]) -> None:
    """Find by typing, before you start, notice, by hand, and out."""
    screens: Any = finger.window.screens  # type: ignore[attr-defined]
    figures.setdefault("to FindPage", []).append(finger.tap("door-file", finger.shows("page-FindPage")))
    for letter in "mat bang lai":
        name = "key-space" if letter == " " else f"key-{letter}"
        figures["key"].append(finger.tap(name, changes(screens.page.entry, "text")))
    for name, page in (
        ("result-3.000348", "page-PreparePage"),
        ("main", "page-NoticePage"),
        ("main", "page-CardPage"),
        ("by-hand", "page-HandPage"),
        ("main", "question-"),
        ("back", "page-HandPage"),
        ("main", "question-"),
        ("rail-wipe", ""),
        ("wipe-yes", "page-IdlePage"),
    ):
        shown = finger.shows(page) if page else lambda: True
        took = finger.tap(name, shown)
        if page:
            figures.setdefault(f"to {page.removeprefix('page-')}", []).append(took)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["cold", config, data]:
            cold(config, data)
        case ["visits", config, data, many]:
            visits(config, data, int(many))
