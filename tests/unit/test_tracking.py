"""What a slip asks with, however its codes reach us, and how a standing is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.slip_code import SlipClaim, signed_text, track_sha256, tracking_secret
from kiosk.core.tracking import STATES, SlipHandle, Standing, Told, handle_of

SECRET = bytes(range(16))
CODE = "TH01-9D5M-PJTK"
TRACK = tracking_secret(SECRET)
AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


def big() -> str:
    claim = SlipClaim(CODE, SECRET, "3.000348", AT, "K-7Q4KM2HD")
    return signed_text(claim, Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.mark.parametrize(
    "text",
    [
        big(),
        f"https://portal.example:8443/t#{CODE}.{TRACK}",
        f"{CODE}.{TRACK}",
        f"{CODE} {TRACK[:4]} {TRACK[4:8]} {TRACK[8:]}",
        f"  {CODE.lower()} {TRACK.lower()}\n",
    ],
)
def test_every_code_of_the_slip_asks_the_same(text: str) -> None:
    handle = handle_of(["https://example.vn", text])
    assert handle == SlipHandle(CODE, TRACK)
    assert handle.track_sha256 == track_sha256(SECRET)


@pytest.mark.parametrize(
    "text", ["", CODE, f"{CODE}.{TRACK[:11]}", f"TH01-9D5M-PJTJ.{TRACK}", "MCK1:ABC", "MCK1:"]
)
def test_what_is_no_slip_asks_nothing(text: str) -> None:
    assert handle_of([text]) is None


def test_secret_is_not_shown_by_the_handle() -> None:
    assert TRACK not in repr(handle_of([big()]))


def test_every_national_state_has_words() -> None:
    assert sorted(STATES) == list(range(1, 11))


def test_unsent_is_said_in_words() -> None:
    standing = Standing(CODE, "3.000348", None, None, None, None, None)
    told = Told(standing, "kiosk", AT, 0, "x")
    assert told.document()["state_vi"].startswith("Còn ở kiosk")
    assert (
        told.sentence().splitlines()[0]
        == "Tình trạng: Còn ở kiosk, chưa gửi được · Still at the kiosk, not sent yet"
    )
