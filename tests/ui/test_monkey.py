"""A monkey finds nothing. It plays for `MONKEY_STEPS`; `MONKEY_SEED` has it do the same again."""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.hands import Hands
from tests.ui.monkey import Monkey

STEPS = int(os.environ.get("MONKEY_STEPS", "240"))
SEED = int(os.environ.get("MONKEY_SEED", "0")) or secrets.randbelow(10**6) + 1
FOREVER_S = 1e6
LONG = 5_000
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


pytestmark = pytest.mark.timeout(max(120, STEPS))


def memory_mb() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES / 2**20


def test_a_monkey_finds_nothing(open_window: Callable[..., Hands]) -> None:
    hands = open_window(idle_s=FOREVER_S, countdown_s=FOREVER_S, slip_s=FOREVER_S)
    print(f"MONKEY_SEED={SEED}")  # noqa: T201 -- pytest shows it when anything fails
    monkey = Monkey(hands, SEED)
    monkey.play(STEPS // 2)
    half_mb = memory_mb()
    monkey.play(STEPS - STEPS // 2)
    assert monkey.filed
    if STEPS >= LONG:
        assert memory_mb() < 1.05 * half_mb
