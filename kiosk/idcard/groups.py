"""Elliptic curves by ICAO's numbers: keys, shared points and generic mapping.

Source: ICAO 9303-11, 9.5.1 (standardised domain parameters); BSI TR-03110-3, A.2.1.1. Curves of 192 bits
are refused by name, as are numbers that no standard gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdsa import curves
from ecdsa.ellipticcurve import INFINITY, PointJacobi

from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.integrated import encode_point
from kiosk.idcard.modp import MODP_GROUPS, ModpGroup
from kiosk.idcard.rng import Rng, below

_UNCOMPRESSED = b"\x04"


@dataclass(frozen=True, slots=True)
class Group:
    """One curve. A point is the uncompressed encoding of BSI TR-03111: 04, x, y."""

    name: str
    number: int
    curve: Any
    token_tag: int = 0x86

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
        return below(rng, self.order)

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

    @property
    def field_prime(self) -> int:
        """The prime that integrated mapping reduces by."""
        return int(self.curve.curve.p())

    def map_integrated(self, pseudo_random: int) -> bytes:
        """Return the generator that a number is mapped to. Source: ICAO 9303-11, 4.4.3.3.3."""
        equation = self.curve.curve
        prime = self.field_prime
        x, y = encode_point(pseudo_random, prime, int(equation.a()) % prime, int(equation.b()) % prime)
        return self._encode(PointJacobi(equation, x, y, 1, self.order))

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


def pace_group(number: int) -> Group | ModpGroup:
    """Return the curve or the prime group. Raises CardFault UNSUPPORTED with its name or number."""
    return next((group for group in MODP_GROUPS if group.number == number), None) or group_by_number(number)
