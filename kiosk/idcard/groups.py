"""Elliptic curves by ICAO's numbers: keys, shared points and generic mapping.

Source: ICAO 9303-11, 9.5.1 (standardised domain parameters); BSI TR-03110-3, A.2.1.1. Curves of 192 bits
are refused by name, as are numbers that no standard gave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ecdsa import curves
from ecdsa.ellipticcurve import INFINITY, PointJacobi

from kiosk.idcard.faults import CardFault, Fault, malformed

Rng = Callable[[int], bytes]
_ATTEMPTS = 256
_UNCOMPRESSED = b"\x04"


@dataclass(frozen=True, slots=True)
class Group:
    """One curve. A point is the uncompressed encoding of BSI TR-03111: 04, x, y."""

    name: str
    number: int
    curve: Any

    @property
    def size(self) -> int:
        """Bytes in a coordinate."""
        return int((self.curve.curve.p().bit_length() + 7) // 8)

    @property
    def order(self) -> int:
        """Number of points that the generator makes."""
        return int(self.curve.order)

    @property
    def generator(self) -> bytes:
        """The standard generator."""
        return self._encode(self.curve.generator)

    def private_key(self, rng: Rng) -> int:
        """Return a secret number below the order, by rejection: `rng` is asked until one fits."""
        bits = self.order.bit_length()
        for _ in range(_ATTEMPTS):
            number = int.from_bytes(rng((bits + 7) // 8), "big") & ((1 << bits) - 1)
            if 0 < number < self.order:
                return number
        raise ValueError("rng isn't random")

    def public_key(self, private: int, generator: bytes | None = None) -> bytes:
        """Return `private` times the generator given, or the standard one."""
        base = self.curve.generator if generator is None else self._decode(generator)
        return self._encode(base * private)

    def shared_point(self, private: int, public: bytes) -> bytes:
        """Return the whole shared point. Raises CardFault MALFORMED for a point that isn't on the curve."""
        return self._encode(self._decode(public) * private)

    def shared_secret(self, private: int, public: bytes) -> bytes:
        """Return the shared point's x coordinate, as key agreement takes it."""
        return self.shared_point(private, public)[1 : 1 + self.size]

    def map_generic(self, nonce: bytes, shared: bytes) -> bytes:
        """Return the ephemeral generator s·G + H. Source: ICAO 9303-11, 4.4.3.3.1."""
        scalar = int.from_bytes(nonce, "big") % self.order
        return self._encode(self.curve.generator * scalar + self._decode(shared))

    def _decode(self, point: bytes) -> Any:
        if len(point) != 1 + 2 * self.size or point[:1] != _UNCOMPRESSED:
            raise malformed("point encoding")
        x, y = (int.from_bytes(part, "big") for part in (point[1 : 1 + self.size], point[1 + self.size :]))
        field = self.curve.curve
        if x >= field.p() or y >= field.p() or not field.contains_point(x, y):
            raise malformed("point isn't on the curve")
        return PointJacobi(field, x, y, 1, self.order)

    def _encode(self, point: Any) -> bytes:
        if point == INFINITY:
            raise malformed("point at infinity")
        return _UNCOMPRESSED + b"".join(int(c).to_bytes(self.size, "big") for c in (point.x(), point.y()))


GROUPS: dict[int, Group] = {
    group.number: group
    for group in (
        Group("NIST P-224", 10, curves.NIST224p),
        Group("brainpoolP224r1", 11, curves.BRAINPOOLP224r1),
        Group("NIST P-256", 12, curves.NIST256p),
        Group("brainpoolP256r1", 13, curves.BRAINPOOLP256r1),
        Group("brainpoolP320r1", 14, curves.BRAINPOOLP320r1),
        Group("NIST P-384", 15, curves.NIST384p),
        Group("brainpoolP384r1", 16, curves.BRAINPOOLP384r1),
        Group("brainpoolP512r1", 17, curves.BRAINPOOLP512r1),
        Group("NIST P-521", 18, curves.NIST521p),
    )
}

_REFUSED = {8: "NIST P-192", 9: "brainpoolP192r1"}


def group_by_number(number: int) -> Group:
    """Return the curve. Raises CardFault UNSUPPORTED with the curve's name or number."""
    try:
        return GROUPS[number]
    except KeyError:
        raise CardFault(Fault.UNSUPPORTED, _REFUSED.get(number, f"domain parameters {number}")) from None
