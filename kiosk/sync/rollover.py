"""A kiosk's new key: a statement that the new key signs, and the old key around it (docs/protocol)."""

from __future__ import annotations

import json
from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.enrolment import text_of_key
from kiosk.core.errors import Code
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError


def roll_over(
    client: PortalClient, kiosk_id: str, *, old: Ed25519PrivateKey, new: Ed25519PrivateKey
) -> bytes:
    """Return the signed list of kiosk keys in which the new key is active. Repeating it changes nothing.

    Blocks. Raises PortalError; its problem is ROLLOVER_REFUSED when the old key was replaced by another.
    """
    statement = {
        "kiosk_id": kiosk_id,
        "old_key_id": cose.key_id(old.public_key()).hex(),
        "public_key": text_of_key(new.public_key()),
    }
    inner = cose.sign(json.dumps(statement).encode(), kind=cose.Kind.KEY_ROLLOVER, key=new)
    answer = client.call(
        "POST",
        "/v1/key-rollover",
        expect=frozenset({200}),
        body=cose.sign(inner, kind=cose.Kind.KEY_ROLLOVER, key=old),
        headers={"Content-Type": cose.MEDIA_TYPE},
    )
    try:
        return b64decode(json.loads(answer.body)["kiosk_keys"], validate=True)
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "key-rollover", connected=True) from error
