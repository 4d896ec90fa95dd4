"""Events that a kiosk signs: the same thing is the same event, and only its own acknowledgement counts."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.events import Event, event, verified_state

DOSSIER, KIOSK = "019a9e5a-7c00-7000-8000-000000000001", "K-7Q4KM2HD"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PORTAL = Ed25519PrivateKey.from_private_bytes(bytes(31) + b"1")


def made(says: bytes = b"", *, dossier_id: str = DOSSIER, kind: str = "withdrawal", at: int = 0) -> Event:
    return event(
        kind,
        {"reason": ""},
        dossier_id=dossier_id,
        kiosk_id=KIOSK,
        happened_at=f"2026-11-23T09:00:{at:02}.000+07:00",
        says=says,
        key=KEY,
    )


def acknowledgement(of: Event, **bent: object) -> bytes:
    told = {
        "event_id": of.event_id,
        "dossier_id": of.dossier_id,
        "event_sha256": hashlib.sha256(of.document).hexdigest(),
        "received_at": "2026-11-23T02:00:00.000Z",
        "state": 7,
    }
    return cose.sign(json.dumps(told | bent).encode(), kind=cose.Kind.EVENT_ACKNOWLEDGEMENT, key=PORTAL)


def test_same_thing_later_is_the_same_event() -> None:
    assert made(at=1).event_id == made(at=2).event_id
    assert re.fullmatch(r"019a9e5a-7c00-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", made().event_id)


def test_another_thing_is_another_event() -> None:
    others = [made(b"x"), made(kind="handed_over"), made(dossier_id=DOSSIER[:-1] + "2"), made()]
    assert len({each.event_id for each in others}) == len(others)


def test_acknowledgement_of_this_event_tells_the_state() -> None:
    assert verified_state(acknowledgement(made()), of=made(), key=PORTAL.public_key()) == 7


@pytest.mark.parametrize(
    "bent", [{"event_id": DOSSIER}, {"dossier_id": "x"}, {"event_sha256": "0" * 64}, {"state": None}]
)
def test_acknowledgement_of_another_event_does_not_count(bent: dict[str, object]) -> None:
    with pytest.raises(KioskError) as caught:
        verified_state(acknowledgement(made(), **bent), of=made(), key=PORTAL.public_key())
    assert caught.value.code is Code.SIGNATURE_INVALID


def test_acknowledgement_by_somebody_else_does_not_count() -> None:
    with pytest.raises(KioskError):
        verified_state(acknowledgement(made()), of=made(), key=KEY.public_key())
