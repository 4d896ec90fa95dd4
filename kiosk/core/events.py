"""What happens to a dossier after filing, as this kiosk signs it (docs/protocol, "Events"). Pure.

An event's id comes from what it says, so the same thing filed again, after a lost answer or by a second
touch, is the same event and counts once.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `members` are those of its kind in docs/protocol/schemas/event.json."""

    event_id: str
    dossier_id: str
    document: bytes = field(repr=False)
    """The exact signed bytes."""


def event(  # noqa: PLR0913 -- what stands in it
    kind: str,
    members: dict[str, Any],
    *,
    dossier_id: str,
    kiosk_id: str,
    happened_at: str,
    says: bytes,
    key: Ed25519PrivateKey,
) -> Event:
    """Return a signed event. `says` is what makes it this one: another reason, other papers."""
    event_id = _id_of(dossier_id, kiosk_id, kind, says)
    payload = {
        "event_id": event_id,
        "dossier_id": dossier_id,
        "kiosk_id": kiosk_id,
        "happened_at": happened_at,
        "kind": kind,
    }
    text = json.dumps(payload | members, ensure_ascii=False).encode()
    return Event(event_id, dossier_id, cose.sign(text, kind=cose.Kind.EVENT, key=key))


def verified_state(document: bytes, *, of: Event, key: Ed25519PublicKey) -> int:
    """Return the dossier's state from the portal's acknowledgement of exactly this event.

    Raises KioskError SIGNATURE_INVALID (also for another event's), SIGNER_UNKNOWN.
    """
    payload = cose.verify(document, kind=cose.Kind.EVENT_ACKNOWLEDGEMENT, key=key)
    try:
        told = json.loads(payload)
        mine = (told["event_id"], told["dossier_id"], told["event_sha256"])
        state = int(told["state"])
    except (ValueError, TypeError, KeyError) as error:
        raise KioskError(Code.SIGNATURE_INVALID, "acknowledgement of another shape") from error
    if mine != (of.event_id, of.dossier_id, hashlib.sha256(of.document).hexdigest()):
        raise KioskError(Code.SIGNATURE_INVALID, "acknowledgement of another event")
    return state


def _id_of(dossier_id: str, kiosk_id: str, kind: str, says: bytes) -> str:
    """Return a UUIDv7 with the dossier's time and, in place of chance, a hash of what is said."""
    parts = (dossier_id.encode(), kiosk_id.encode(), kind.encode(), hashlib.sha256(says).digest())
    digest = hashlib.sha256(b"\0".join(parts)).digest()
    time, chance = dossier_id.replace("-", "")[:12], digest.hex()
    text = f"{time}7{chance[:3]}8{chance[3:18]}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
