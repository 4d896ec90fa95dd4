"""A kiosk runs for months: the Qt binding may not wear out Python's own objects."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

ROUNDS = 1_000


class Bell(QObject):
    rung = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_signals_and_timers_leave_the_reference_counts_alone(qtbot: QtBot) -> None:
    bell, timer = Bell(), QTimer(interval=100_000)
    bell.rung.connect(lambda: None)
    before = [sys.getrefcount(each) for each in (True, False, None)]
    for _ in range(ROUNDS):
        bell.rung.emit()
        timer.start()
        timer.stop()
    after = [sys.getrefcount(each) for each in (True, False, None)]
    assert all(b - a < ROUNDS / 2 for a, b in zip(after, before, strict=True))
