"""ISO/IEC 9796-2, digital signature scheme 1 with partial recovery: how an RSA chip signs a challenge.

    6A ‖ M1 ‖ hash(M1 ‖ M2) ‖ trailer        (M2 is the challenge; BC: SHA-1, else xx CC)

Source: ICAO 9303-11, 6.1 and appendix F.
"""

from __future__ import annotations

from kiosk.idcard import keys
from kiosk.idcard.suites import same

_HEADER = b"\x6a"
_SHORT_TRAILER = 0xBC
_LONG_TRAILER = 0xCC
_HASHES = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
_SIZES = {"sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}


def check(representative: bytes, challenge: bytes) -> bool:
    """Say whether a message representative, as the public key opened it, is over this challenge."""
    split = _split_trailer(representative)
    if split is None or representative[:1] != _HEADER:
        return False
    body, name = split
    size = _SIZES[name]
    if len(body) < 1 + size:
        return False
    recovered, digest = body[1:-size], body[-size:]
    return same(digest, keys.digest(name, recovered + challenge))


def compose(size: int, challenge: bytes, filler: bytes, name: str = "sha256") -> bytes:
    """Return the representative of `size` bytes that a chip signs; `filler` is M1, cut to what fits."""
    trailer = bytes([_SHORT_TRAILER]) if name == "sha1" else bytes([_code(name), _LONG_TRAILER])
    recovered = filler[: size - 1 - _SIZES[name] - len(trailer)]
    return _HEADER + recovered + keys.digest(name, recovered + challenge) + trailer


def room(size: int, name: str = "sha256") -> int:
    """Return how many bytes of M1 fit into a representative of `size` bytes."""
    return size - 1 - _SIZES[name] - (1 if name == "sha1" else 2)


def _split_trailer(representative: bytes) -> tuple[bytes, str] | None:
    if representative[-1:] == bytes([_SHORT_TRAILER]):
        return representative[:-1], "sha1"
    name = _HASHES.get(representative[-2]) if representative[-1:] == bytes([_LONG_TRAILER]) else None
    return (representative[:-2], name) if name else None


def _code(name: str) -> int:
    return next(code for code, known in _HASHES.items() if known == name)
