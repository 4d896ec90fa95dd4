"""Crockford's base32 for codes that people read, type and say, with a check character of our own.

Pure. The check is a sum over GF(2⁵), so that it stays within the 32 letters and digits: Crockford's own
(modulo 37) needs five signs that people misread and shells interpret.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive


def encode(data: bytes) -> str:
    """Return the characters of `data`, most significant bit first; zero bits fill the last one."""
    count = (len(data) * 8 + 4) // 5
    number = int.from_bytes(data) << (count * 5 - len(data) * 8)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range((count - 1) * 5, -1, -5))


def decode(text: str) -> bytes:
    """Return the whole bytes in `text`, as `normalised` gives it. Raises ValueError on another character."""
    number = 0
    for character in normalised(text):
        number = number << 5 | _value(character)
    bits = len(normalised(text)) * 5
    return (number >> bits % 8).to_bytes(bits // 8)


def normalised(text: str) -> str:
    """Return `text` as we write it: upper case, without hyphens and spaces, O as 0, I and L as 1."""
    kept = "".join(text.split()).replace("-", "").upper()
    return kept.translate(str.maketrans("OIL", "011"))


def check_character(text: str) -> str:
    """Return Σ αⁱ⁺¹·cᵢ over GF(2⁵): differs for every single wrong character and exchange of neighbours.

    Up to 31 characters any two positions weigh differently. Raises ValueError on another character.
    """
    check, weight = 0, 1
    for character in text:
        weight = _doubled(weight)
        check ^= _product(weight, _value(character))
    return ALPHABET[check]


def _value(character: str) -> int:
    try:
        return _VALUES[character]
    except KeyError:
        raise ValueError("not a character of Crockford's base32") from None


def _doubled(value: int) -> int:
    shifted = value << 1
    return shifted ^ _POLYNOMIAL if shifted & 32 else shifted


def _product(left: int, right: int) -> int:
    result = 0
    while right:
        if right & 1:
            result ^= left
        left, right = _doubled(left), right >> 1
    return result
