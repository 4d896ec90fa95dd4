"""The enrolment code, and the proof of possession that a new kiosk sends."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import cose, crockford, enrolment
from kiosk.core.errors import Code, KioskError


def _anchors(scalar: int = 7) -> enrolment.Anchors:
    key = ec.derive_private_key(scalar, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + timedelta(days=9))
    root = Ed25519PrivateKey.from_private_bytes(bytes(32))
    return enrolment.Anchors(builder.sign(key, hashes.SHA256()), root.public_key())


ANCHORS = _anchors()
CODE = enrolment.new_code(ANCHORS, lambda count: bytes(range(count)))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_code_is_secret_then_anchors_then_check_character() -> None:
    plain = CODE.text().replace("-", "")
    assert [len(group) for group in CODE.text().split("-")] == [4] * 7 + [5]
    assert crockford.decode(plain[:16]) == bytes(range(10))
    assert crockford.decode(plain[16:32]) == enrolment.hash_of_anchors(ANCHORS)[:10]
    assert plain[32] == crockford.check_character(plain[:32])


def test_code_is_read_as_people_write_it() -> None:
    written = CODE.text().lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert enrolment.parse_code(f" {written} ") == CODE


def test_code_says_which_portal_it_is_for() -> None:
    assert CODE.is_for(ANCHORS)
    assert not CODE.is_for(_anchors(8))


def test_code_and_request_show_no_secret() -> None:
    assert "secret=" not in repr(CODE)


@given(position=st.integers(0, 32), replacement=st.sampled_from(crockford.ALPHABET))
def test_one_wrong_character_is_noticed(position: int, replacement: str) -> None:
    plain = CODE.text().replace("-", "")
    typed = plain[:position] + replacement + plain[position + 1 :]
    if typed == plain:
        assert enrolment.parse_code(typed) == CODE
        return
    with pytest.raises(KioskError) as caught:
        enrolment.parse_code(typed)
    assert caught.value.code is Code.ENROL_CODE_WRONG


@given(secret=st.binary(min_size=10, max_size=10), position=st.integers(0, 31))
def test_exchanged_neighbours_are_noticed(secret: bytes, position: int) -> None:
    plain = enrolment.new_code(ANCHORS, lambda _: secret).text().replace("-", "")
    pair = plain[position : position + 2]
    typed = plain[:position] + pair[::-1] + plain[position + 2 :]
    if typed == plain:
        return
    with pytest.raises(KioskError):
        enrolment.parse_code(typed)


@pytest.mark.parametrize("typed", ["", "A", "U" * 33, CODE.text()[:-1], CODE.text() + "0", "ệ" * 33])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(KioskError) as caught:
        enrolment.parse_code(typed)
    assert caught.value.code is Code.ENROL_CODE_WRONG


@given(st.binary(max_size=40))
def test_base32_gives_back_every_byte_string(data: bytes) -> None:
    assert crockford.decode(crockford.encode(data)) == data


def test_request_proves_possession_and_names_the_portal() -> None:
    body = enrolment.signed_request(CODE, ANCHORS, key=KEY, site_code="TH01")
    request = enrolment.parse_request(body)
    assert request.secret == CODE.secret
    assert request.public_key.public_bytes_raw() == KEY.public_key().public_bytes_raw()
    assert request.root_sha256 == hashlib.sha256(ANCHORS.root.public_bytes_raw()).hexdigest()
    assert request.site_code == "TH01"


def test_request_with_somebody_elses_key_is_refused() -> None:
    mine = json.loads(
        cose.unverified_payload(enrolment.signed_request(CODE, ANCHORS, key=KEY, site_code="TH01"))
    )
    thief = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
    with pytest.raises(KioskError) as caught:
        enrolment.parse_request(cose.sign(json.dumps(mine).encode(), kind=cose.Kind.ENROLMENT, key=thief))
    assert caught.value.code is Code.SIGNER_UNKNOWN


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"site_code": "TH1"},
        {"site_code": None},
        {"secret": "0" * 15},
        {"secret": "U" * 16},
        {"public_key": "AA=="},
    ],
)
def test_request_of_another_shape_is_refused(change: dict[str, object]) -> None:
    payload = json.loads(
        cose.unverified_payload(enrolment.signed_request(CODE, ANCHORS, key=KEY, site_code="TH01"))
    )
    body = cose.sign(json.dumps(payload | change).encode(), kind=cose.Kind.ENROLMENT, key=KEY)
    with pytest.raises(ValueError):  # noqa: PT011 -- the contract says ValueError, whatever the member
        enrolment.parse_request(body)


def test_anchors_are_read_from_the_answer() -> None:
    document = {
        "protocol": 1,
        "ca_certificate": ANCHORS.ca.public_bytes(Encoding.PEM).decode(),
        "root_public_key": enrolment.text_of_key(ANCHORS.root),
    }
    assert CODE.is_for(enrolment.parse_anchors(json.dumps(document).encode()))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"ca_certificate": 1}',
        b'{"ca_certificate": "x", "root_public_key": "y"}',
        b"\xff",
    ],
)
def test_a_captive_portals_answer_is_no_anchors(document: bytes) -> None:
    with pytest.raises(KioskError) as caught:
        enrolment.parse_anchors(document)
    assert caught.value.code is Code.PORTAL_FOREIGN_ANSWER


def test_keys_in_json_are_base64() -> None:
    text = enrolment.text_of_key(KEY.public_key())
    assert base64.b64decode(text) == KEY.public_key().public_bytes_raw()
    assert enrolment.public_key_of(text).public_bytes_raw() == KEY.public_key().public_bytes_raw()
