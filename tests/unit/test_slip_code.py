"""The slip's two codes: they read back, they verify offline, and they prove nothing when tampered with."""

from __future__ import annotations

from datetime import UTC, datetime

import cbor2
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import cose
from kiosk.core.receipt_check import NO_CODE, NOT_A_SLIP, OTHER_KIOSK, checked
from kiosk.core.signed_lists import KioskKey, KioskKeys
from kiosk.core.slip_code import (
    SlipClaim,
    claim_bytes,
    claim_of,
    qr_text,
    signed_of,
    slip_sha256,
    track_sha256,
    tracking_secret,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
CLAIM = SlipClaim(
    "TH01-9D5M-PJTK", bytes(range(16)), "3.000348", datetime(2026, 11, 23, 2, 41, tzinfo=UTC), "K-0000TH01"
)


def carried(state: str = "active", kiosk_id: str = "K-0000TH01") -> KioskKeys:
    entry = KioskKey(kiosk_id, KEY.public_key(), state)
    return KioskKeys(1, {cose.key_id(KEY.public_key()): entry})


def code_of(payload: bytes, key: Ed25519PrivateKey = KEY, kind: cose.Kind = cose.Kind.SLIP) -> str:
    return qr_text(cose.sign(payload, kind=kind, key=key))


def test_a_claim_reads_back() -> None:
    assert claim_of(claim_bytes(CLAIM)) == CLAIM


def test_its_payload_has_the_five_numbered_facts() -> None:
    assert cbor2.loads(claim_bytes(CLAIM)) == {
        1: "TH01-9D5M-PJTK",
        2: bytes(range(16)),
        3: "3.000348",
        4: 1795401660,
        5: "K-0000TH01",
    }


def test_the_code_fits_version_14_at_level_m_in_alphanumeric_mode() -> None:
    longest = SlipClaim(
        "TH01-9D5M-PJTK", bytes(16), "2.000815.000.00.00.H55", CLAIM.submitted_at, "K-0000TH01"
    )
    code = segno.make_qr(code_of(claim_bytes(longest)), error="m", boost_error=False)
    assert code.mode == "alphanumeric"
    assert int(code.version) <= 14


def test_a_genuine_slip_is_valid_and_its_secret_stays_out_of_the_answer() -> None:
    verdict = checked([code_of(claim_bytes(CLAIM))], carried())
    assert verdict.document() == {
        "valid": True,
        "receipt_code": "TH01-9D5M-PJTK",
        "kiosk_id": "K-0000TH01",
        "procedure": "3.000348",
        "submitted_at": "2026-11-23T02:41:00Z",
        "why": None,
    }


def test_the_big_code_is_found_among_others() -> None:
    texts = ["https://dvc.example.vn/t#X", code_of(claim_bytes(CLAIM))]
    assert checked(texts, carried()).valid


@pytest.mark.parametrize("text", ["", "xin chào", "MCK1:", "MCK1:á", "MCK2:ABC"])
def test_other_texts_are_no_slip(text: str) -> None:
    verdict = checked([text], carried())
    assert not verdict.valid
    assert verdict.receipt_code is None
    assert verdict.why


def test_no_text_at_all_says_that_no_code_was_found() -> None:
    assert checked([], carried()).why == NO_CODE


@given(st.data())
def test_one_changed_character_makes_it_worthless(data: st.DataObject) -> None:
    good = code_of(claim_bytes(CLAIM))
    at = data.draw(st.integers(5, len(good) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
    forged = good[:at] + other + good[at + 1 :]
    assert checked([forged], carried()).valid == (signed_of(forged) == signed_of(good))


def test_a_stranger_s_signature_proves_nothing() -> None:
    verdict = checked([code_of(claim_bytes(CLAIM), key=OTHER)], carried())
    assert not verdict.valid
    assert "Không rõ ai đã ký" in str(verdict.why)


def test_a_revoked_key_proves_nothing_and_a_retired_one_does() -> None:
    text = code_of(claim_bytes(CLAIM))
    assert not checked([text], carried("revoked")).valid
    assert checked([text], carried("retired")).valid


def test_another_kind_of_document_is_no_slip() -> None:
    text = code_of(claim_bytes(CLAIM), kind=cose.Kind.MANIFEST)
    assert not checked([text], carried()).valid


def test_a_kiosk_can_not_speak_for_another() -> None:
    verdict = checked([code_of(claim_bytes(CLAIM))], carried(kiosk_id="K-0000TH02"))
    assert verdict.why == OTHER_KIOSK


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        cbor2.dumps([1]),
        cbor2.dumps({1: "TH01-9D5M-PJTK"}),
        cbor2.dumps({1: "TH01-9D5M-PJTX", 2: bytes(16), 3: "x", 4: 1, 5: "K"}),
        cbor2.dumps({1: "TH01-9D5M-PJTK", 2: bytes(15), 3: "x", 4: 1, 5: "K"}),
        cbor2.dumps({1: "TH01-9D5M-PJTK", 2: bytes(16), 3: "x", 4: True, 5: "K"}),
        cbor2.dumps({1: "TH01-9D5M-PJTK", 2: bytes(16), 3: "x", 4: 2**70, 5: "K"}),
    ],
)
def test_a_signed_payload_of_another_shape_is_no_slip(payload: bytes) -> None:
    verdict = checked([code_of(payload)], carried())
    assert verdict.why == NOT_A_SLIP


def test_the_tracking_secret_is_the_documented_derivation() -> None:
    # RFC 5869 with SHA-256, no salt, info "track", worked out with HMAC by hand
    import base64
    import hashlib
    import hmac

    extracted = hmac.digest(bytes(32), CLAIM.secret, "sha256")
    expanded = hmac.digest(extracted, b"track\x01", "sha256")
    expected = base64.b32encode(expanded).decode()[:12]
    assert tracking_secret(CLAIM.secret) == expected
    assert track_sha256(CLAIM.secret) == hashlib.sha256(expected.encode()).hexdigest()
    assert slip_sha256(CLAIM.secret) == hashlib.sha256(CLAIM.secret).hexdigest()


def test_the_secret_is_in_no_repr() -> None:
    assert "secret" not in repr(CLAIM)
