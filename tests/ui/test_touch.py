"""A finger that is slow, slides or is not alone counts like any other; so does one while things change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QGuiApplication

from kiosk.core.visit import states as st
from tests.ui.hands import Hands
from tests.ui.shots import BY_CARD, FILING, stage

_LONG_MS = 40


@pytest.fixture
def asked(open_window: Callable[..., Hands], qapp: QGuiApplication) -> Iterator[Hands]:
    """The question for one reason, on a machine that calls 40 ms a long press: 800 are usual."""
    hints = qapp.styleHints()
    usual = hints.mousePressAndHoldInterval()
    hints.setMousePressAndHoldInterval(_LONG_MS)
    hands = open_window()
    hands.desk.put(st.Asking(FILING, BY_CARD, st.Place("reason")))
    hands.settle(_LONG_MS)
    yield hands
    hints.setMousePressAndHoldInterval(usual)


def middle(hands: Hands, name: str) -> QPoint:
    item = hands.find(name)
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def ticked(hands: Hands) -> str:
    return str(hands.window.screens.page.selection.value)


@pytest.mark.parametrize("name", ["choice-lost", "main", "help", "rail-size"])
def test_a_finger_that_rests_long_on_it_counts(asked: Hands, name: str) -> None:
    before = asked.texts(), asked.window.screens.frame.value("sizeStep"), ticked(asked)
    at = middle(asked, name)
    asked.press_at(at)
    asked.settle(3 * _LONG_MS)
    asked.release_at(at)
    asked.settle(_LONG_MS)
    assert (asked.texts(), asked.window.screens.frame.value("sizeStep"), ticked(asked)) != before


def test_a_finger_that_slides_within_a_choice_counts(asked: Hands) -> None:
    at = middle(asked, "choice-lost")
    asked.press_at(at)
    for step in range(1, 6):
        asked.slide_to(at + QPoint(30 * step, 5 * step))
    asked.release_at(at + QPoint(150, 25))
    assert ticked(asked) == "lost"


def test_a_hand_resting_on_the_glass_does_not_hide_the_finger(asked: Hands) -> None:
    asked.press_at(QPoint(300, 1700), finger=1)
    at = middle(asked, "choice-lost")
    asked.press_at(at, resting={1: QPoint(300, 1700)})
    asked.release_at(at, resting={1: QPoint(300, 1700)})
    asked.release_at(QPoint(300, 1700), finger=1)
    assert ticked(asked) == "lost"


def test_a_choice_under_the_finger_stays_while_the_network_goes_and_comes(asked: Hands) -> None:
    at = middle(asked, "choice-lost")
    asked.press_at(at)
    for online in (False, True):
        asked.desk.is_online = online
        asked.desk.changed.emit()
        asked.settle(_LONG_MS)
    asked.release_at(at)
    assert ticked(asked) == "lost"


@pytest.mark.parametrize("name", ["05-card", "15-reopen"])
def test_digits_typed_so_far_stay_while_the_network_goes_and_comes(
    open_window: Callable[..., Hands], name: str
) -> None:
    hands = open_window()
    stage(hands, name)
    before = hands.window.screens.page.entry.value
    hands.touch("key-3")
    hands.desk.is_online = not hands.desk.is_online
    hands.desk.changed.emit()
    hands.touch("key-7")
    assert hands.window.screens.page.entry.value == before + "37"
