"""Acting on a dossier with its slip and the applicant's card, or an officer's check of papers. Pure.

Wherever the slip was given: the portal answers with a capability, short-lived and for this kiosk alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

HEADER = "Motcua-Capability"
_PURPOSE = b"kiosk-access"
_CHALLENGE_BYTES = 8


@dataclass(frozen=True, slots=True)
class SlipProof:
    """What the slip's big code proves: whoever holds `secret` holds the slip."""

    receipt_code: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardProof:
    """The card's files as read, and its signature over `access_challenge`. `chip`: what the kiosk found."""

    at: str
    sod: bytes = field(repr=False)
    dg1: bytes = field(repr=False)
    dg14: bytes | None = field(repr=False)
    dg15: bytes | None = field(repr=False)
    active_signature: bytes | None = field(repr=False)
    chip: bool | None


@dataclass(frozen=True, slots=True)
class OfficerProof:
    """The code that an officer gave after looking at papers."""

    grant: str = field(repr=False)


Proof = CardProof | OfficerProof


@dataclass(frozen=True, slots=True)
class Access:
    """What this kiosk may act with. `documents` are the numbers of the papers to be had."""

    dossier_id: str
    capability: bytes = field(repr=False)
    expires_at: str
    state: int
    official_code: str | None
    documents: tuple[int, ...]


def access_challenge(receipt_code: str, kiosk_id: str, at: str) -> bytes:
    """Return the 8 bytes that the card signs: bound to this slip, kiosk and moment (docs/protocol)."""
    whole = b"\0".join((_PURPOSE, receipt_code.encode(), kiosk_id.encode(), at.encode()))
    return hashlib.sha256(whole).digest()[:_CHALLENGE_BYTES]
