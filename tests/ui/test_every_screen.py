"""Every screen in every layout, at the ends of size and theme: nothing cut, nothing faint, all in reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui import tree
from tests.ui.hands import Hands
from tests.ui.shots import SCREENS, SIZES, apply, stage

LOOKS = ["portrait", "portrait+2", "portrait+3+contrast", "portrait+en"]
LOOKS += ["landscape", "landscape+3+contrast", "small", "small+3"]


def looked_at(open_window: Callable[..., Hands], look: str) -> dict[str, list[str]]:
    """Return what is wrong on each screen."""
    layout, *options = look.split("+")
    width, height, px_per_mm = SIZES[layout]
    hands = open_window(width=width, height=height, px_per_mm=px_per_mm)
    wrong: dict[str, list[str]] = {}
    for name in SCREENS:
        stage(hands, name)
        apply(hands, options)
        seen = tree.walk(hands)
        found = tree.cut(seen) + tree.overlapping(seen) + tree.nameless(seen)
        found += tree.targets(seen, px_per_mm) + tree.faint(seen, hands.picture())
        if found:
            wrong[name] = found
    return wrong


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_cut_overlapping_small_nameless_or_faint(
    open_window: Callable[..., Hands], look: str
) -> None:
    assert looked_at(open_window, look) == {}
