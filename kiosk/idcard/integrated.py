"""PACE's integrated mapping: nonces → a number → a generator. Source: ICAO 9303-11, 4.4.3.3.2, 4.4.3.3.3."""

from __future__ import annotations

from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.suites import Suite

_EXTRA_BITS = 64
_CONSTANTS_128 = (
    bytes.fromhex("A668892A7C41E3CA739F40B057D85904"),
    bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"),
)
_CONSTANTS_256 = (
    bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
    bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
)


def nonce_size(suite: Suite) -> int:
    """Return how many bytes the reader's nonce t has: as many as the cipher's key."""
    return suite.value[0]


def pseudo_random(suite: Suite, nonce: bytes, reader_nonce: bytes, prime: int) -> int:
    """Return R_p(s, t). `nonce` is the card's s, `reader_nonce` the reader's t."""
    constants = _CONSTANTS_256 if suite in (Suite.AES192, Suite.AES256) else _CONSTANTS_128
    size = suite.value[0]
    key = suite.encrypt(reader_nonce, nonce)
    output = b""
    while len(output) * 8 < prime.bit_length() + _EXTRA_BITS:
        key, block = (suite.encrypt(key[:size], constant) for constant in constants)
        output += block
    return int.from_bytes(output, "big") % prime


def encode_point(value: int, prime: int, a: int, b: int) -> tuple[int, int]:
    """Return the curve's point that a number is mapped to (simplified Shallue–van de Woestijne–Ulas).

    Raises CardFault UNSUPPORTED for a prime that isn't 3 modulo 4 (NIST P-224).
    """
    if prime % 4 != 3:  # noqa: PLR2004 -- the standard's condition
        raise CardFault(Fault.UNSUPPORTED, "integrated mapping on this curve")
    alpha = -value * value % prime
    x2 = -b * pow(a, -1, prime) * (1 + pow(alpha + alpha * alpha, -1, prime)) % prime
    x3 = alpha * x2 % prime
    h2 = (pow(x2, 3, prime) + a * x2 + b) % prime
    root = pow(h2, prime - 1 - (prime + 1) // 4, prime)
    if root * root * h2 % prime == 1:
        return x2, root * h2 % prime
    return x3, root * pow(value, 3, prime) * h2 % prime
