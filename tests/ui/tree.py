"""Walks the items of a window and says what a visitor would stumble over.

Off the screen, cut, laid over each other, too small or too close to touch, too faint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from tests.ui.hands import Hands

TARGET_MM = 15.0
GAP_MM = 2.5
CONTRAST = 7.0
_SLACK_PX = 2.0
_OVERLAYS = ("Sheet", "StillHere", "HelpSheet", "WipeSheet")


@dataclass(frozen=True)  # no slots: what is asked of an item hundreds of times is kept
class Seen:
    """An item with its place on the screen, and the part of it that no ancestor clips away."""

    item: QQuickItem
    rect: QRectF
    shown: QRectF

    @cached_property
    def words(self) -> str:
        text = self.item.property("text")
        label = self.item.property("label")
        return str(text or label or self.item.objectName() or self.kind)

    @cached_property
    def kind(self) -> str:
        return str(self.item.metaObject().className()).split("_QMLTYPE")[0]

    @cached_property
    def is_text(self) -> bool:
        inherits = self.item.inherits("QQuickText") or self.item.inherits("QQuickTextEdit")
        return inherits and bool(str(self.item.property("text") or "").strip())

    @cached_property
    def is_tap(self) -> bool:
        return self.item.metaObject().indexOfSignal("tapped()") >= 0

    @cached_property
    def painted(self) -> QRectF:
        """Where a text's letters are, rather than its whole box."""
        if not self.is_text or self.item.inherits("QQuickTextEdit"):
            return self.rect
        wide = min(float(self.item.property("contentWidth")), self.rect.width())
        left = self.rect.x()
        if self.item.property("centred"):
            left += (self.rect.width() - wide) / 2
        return QRectF(left, self.rect.y(), wide, self.rect.height())


def walk(hands: Hands) -> list[Seen]:
    """Return the visible items of the topmost layer: under an overlay nothing can be touched."""
    root = hands.window.contentItem()
    every = list(_walk(root, QRectF(0, 0, root.width(), root.height())))
    sheets = [seen for seen in every if seen.kind in _OVERLAYS]
    if not sheets:
        return every
    top = sheets[-1].item
    return [seen for seen in every if _inside(seen.item, top)]


def _walk(item: QQuickItem, clip: QRectF) -> Iterator[Seen]:
    for child in item.childItems():
        if not child.isVisible() or child.opacity() == 0:
            continue
        rect = child.mapRectToScene(QRectF(0, 0, child.width(), child.height()))
        yield Seen(child, rect, rect.intersected(clip))
        yield from _walk(child, rect.intersected(clip) if child.clip() else clip)


def _inside(item: QQuickItem, ancestor: QQuickItem) -> bool:
    here: QQuickItem | None = item
    while here is not None:
        if here == ancestor:
            return True
        here = here.parentItem()
    return False


def cut(seen: list[Seen]) -> list[str]:
    """Return texts that are elided, painted outside their own box, off the screen or clipped."""
    found = []
    for one in seen:
        if not one.is_text:
            continue
        item = one.item
        if item.property("truncated"):
            found.append(f"elided: {one.words}")
        if item.property("contentWidth") > item.width() + _SLACK_PX:
            found.append(f"wider than its box: {one.words}")
        if not _within(one.rect, one.shown):
            found.append(f"clipped or off the screen: {one.words}")
    found += [
        f"off the screen: {one.words}" for one in seen if one.is_tap and not _within(one.rect, one.shown)
    ]
    for page in [one for one in seen if one.kind.endswith("Page")]:
        inner = [one for one in seen if one.is_text and _inside(one.item, page.item)]
        found += [f"outside its page: {one.words}" for one in inner if not _within(one.rect, page.rect)]
    return found


def _within(rect: QRectF, clip: QRectF) -> bool:
    return clip.adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(rect)


def overlapping(seen: list[Seen]) -> list[str]:
    """Return pairs of texts, and of touchable things, that lie over each other."""
    texts = [one for one in seen if one.is_text]
    taps = [one for one in seen if one.is_tap]
    pairs = [*combinations(texts, 2), *combinations(taps, 2), *product(texts, taps)]
    return [
        f"{a.words!r} over {b.words!r}"
        for a, b in pairs
        if _overlap(a, b) and not _inside(a.item, b.item) and not _inside(b.item, a.item)
    ]


def _overlap(a: Seen, b: Seen) -> bool:
    both = a.painted.intersected(b.painted)
    return both.width() > _SLACK_PX and both.height() > 3 * _SLACK_PX


def targets(seen: list[Seen], px_per_mm: float) -> list[str]:
    """Return what is too small to touch, or too close to its neighbour."""
    taps = [one for one in seen if one.is_tap and one.item.isEnabled()]
    least = TARGET_MM * px_per_mm - 1
    small = [
        f"{one.words}: {one.rect.width() / px_per_mm:.1f} × {one.rect.height() / px_per_mm:.1f} mm"
        for one in taps
        if one.rect.width() < least or one.rect.height() < least
    ]
    gap = GAP_MM * px_per_mm - 1.5
    close = [
        f"{a.words} and {b.words} are closer than {GAP_MM} mm"
        for a, b in combinations(taps, 2)
        if _apart(a.rect, b.rect) < gap and not _inside(a.item, b.item) and not _inside(b.item, a.item)
    ]
    return small + close


def _apart(a: QRectF, b: QRectF) -> float:
    across = max(a.left() - b.right(), b.left() - a.right(), 0.0)
    down = max(a.top() - b.bottom(), b.top() - a.bottom(), 0.0)
    return max(across, down)


def faint(seen: list[Seen], picture: QImage) -> list[str]:
    """Return texts whose colour is too close to what they stand on, as painted."""
    found = []
    for one in seen:
        if not one.is_text:
            continue
        colour = one.item.property("color")
        ground = _ground(picture, one.shown)
        if ground is not None and contrast(colour, ground) < CONTRAST:
            ratio = contrast(colour, ground)
            found.append(f"{one.words}: {colour.name()} on {ground.name()} is {ratio:.1f}")
    return found


def _ground(picture: QImage, rect: QRectF) -> QColor | None:
    """Return the commonest colour around the letters."""
    box = rect.toAlignedRect().intersected(picture.rect())
    if box.width() < 4 or box.height() < 4:
        return None
    step_x, step_y = max(1, box.width() // 16), max(1, box.height() // 8)
    pixels = Counter(
        picture.pixel(x, y)
        for x in range(box.left(), box.right(), step_x)
        for y in range(box.top(), box.bottom(), step_y)
    )
    return QColor.fromRgb(pixels.most_common(1)[0][0])


def contrast(a: QColor, b: QColor) -> float:
    """Return the contrast ratio (WCAG 2.1, relative luminance)."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF())
    )
