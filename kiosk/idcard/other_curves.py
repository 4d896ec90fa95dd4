"""ECDSA on the curves that `cryptography` lacks: brainpoolP224r1 and brainpoolP320r1, by `ecdsa`.

Signatures are public, so that its time, which varies with them, tells nothing. Only the virtual card signs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdsa import SigningKey, VerifyingKey
from ecdsa.errors import MalformedPointError
from ecdsa.keys import BadSignatureError
from ecdsa.util import sigdecode_string, sigencode_string

from kiosk.idcard.groups import Group


@dataclass(frozen=True, slots=True)
class OtherCurveKey:
    """A public key that can verify."""

    key: Any

    @classmethod
    def from_point(cls, group: Group, point: bytes) -> OtherCurveKey:
        """Return the key of a point, compressed or not. Raises ValueError for one that isn't on the curve."""
        try:
            encodings = ("uncompressed", "compressed")
            return cls(VerifyingKey.from_string(point, curve=group.curve, valid_encodings=encodings))
        except MalformedPointError:
            raise ValueError("point isn't on the curve") from None

    def holds(self, r: int, s: int, digest: bytes) -> bool:
        """Say whether (r, s) signs this digest, cut to the order's length where it is longer."""
        size = self.key.curve.baselen
        try:
            pair = r.to_bytes(size, "big") + s.to_bytes(size, "big")
            return bool(self.key.verify_digest(pair, digest, sigdecode=sigdecode_string, allow_truncate=True))
        except (BadSignatureError, OverflowError):
            return False


def sign(group: Group, private: int, digest: bytes, k: int) -> bytes:
    """Return r ‖ s, each as long as the order; `k` is the signature's own secret."""
    key = SigningKey.from_secret_exponent(private, curve=group.curve)
    signed: bytes = key.sign_digest(digest, sigencode=sigencode_string, k=k, allow_truncate=True)
    return signed
