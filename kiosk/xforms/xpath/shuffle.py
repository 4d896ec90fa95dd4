"""The shuffle that ODK's clients share: inside-out Fisher–Yates on a Park–Miller generator.

The same seed gives the same order in every client (specification, `randomize`; JavaRosa reads a seed that
is no number as the first eight bytes of its SHA-256).
"""

from __future__ import annotations

import hashlib
import math
from typing import TypeVar

_MODULUS = 2**31 - 1
_MULTIPLIER = 16_807
_LONG = 2**63
T = TypeVar("T")


def shuffled(items: list[T], seed: float, seed_text: str) -> list[T]:
    """Return the items in the order that the seed gives; `seed_text` counts where `seed` is NaN."""
    state = _initial(seed, seed_text)
    result: list[T] = []
    for at, item in enumerate(items):
        state = state * _MULTIPLIER % _MODULUS
        place = math.floor((state - 1) / (_MODULUS - 1) * (at + 1))
        if place == at:
            result.append(item)
        else:
            result.append(result[place])
            result[place] = item
    return result


def _initial(seed: float, seed_text: str) -> int:
    if math.isnan(seed):
        whole = _hash(seed_text) if seed_text else 0
    elif math.isinf(seed):
        whole = _LONG - 1 if seed > 0 else -_LONG
    else:
        whole = math.trunc(seed)
    state = int(math.fmod(whole, _MODULUS)) if abs(whole) < 2**53 else _remainder(whole)
    return state if state > 0 else state + _MODULUS - 1


def _remainder(whole: int) -> int:
    """Divide as Java and JavaScript do: the remainder has the dividend's sign."""
    return whole % _MODULUS if whole >= 0 else -(-whole % _MODULUS)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)
