"""The walkers find what is planted, each fault by its own name, and nothing on a screen that is sound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from tests.ui import heard, tree
from tests.ui.hands import Hands
from tests.ui.shots import stage

PX_PER_MM = 4.03


def text(x: int = 200, wide: int = 400, colour: str = "black", more: str = "opacity: 1") -> str:
    where = f"x: {x}; y: 1640; width: {wide}"
    return f'Text {{ {where}; color: "{colour}"; font.pixelSize: 40; {more}; text: "Nộp" }}'


PLANTED = {
    "elided: Nộp": text(wide=30, more="elide: Text.ElideRight"),
    "wider than its box: Nộp": text(wide=30),
    "off the screen: Nộp": text(x=1000),
    "'Nộp' over 'Nộp'": f"Item {{ {text()} {text(x=210)} }}",
    "not told: Nộp": text(more="Accessible.ignored: true"),
    "#cccccc on": text(colour="#cccccc"),
    "mm": 'BigButton { x: 200; y: 1700; width: 50; height: 50; label: "Nộp" }',
    "are closer than 2.5 mm": """Item {
        BigButton { x: 200; y: 1600; width: 100; height: 100; label: "Có" }
        BigButton { x: 303; y: 1600; width: 100; height: 100; label: "Không" } }""",
    "a nameless Button": "BigButton { x: 200; y: 1600; width: 100; height: 100 }",
    "not told as a control": 'BigButton { x: 200; y: 1600; width: 100; height: 100; label: "Có"; '
    "Accessible.role: Accessible.StaticText }",
}


def wrong(hands: Hands) -> list[str]:
    seen = tree.walk(hands)
    found = tree.cut(seen) + tree.overlapping(seen) + tree.targets(seen, PX_PER_MM)
    return found + tree.faint(seen, hands.picture()) + heard.silent(seen, heard.heard(hands.window))


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_by_its_name(open_window: Callable[..., Hands], fault: str) -> None:
    hands = open_window()
    stage(hands, "06-binding")
    before = wrong(hands)
    component = QQmlComponent(hands.window.engine())
    component.setData(QByteArray(f"import QtQuick\nimport Kiosk\n{PLANTED[fault]}".encode()), QUrl())
    planted = component.create()
    assert isinstance(planted, QQuickItem), component.errorString()
    planted.setParentItem(hands.window.contentItem())
    hands.still()
    found = wrong(hands)
    planted.setParentItem(None)
    assert before == []
    assert any(fault in each for each in found), found
