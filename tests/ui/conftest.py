"""A desk that runs the real machine with scripted workers, and hands that touch the real window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from kiosk.core.config import Config, Screen
from kiosk.ui.window import Window, build
from tests.ui.hands import Hands
from tests.ui.scripted_desk import ScriptedDesk

Open = Callable[..., Hands]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def open_window(qapp: QGuiApplication, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Return a function that opens the kiosk's window over a scripted desk."""
    windows: list[Window] = []

    def opened(*, width: int = 1080, height: int = 1920, px_per_mm: float = 4.03, **screen: float) -> Hands:
        sizes = Screen(px_per_mm=px_per_mm, width_px=width, height_px=height, **screen)
        desk = ScriptedDesk(Config(screen=sizes))
        window = build(desk, desk.config)
        window.show()
        windows.append(window)
        return Hands(window, desk)

    yield opened
    for window in windows:
        window.end()
        window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def hands(open_window: Open) -> Hands:
    """The kiosk in portrait, idle."""
    return open_window()
