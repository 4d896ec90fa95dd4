"""The two codes on a slip, and the secrets in them.

The big code is the kiosk's signature over five facts: `MCK1:` and, in base45, a COSE_Sign1 of kind `slip`
whose payload is CBOR {1: receipt code, 2: slip secret (16 bytes), 3: procedure, 4: submitted at (seconds
since 1970), 5: kiosk id}. No name and no number of a person is in it. The small code is an address that
shows state and due date: `https://PORTAL/t#CODE.TRACK`; what stands behind # is never sent.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import base45
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core import cose
from kiosk.core.receipt_code import receipt_code_of

PREFIX = "MCK1:"
SECRET_BYTES = 16
TRACK_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class SlipClaim:
    """What the kiosk signs: this dossier was filed here, then. Whoever holds `secret` holds the slip."""

    receipt_code: str
    secret: bytes = field(repr=False)
    procedure: str
    submitted_at: datetime
    kiosk_id: str


def claim_bytes(claim: SlipClaim) -> bytes:
    """Return the payload to sign, in canonical CBOR (RFC 8949, section 4.2.1)."""
    return cbor2.dumps(
        {
            1: claim.receipt_code,
            2: claim.secret,
            3: claim.procedure,
            4: int(claim.submitted_at.timestamp()),
            5: claim.kiosk_id,
        },
        canonical=True,
    )


def claim_of(payload: bytes) -> SlipClaim | None:
    """Return what a verified payload claims; None when it isn't a slip's."""
    try:
        fields = cbor2.loads(payload)
        if not _is_claim(fields):
            return None
        at = datetime.fromtimestamp(fields[4], UTC)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, OSError):
        return None
    return SlipClaim(fields[1], fields[2], fields[3], at, fields[5])


def _is_claim(fields: Any) -> bool:
    kinds = {1: str, 2: bytes, 3: str, 4: int, 5: str}
    return (
        isinstance(fields, dict)
        and fields.keys() == kinds.keys()
        and all(type(fields[key]) is kind for key, kind in kinds.items())
        and len(fields[2]) == SECRET_BYTES
        and receipt_code_of(fields[1]) == fields[1]
    )


def signed_text(claim: SlipClaim, key: Ed25519PrivateKey) -> str:
    """Return the big code's text, signed with the kiosk's key."""
    return qr_text(cose.sign(claim_bytes(claim), kind=cose.Kind.SLIP, key=key))


def qr_text(signed: bytes) -> str:
    """Return the big code's text: only characters of a QR code's alphanumeric mode."""
    encoded: bytes = base45.b45encode(signed)
    return PREFIX + encoded.decode("ascii")


def signed_of(text: str) -> bytes | None:
    """Return the signed bytes in a big code's text; None when it is another kind of text."""
    stripped = text.strip()
    if not stripped.startswith(PREFIX):
        return None
    try:
        signed: bytes = base45.b45decode(stripped.removeprefix(PREFIX))
    except ValueError:
        return None
    return signed


def tracking_secret(slip_secret: bytes) -> str:
    """Return the twelve base32 characters that let their holder see the state, and nothing more.

    HKDF-SHA256 (RFC 5869) without salt, info "track": from it the slip secret can't be found.
    """
    derived = HKDF(SHA256(), length=8, salt=None, info=b"track").derive(slip_secret)
    return base64.b32encode(derived).decode("ascii")[:TRACK_CHARACTERS]


def slip_sha256(slip_secret: bytes) -> str:
    """Return what portal and kiosk keep of the slip secret, as hexadecimal digits."""
    return hashlib.sha256(slip_secret).hexdigest()


def track_sha256(slip_secret: bytes) -> str:
    """Return what portal and kiosk keep of the tracking secret: over its twelve ASCII characters."""
    return hashlib.sha256(tracking_secret(slip_secret).encode("ascii")).hexdigest()
