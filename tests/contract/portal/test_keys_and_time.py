"""The portal's signed time, the list of kiosk keys, and a key replaced by another."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose, enrolment, signed_lists

ROLLOVER = cose.Kind.KEY_ROLLOVER


def _statement(kiosk: Any, new: Ed25519PrivateKey, **bent: str) -> bytes:
    payload = {
        "kiosk_id": kiosk.kiosk_id,
        "old_key_id": cose.key_id(kiosk.key.public_key()).hex(),
        "public_key": enrolment.text_of_key(new.public_key()),
    } | bent
    inner = cose.sign(json.dumps(payload).encode(), kind=ROLLOVER, key=new)
    return cose.sign(inner, kind=ROLLOVER, key=kiosk.key)


def _roll(kiosk: Any, body: bytes) -> Any:
    return kiosk.call("POST", "/v1/key-rollover", body, Content_Type=cose.MEDIA_TYPE)


def test_time_is_signed_over_the_nonce(kiosk: Any) -> None:
    nonce = secrets.token_hex(16)
    answer = kiosk.session.post(f"{kiosk.portal.url}/v1/time", json={"nonce": nonce})
    told = json.loads(cose.verify(answer.content, kind=cose.Kind.TIME, key=kiosk.portal_key.key))
    assert told["nonce"] == nonce
    assert abs((datetime.fromisoformat(told["now"]) - datetime.now(UTC)).total_seconds()) < 60  # noqa: TID251 -- the tester's clock


@pytest.mark.parametrize("body", [{}, {"nonce": "short"}, {"nonce": "0" * 32, "more": 1}, []])
def test_time_without_a_proper_nonce_is_refused(kiosk: Any, body: object) -> None:
    assert kiosk.session.post(f"{kiosk.portal.url}/v1/time", json=body).status_code == 422


def test_list_of_keys_can_be_fetched(kiosk: Any) -> None:
    answer = kiosk.call("GET", "/v1/kiosk-keys")
    keys = signed_lists.verified_kiosk_keys(answer.content, portal=kiosk.portal_key)
    assert keys.kiosk_of(cose.key_id(kiosk.key.public_key())) == kiosk.kiosk_id


def test_new_key_takes_over_and_the_old_ones_documents_still_prove(kiosk: Any, sample: Any) -> None:
    document = sample.uploaded(kiosk)
    old, new = kiosk.key, Ed25519PrivateKey.generate()
    body = _statement(kiosk, new)
    answer = _roll(kiosk, body)
    assert answer.status_code == 200
    keys = signed_lists.verified_kiosk_keys(
        base64.b64decode(answer.json()["kiosk_keys"]), portal=kiosk.portal_key
    )
    states = {
        name: keys.keys[cose.key_id(key.public_key())].state for name, key in (("old", old), ("new", new))
    }
    assert states == {"old": "retired", "new": "active"}
    assert _roll(kiosk, body).status_code == 200  # the answer was lost: again, by the old key
    refused = kiosk.put(sample.dossier_id, document)
    assert (refused.status_code, refused.json()["code"]) == (403, "KIOSK_REVOKED")
    kiosk.key = new
    assert _roll(kiosk, body).status_code == 200
    assert kiosk.put(sample.dossier_id, document).status_code == 201


def test_rollover_without_the_new_keys_signature_is_refused(kiosk: Any) -> None:
    new = Ed25519PrivateKey.generate()
    payload = {
        "kiosk_id": kiosk.kiosk_id,
        "old_key_id": cose.key_id(kiosk.key.public_key()).hex(),
        "public_key": enrolment.text_of_key(new.public_key()),
    }
    forged = cose.sign(json.dumps(payload).encode(), kind=ROLLOVER, key=kiosk.key)
    assert _roll(kiosk, cose.sign(forged, kind=ROLLOVER, key=kiosk.key)).json()["code"] == "SIGNER_UNKNOWN"


@pytest.mark.parametrize("bent", [{"kiosk_id": "K-00000000"}, {"old_key_id": "0" * 16}])
def test_rollover_of_somebody_else_is_refused(kiosk: Any, bent: dict[str, str]) -> None:
    body = _statement(kiosk, Ed25519PrivateKey.generate(), **bent)
    assert _roll(kiosk, body).json()["code"] == "ROLLOVER_REFUSED"


def test_retired_key_cannot_roll_over_again(kiosk: Any) -> None:
    _roll(kiosk, _statement(kiosk, Ed25519PrivateKey.generate()))
    refused = _roll(kiosk, _statement(kiosk, Ed25519PrivateKey.generate()))
    assert (refused.status_code, refused.json()["code"]) == (422, "ROLLOVER_REFUSED")


def test_revoked_kiosk_is_refused_and_every_kiosk_hears_of_it(
    kiosk: Any, portal: Any, new_kiosk: Any
) -> None:
    stolen = new_kiosk()
    stolen.enrol(portal.new_code())
    assert portal.run("revoke", stolen.kiosk_id) == {"kiosk_id": stolen.kiosk_id, "keys": 1}
    refused = stolen.call("GET", "/v1/kiosk-keys")
    assert (refused.status_code, refused.json()["code"]) == (403, "KIOSK_REVOKED")
    [told] = [change for change in kiosk.state()["changes"] if change["kind"] == "kiosk_keys"]
    document = base64.b64decode(told["document"])
    keys = signed_lists.verified_kiosk_keys(document, portal=kiosk.portal_key)
    key_id = cose.key_id(stolen.key.public_key())
    assert keys.keys[key_id].state == "revoked"
    assert key_id not in keys.proving()
    again = portal.command("revoke", stolen.kiosk_id)
    assert (again.returncode, again.stderr[:8]) == (1, "SIGN-002")
