"""The portal's signed time, asked over one connection on which the dates of certificates aren't checked.

Nothing else travels on it, and nothing but the portal key's signature over our nonce counts (docs/protocol).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import Rng

_NONCE_BYTES = 16
CLOCK_OFF_S = 60.0
"""A clock that is off by less is right; then the certificate really is out of date."""


@dataclass(frozen=True, slots=True)
class Notary:
    """Whose signed time counts, and chance for the nonce."""

    portal_key: Ed25519PublicKey
    rng: Rng


def signed_time_s(post: Callable[[bytes], bytes], notary: Notary) -> float:
    """Return the portal's time in Unix seconds; `post` sends a body to `/v1/time` and gives the answer.

    Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN, and what `post` raises.
    """
    nonce = notary.rng(_NONCE_BYTES).hex()
    answer = post(json.dumps({"nonce": nonce}).encode())
    payload = cose.verify(answer, kind=cose.Kind.TIME, key=notary.portal_key)
    try:
        document = json.loads(payload)
        at_s = datetime.fromisoformat(document["now"]).timestamp()
    except (ValueError, TypeError, KeyError) as error:
        raise KioskError(Code.SIGNATURE_INVALID, "time of another shape") from error
    if document.get("nonce") != nonce:
        raise KioskError(Code.SIGNATURE_INVALID, "time of another question")
    return at_s
