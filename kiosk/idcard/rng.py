"""Randomness is an argument: this is its shape, and how a secret number is made of it."""

from __future__ import annotations

from collections.abc import Callable

Rng = Callable[[int], bytes]
"""`rng(n)` gives n unpredictable bytes; `secrets.token_bytes` in production."""
_ATTEMPTS = 256


def below(rng: Rng, limit: int) -> int:
    """Return a number from 1 to `limit` − 1, by rejection. Raises ValueError when `rng` isn't random."""
    bits = limit.bit_length()
    for _ in range(_ATTEMPTS):
        number = int.from_bytes(rng((bits + 7) // 8), "big") & ((1 << bits) - 1)
        if 0 < number < limit:
            return number
    raise ValueError("rng isn't random")
