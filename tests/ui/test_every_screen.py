"""Every screen in every layout, at the ends of size and theme: nothing cut, faint or silent, all in reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui import heard, tree
from tests.ui.hands import Hands
from tests.ui.shots import SCREENS, SIZES, apply, stage

LOOKS = {
    "portrait": ["", "2", "3+contrast", "en"],
    "landscape": ["", "3+contrast"],
    "small": ["", "1", "3"],
}


def wrong(hands: Hands, px_per_mm: float) -> list[str]:
    """Return what a visitor would stumble over on the screen as it is."""
    seen = tree.walk(hands)
    found = tree.cut(seen) + tree.overlapping(seen) + tree.targets(seen, px_per_mm)
    return found + tree.faint(seen, hands.picture()) + heard.silent(seen, heard.heard(hands.window))


@pytest.mark.parametrize("layout", LOOKS)
def test_nothing_is_cut_overlapping_small_faint_or_silent(
    open_window: Callable[..., Hands], layout: str
) -> None:
    width, height, px_per_mm = SIZES[layout]
    hands = open_window(width=width, height=height, px_per_mm=px_per_mm)
    found = {}
    for name in SCREENS:
        stage(hands, name)
        for look in LOOKS[layout]:
            apply(hands, look.split("+"))
            found[f"{name} {look}"] = wrong(hands, px_per_mm)
    assert {place: each for place, each in found.items() if each} == {}
