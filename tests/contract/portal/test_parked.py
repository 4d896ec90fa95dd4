"""Parked visits at the portal: handed out once, for the right proof, to whoever has it; then forgotten."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.core.manifest import SealedFile
from portal.sweeping import sweep

AUTH = bytes(range(32))


@pytest.fixture
def content() -> bytes:
    """A ciphertext of its own."""
    return secrets.token_bytes(5000)


@pytest.fixture
def parked(kiosk: Any, content: bytes, check_schema: Any) -> str:
    """The id of what was parked."""
    parked_id = secrets.token_hex(16)
    answer = _park(kiosk, parked_id, kiosk.upload(content))
    assert answer.status_code == 201
    check_schema("parked", answer.json())
    return parked_id


@pytest.fixture
def other(portal: Any, new_kiosk: Callable[[], Any]) -> Any:
    """Another kiosk of the same portal."""
    made = new_kiosk()
    made.enrol(portal.new_code())
    return made


def _park(kiosk: Any, parked_id: str, blob: SealedFile, auth: bytes = AUTH) -> Any:
    body = {
        "factor": "code",
        "auth_sha256": hashlib.sha256(auth).hexdigest(),
        "blob": {"sha256": blob.sha256, "bytes": blob.bytes},
    }
    text = json.dumps(body).encode()
    return kiosk.call("PUT", f"/v1/parked/{parked_id}", text, Content_Type="application/json")


def _claim(kiosk: Any, parked_id: str, auth: bytes = AUTH) -> Any:
    body = json.dumps({"auth": base64.b64encode(auth).decode()}).encode()
    return kiosk.call("POST", f"/v1/parked/{parked_id}/claim", body, Content_Type="application/json")


def _content(kiosk: Any, parked_id: str) -> Any:
    return kiosk.call("GET", f"/v1/parked/{parked_id}/content")


def _stored(portal: Any, kiosk: Any, content: bytes) -> bool:
    return portal.here.blobs.status(kiosk.kiosk_id, hashlib.sha256(content).hexdigest()) is not None


def test_another_kiosk_takes_it_with_the_proof_and_then_it_is_gone(
    kiosk: Any, other: Any, portal: Any, parked: str, content: bytes, check_schema: Any
) -> None:
    assert other.call("GET", f"/v1/parked/{parked}").json()["factor"] == "code"
    for _ in range(2):  # a lost answer is healed by asking again
        claimed = _claim(other, parked)
        assert claimed.status_code == 200
    check_schema("claim-answer", claimed.json())
    assert _content(other, parked).content == content
    for _ in range(2):
        assert other.call("DELETE", f"/v1/parked/{parked}").status_code == 204
    assert not _stored(portal, kiosk, content)
    assert _claim(kiosk, parked).json()["code"] == "PARKED_UNKNOWN"


def test_parking_again_changes_nothing_and_another_visit_is_refused(
    kiosk: Any, other: Any, parked: str, content: bytes
) -> None:
    assert _park(kiosk, parked, kiosk_blob(content)).status_code == 200
    another = kiosk.upload(b"another")
    assert _park(kiosk, parked, another).json()["code"] == "OTHER_PARKED"
    assert _park(other, parked, other.upload(content)).json()["code"] == "OTHER_PARKED"


def kiosk_blob(content: bytes) -> SealedFile:
    return SealedFile(hashlib.sha256(content).hexdigest(), len(content))


def test_only_the_kiosk_that_claimed_it_gets_the_ciphertext(kiosk: Any, other: Any, parked: str) -> None:
    for each in (kiosk, other):
        assert _content(each, parked).json()["code"] == "PARKED_UNKNOWN"
    _claim(other, parked)
    assert _content(kiosk, parked).status_code == 404
    refused = _claim(kiosk, parked)
    assert (refused.status_code, refused.json()["code"]) == (409, "PARKED_CLAIMED")


def test_stranger_cannot_drop_it(other: Any, parked: str, kiosk: Any) -> None:
    assert other.call("DELETE", f"/v1/parked/{parked}").status_code == 204
    assert _claim(kiosk, parked).status_code == 200


def test_ten_wrong_proofs_lock_it_until_an_officer_decides(other: Any, portal: Any, parked: str) -> None:
    for left in range(9, -1, -1):
        assert _claim(other, parked, bytes(32)).json()["code"] == "PARKED_PROOF_WRONG"
        assert other.call("GET", f"/v1/parked/{parked}").json()["tries_left"] == left
    refused = _claim(other, parked)
    assert (refused.status_code, refused.json()["code"]) == (423, "PARKED_LOCKED")
    assert portal.run("parked-unlock", parked) == {"unlocked": parked}
    assert _claim(other, parked).status_code == 200
    assert portal.command("parked-unlock", "0" * 32).returncode == 1


def test_ciphertext_must_be_there_first(kiosk: Any) -> None:
    missing = SealedFile("ab" * 32, 10)
    assert _park(kiosk, "0" * 32, missing).json()["code"] == "MISSING_BLOBS"
    assert _park(kiosk, "no-id", missing).json()["code"] == "PATH_INVALID"
    assert kiosk.call("GET", "/v1/parked/no-id").json()["code"] == "PATH_INVALID"


def test_parked_visit_is_forgotten_after_its_time(
    kiosk: Any, portal: Any, parked: str, content: bytes
) -> None:
    later = replace(portal.here, clock=lambda: portal.here.clock() + timedelta(days=7, minutes=1))
    sweep(later)
    assert not _stored(portal, kiosk, content)
    assert kiosk.call("GET", f"/v1/parked/{parked}").status_code == 404


def test_sweep_drops_what_nothing_named_for_thirty_days_and_nothing_else(
    kiosk: Any, portal: Any, sample: Any
) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    kiosk.until_opened(sample.dossier_id)
    orphan, fresh = secrets.token_bytes(100), secrets.token_bytes(100)
    kiosk.upload(orphan)
    begun = hashlib.sha256(b"never finished").hexdigest()
    assert kiosk.patch(begun, b"never", 0, 14).status_code == 204
    month_ago = portal.here.clock().timestamp() - timedelta(days=30, minutes=1).total_seconds()
    for file in (portal.data / "blobs" / kiosk.kiosk_id).glob("*/*"):
        os.utime(file, (month_ago, month_ago))
    kiosk.upload(fresh)
    assert sweep(portal.here) >= 2
    assert not _stored(portal, kiosk, orphan)
    assert portal.here.blobs.status(kiosk.kiosk_id, begun) is None
    assert _stored(portal, kiosk, fresh)
    assert all(_stored(portal, kiosk, data) for data in sample.files)


def test_dropping_a_parked_visit_spares_a_blob_that_a_dossier_names(
    kiosk: Any, portal: Any, sample: Any
) -> None:
    kiosk.put(sample.dossier_id, sample.uploaded(kiosk))
    parked_id = secrets.token_hex(16)
    assert _park(kiosk, parked_id, kiosk_blob(sample.files[0])).status_code == 201
    assert kiosk.call("DELETE", f"/v1/parked/{parked_id}").status_code == 204
    assert _stored(portal, kiosk, sample.files[0])
