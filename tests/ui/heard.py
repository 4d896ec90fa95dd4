"""Walks what a screen reader is told of a window (QAccessible), and says what it would pass over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow

from tests.ui.tree import Seen

_ROLE = QAccessible.Role
CONTROLS = {_ROLE.Button, _ROLE.CheckBox, _ROLE.RadioButton, _ROLE.EditableText}
_SLACK_PX = 3.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that is told: what it is, what it is called, where it is."""

    role: QAccessible.Role
    name: str
    rect: QRectF
    ticked: bool


def heard(window: QWindow) -> list[Heard]:
    """Return everything that is told of the window now, in its order."""
    at = window.mapToGlobal(QRectF(0, 0, 0, 0).topLeft())
    root = QAccessible.queryAccessibleInterface(window)
    return [
        Heard(
            one.role(),
            one.text(QAccessible.Text.Name),
            QRectF(one.rect()).translated(-at.x(), -at.y()),
            bool(one.state().checked),
        )
        for one in _told(root)
    ]


def _told(one: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for number in range(one.childCount()):
        child = one.child(number)
        if not child.state().invisible:
            yield child
            yield from _told(child)


def silent(seen: list[Seen], told: list[Heard]) -> list[str]:
    """Return controls without a name, what can be touched but isn't told as one, and words not told."""
    controls = [one for one in told if one.role in CONTROLS]
    found = [f"a nameless {one.role.name} at {_place(one.rect)}" for one in controls if not one.name.strip()]
    for one in seen:
        if one.is_tap and not any(_same(one.rect, control.rect) for control in controls):
            found.append(f"not told as a control: {one.words}")
        if one.is_text and not any(_covers(each.rect, one.rect) and each.name for each in told):
            found.append(f"not told: {one.words}")
    return found


def _place(rect: QRectF) -> str:
    return f"{rect.x():.0f},{rect.y():.0f}"


def _same(a: QRectF, b: QRectF) -> bool:
    return all(
        abs(x - y) <= _SLACK_PX
        for x, y in zip(a.getCoords(), b.getCoords(), strict=True)  # type: ignore[call-overload]
    )


def _covers(outer: QRectF, inner: QRectF) -> bool:
    """Whether a text is told by what bears it: a button tells its own words."""
    return outer.adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(inner.center())
