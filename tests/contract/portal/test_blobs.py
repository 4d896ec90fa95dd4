"""Uploads that go on where they stopped."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

import pytest

DATA = secrets.token_bytes(100_000)


def _fresh() -> tuple[bytes, str]:
    data = secrets.token_bytes(50_000)
    return data, hashlib.sha256(data).hexdigest()


def _offsets(answer: Any) -> tuple[str, str, str]:
    return tuple(answer.headers[f"Upload-{name}"] for name in ("Offset", "Length", "Complete"))  # type: ignore[return-value]


def test_blob_grows_by_chunks_until_complete(kiosk: Any) -> None:
    data, sha256 = _fresh()
    assert kiosk.call("HEAD", f"/v1/blobs/{sha256}").status_code == 404
    begun = kiosk.patch(sha256, data[:20_000], 0, len(data))
    assert (begun.status_code, _offsets(begun)) == (204, ("20000", "50000", "?0"))
    asked = kiosk.call("HEAD", f"/v1/blobs/{sha256}")
    assert (asked.status_code, _offsets(asked)) == (200, ("20000", "50000", "?0"))
    done = kiosk.patch(sha256, data[20_000:], 20_000)
    assert (done.status_code, _offsets(done)) == (201, ("50000", "50000", "?1"))
    assert _offsets(kiosk.call("HEAD", f"/v1/blobs/{sha256}")) == ("50000", "50000", "?1")


def test_wrong_offset_is_told_the_true_one(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data[:1000], 0, len(data))
    refused = kiosk.patch(sha256, data[2000:], 2000)
    assert (refused.status_code, refused.json()["code"], refused.json()["offset"]) == (
        409,
        "OTHER_OFFSET",
        1000,
    )
    assert _offsets(refused) == ("1000", "50000", "?0")


def test_chunk_sent_twice_counts_once(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data[:1000], 0, len(data))
    assert kiosk.patch(sha256, data[:1000], 0, len(data)).status_code == 409
    assert kiosk.patch(sha256, data[1000:], 1000).status_code == 201


def test_last_chunk_sent_twice_finds_all_there(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data, 0, len(data))
    again = kiosk.patch(sha256, data, 0, len(data))
    assert (again.status_code, _offsets(again)) == (409, ("50000", "50000", "?1"))


def test_damaged_blob_is_forgotten(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data[:1000], 0, len(data))
    refused = kiosk.patch(sha256, bytes(49_000), 1000)
    assert (refused.status_code, refused.json()["code"]) == (422, "HASH_MISMATCH")
    assert kiosk.call("HEAD", f"/v1/blobs/{sha256}").status_code == 404
    assert kiosk.patch(sha256, data, 0, len(data)).status_code == 201


def test_more_than_announced_is_refused_and_changes_nothing(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data[:1000], 0, len(data))
    refused = kiosk.patch(sha256, data, 1000)
    assert (refused.status_code, refused.json()["code"]) == (422, "BEYOND_LENGTH")
    assert kiosk.patch(sha256, data[1000:], 1000).status_code == 201


def test_length_cannot_change(kiosk: Any) -> None:
    data, sha256 = _fresh()
    kiosk.patch(sha256, data[:1000], 0, len(data))
    assert kiosk.patch(sha256, data[:10], 0, 10).json()["code"] == "OTHER_LENGTH"


def test_middle_of_an_unknown_blob_is_refused(kiosk: Any) -> None:
    data, sha256 = _fresh()
    refused = kiosk.patch(sha256, data[10:], 10, len(data))
    assert (refused.status_code, refused.json()["code"]) == (404, "BLOB_UNKNOWN")


@pytest.mark.parametrize(
    ("offset", "length", "data"),
    [
        ("-1", "5", b"x"),
        ("x", "5", b"x"),
        ("00", "5", b"x"),
        ("0", "0", b"x"),
        ("0", None, b"x"),
        ("0", "5", b""),
    ],
)
def test_malformed_headers_are_refused(kiosk: Any, *, offset: str, length: str | None, data: bytes) -> None:
    headers = {"Content_Type": "application/octet-stream", "Upload_Offset": offset}
    if length is not None:
        headers["Upload_Length"] = length
    refused = kiosk.call("PATCH", f"/v1/blobs/{_fresh()[1]}", data, **headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "HEADER_INVALID")


def test_path_is_a_hash(kiosk: Any) -> None:
    for wrong in ("A" * 64, "..", "%2e%2e%2fkeys", "a" * 63):
        assert kiosk.patch(wrong, b"x", 0, 1).status_code in (404, 422)


def test_body_has_a_limit_and_a_type(kiosk: Any) -> None:
    _, sha256 = _fresh()
    assert kiosk.patch(sha256, bytes((8 << 20) + 1), 0, 1 << 30).json()["code"] == "BODY_TOO_LARGE"
    refused = kiosk.call(
        "PATCH", f"/v1/blobs/{sha256}", b"x", Content_Type="text/plain", Upload_Offset="0", Upload_Length="1"
    )
    assert (refused.status_code, refused.json()["code"]) == (415, "MEDIA_TYPE_UNKNOWN")


def test_nobody_sees_anothers_blob(kiosk: Any, portal: Any, new_kiosk: Callable[[], Any]) -> None:
    other = new_kiosk()
    other.enrol(portal.new_code())
    blob = kiosk.upload(DATA)
    assert kiosk.call("HEAD", f"/v1/blobs/{blob.sha256}").status_code == 200
    assert other.call("HEAD", f"/v1/blobs/{blob.sha256}").status_code == 404
