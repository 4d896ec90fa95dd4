"""Who may call: the signature covers method, target, time, body and the upload's headers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.core import http_signing

BODY = json.dumps(
    {"cursor": "", "wait_s": 0, "heartbeat": {"software": "1", "queue": 0, "oldest_s": 0, "problems": []}}
).encode()


def _signed(kiosk: Any, **headers: str) -> http_signing.Request:
    request = http_signing.Request(
        "POST", f"{kiosk.portal.url}/v1/state", {"Content-Type": "application/json", **headers}, BODY
    )
    http_signing.sign(request, key=kiosk.key, created_s=int(time.time()))
    return request


def _refusal(kiosk: Any, request: http_signing.Request) -> tuple[int, str]:
    answer = kiosk.send(request)
    return answer.status_code, answer.json()["code"]


def test_signed_call_is_answered(kiosk: Any) -> None:
    assert kiosk.send(_signed(kiosk)).status_code == 200


def test_unsigned_call_is_refused(kiosk: Any) -> None:
    request = http_signing.Request(
        "POST", f"{kiosk.portal.url}/v1/state", {"Content-Type": "application/json"}, BODY
    )
    assert _refusal(kiosk, request) == (401, "SIGNATURE_MISSING")


def test_stranger_is_unknown(new_kiosk: Callable[[], Any]) -> None:
    stranger = new_kiosk()
    assert _refusal(stranger, _signed(stranger)) == (401, "SIGNER_UNKNOWN")


@pytest.mark.parametrize("off_s", [-301 - 5, 301 + 5])
def test_clock_too_far_off_is_told_with_the_portals_time(kiosk: Any, off_s: int) -> None:
    answer = kiosk.call(
        "POST", "/v1/state", BODY, created_s=int(time.time()) + off_s, Content_Type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_STALE")
    assert "Date" in answer.headers


@pytest.mark.parametrize("off_s", [-290, 290])
def test_clock_a_little_off_is_borne(kiosk: Any, off_s: int) -> None:
    answer = kiosk.call(
        "POST", "/v1/state", BODY, created_s=int(time.time()) + off_s, Content_Type="application/json"
    )
    assert answer.status_code == 200


def test_changed_body_is_noticed(kiosk: Any) -> None:
    request = _signed(kiosk)
    changed = http_signing.Request(request.method, request.url, request.headers, BODY + b" ")
    assert _refusal(kiosk, changed) == (401, "DIGEST_MISMATCH")


def test_changed_path_is_noticed(kiosk: Any) -> None:
    request = _signed(kiosk)
    moved = http_signing.Request("PUT", f"{kiosk.portal.url}/v1/dossiers/x", request.headers, BODY)
    assert _refusal(kiosk, moved) == (401, "SIGNATURE_INVALID")


def test_query_that_was_not_signed_is_noticed(kiosk: Any) -> None:
    request = _signed(kiosk)
    moved = http_signing.Request("POST", request.url + "?a=1", request.headers, BODY)
    assert _refusal(kiosk, moved) == (401, "SIGNATURE_INVALID")


def test_header_that_should_be_covered_is_required(kiosk: Any) -> None:
    request = _signed(kiosk)
    request.headers["Upload-Offset"] = "0"
    assert _refusal(kiosk, request) == (401, "SIGNATURE_INVALID")


def test_forged_signature_is_refused(kiosk: Any) -> None:
    request = _signed(kiosk)
    request.headers["Signature"] = "kiosk=:" + "A" * 86 + "==:"
    assert _refusal(kiosk, request) == (401, "SIGNATURE_INVALID")


@pytest.mark.parametrize(
    "garbage", ["", "kiosk", "kiosk=()", 'kiosk=("@method");created="x"', "=;;", "kiosk=1"]
)
def test_garbage_in_the_signature_is_refused(kiosk: Any, garbage: str) -> None:
    request = _signed(kiosk)
    request.headers["Signature-Input"] = garbage
    assert _refusal(kiosk, request)[0] == 401


def test_unknown_paths_and_methods_have_words(kiosk: Any) -> None:
    assert kiosk.call("GET", "/v1/nothing").json()["code"] == "PATH_UNKNOWN"
    assert kiosk.call("GET", "/v1/state").json()["code"] == "METHOD_UNKNOWN"
