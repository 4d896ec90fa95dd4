"""A parked visit opens with slip and factor together, and with nothing less."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

import pytest

from kiosk.core import parking
from kiosk.core.errors import Code, KioskError
from kiosk.core.parking import ParkedVisit, keys_of, opened, parked_id_of, sealed
from kiosk.core.ports import DossierId

SECRET = bytes(range(16))
VISIT = ParkedVisit(
    DossierId("0198c0de-0000-7000-8000-000000000001"),
    "3.000348",
    "1",
    "TH01-9D5M-PJTK",
    SECRET,
    {"answers": "Lò Thị Ban Mai".encode()},
    (("health_certificate", 1, b"\xff\xd8\xff"),),
)


@pytest.fixture(scope="module", autouse=True)
def _little_memory() -> object:
    """Derive with 1 MiB here: what is tried is how the keys hang together, not how long guessing takes."""
    before, parking.MEMORY_KIB = parking.MEMORY_KIB, 1024
    yield
    parking.MEMORY_KIB = before


def test_visit_comes_back_whole() -> None:
    keys = keys_of(SECRET, b"123456")
    assert opened(sealed(VISIT, keys, secrets.token_bytes), keys) == VISIT


def test_slip_alone_and_digits_alone_open_nothing() -> None:
    right = keys_of(SECRET, b"123456")
    ciphertext = sealed(VISIT, right, secrets.token_bytes)
    for wrong in (keys_of(SECRET, b"123457"), keys_of(bytes(16), b"123456")):
        assert wrong.auth != right.auth
        with pytest.raises(KioskError) as caught:
            opened(ciphertext, replace(right, enc=wrong.enc))
        assert caught.value.code is Code.DRAFT_LOST


def test_proof_does_not_open_and_id_tells_nothing() -> None:
    keys = keys_of(SECRET, b"123456")
    assert keys.parked_id == parked_id_of(SECRET)
    assert len({keys.parked_id, keys.auth.hex(), keys.enc.hex(), SECRET.hex()}) == 4
    with pytest.raises(KioskError):
        opened(sealed(VISIT, keys, secrets.token_bytes), replace(keys, enc=keys.auth))
    assert keys.auth_sha256 == hashlib.sha256(keys.auth).hexdigest()


def test_ciphertext_is_bound_to_its_slip() -> None:
    keys = keys_of(SECRET, b"123456")
    with pytest.raises(KioskError):
        opened(sealed(VISIT, keys, secrets.token_bytes), replace(keys, parked_id="0" * 32))


@pytest.mark.parametrize("damage", [b"", b"\0" * 12, b"\0" * 40])
def test_damaged_ciphertext_is_told(damage: bytes) -> None:
    with pytest.raises(KioskError) as caught:
        opened(damage, keys_of(SECRET, b"123456"))
    assert caught.value.code is Code.DRAFT_LOST


def test_nothing_of_the_person_or_the_secrets_is_shown() -> None:
    keys = keys_of(SECRET, b"123456")
    shown = f"{VISIT!r} {keys!r}"
    assert "Mai" not in shown
    assert SECRET.hex() not in shown
    assert keys.auth.hex() not in shown
