"""Capabilities: the portal's signed word that one kiosk may act on one dossier for a quarter of an hour.

Nothing is stored to believe one: signature, dossier, kiosk and time are all there is. Who was given one, and
on what proof, is recorded beside (`store/grants.py`).
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from kiosk.core import cose
from kiosk.core.errors import KioskError
from portal.parts import Portal, text_of

LASTS = timedelta(minutes=15)
_LONGEST = 2048


def give(portal: Portal, dossier_id: str, kiosk_id: str, *, proof: str) -> tuple[bytes, str]:
    """Return a capability and when it ends. `proof` is `card` or `officer`."""
    expires_at = text_of(portal.clock() + LASTS)
    payload = {"dossier_id": dossier_id, "kiosk_id": kiosk_id, "proof": proof, "expires_at": expires_at}
    signed = cose.sign(
        json.dumps(payload).encode(), kind=cose.Kind.CAPABILITY, key=portal.authority.signing_key
    )
    return signed, expires_at


def holds(portal: Portal, header: str | None, *, dossier_id: str, kiosk_id: str) -> bool:
    """Tell whether a header's capability lets this kiosk act on this dossier now."""
    if header is None or len(header) > _LONGEST:
        return False
    try:
        document = base64.b64decode(header, validate=True)
        key = portal.authority.signing_key.public_key()
        told = json.loads(cose.verify(document, kind=cose.Kind.CAPABILITY, key=key))
    except (KioskError, ValueError):
        return False
    mine = (told["dossier_id"], told["kiosk_id"]) == (dossier_id, kiosk_id)
    return mine and bool(portal.moment() < told["expires_at"])
