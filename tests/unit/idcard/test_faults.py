"""Every fault of the virtual card, by name, and what the reader says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.idcard.anchors import Anchors
from kiosk.idcard.channel import Limits
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.reading import CardContent
from kiosk.idcard.virtual import faults, person
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.faults import FaultyCard, PulledAwayError
from kiosk.idcard.virtual.issuer import Issuer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
Maker = Callable[..., FaultyCard]
Read = Callable[..., CardContent]
PERSON = {
    "personal_number": "014199012345",
    "full_name": "Lường Thị Hạ",
    "date_of_birth": "1999-02-03",
    "sex": "Nữ",
    "ethnicity": "Thái",
    "father_name": "Lường Văn Ới",
    "date_of_issue": "2025-05-06",
    "date_of_expiry": "2039-02-03",
}


@pytest.fixture(scope="session")
def faulty(issuer: Issuer) -> Maker:
    def make(name: str | None) -> FaultyCard:
        made = faults.made(name)
        assert made is not None
        document: dict[str, Any] = made.person(dict(PERSON))
        whom = person.parse(document | {"chip": dict(made.options)})
        count = iter(range(1, 100_000))

        def rng(size: int) -> bytes:
            return next(count).to_bytes(8, "big").rjust(size, b"\x07")[:size]

        signer = {"own": issuer, "foreign": issuer.foreign(rng), "expired": issuer.expired()}[made.signer]
        chip = made.chip(person.make_chip(whom, signer, issuer.stream("Hạ")))
        return FaultyCard(VirtualCard(chip, rng), name, rng)

    return make


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("altered-dg13", Fault.TAMPERED),
        ("foreign-signer", Fault.SIGNER_UNTRUSTED),
        ("expired-signer", Fault.SIGNER_EXPIRED),
        ("copied-chip", Fault.COPIED),
        ("copied-active", Fault.COPIED),
        ("no-pace", Fault.NEEDS_ZONE),
    ],
)
def test_a_card_that_is_not_to_be_believed_is_refused(
    faulty: Maker, read: Read, name: str, fault: Fault
) -> None:
    with pytest.raises(CardFault) as caught:
        read(faulty(name))
    assert caught.value.fault is fault


@pytest.mark.parametrize(
    "name", [None, "short-le", "6cxx", "no-master-file", "no-extended-length", "wrong-digits-counter", "slow"]
)
@pytest.mark.parametrize("extended", [4096, None])
def test_an_odd_card_is_read_all_the_same(
    faulty: Maker, read: Read, name: str | None, extended: int | None
) -> None:
    content = read(faulty(name), limits=Limits(extended))
    assert content.holder.full_name == "Lường Thị Hạ"
    assert (content.verified.passive, content.verified.chip, content.verified.active) == (True, True, True)


def test_cards_with_less_on_them(faulty: Maker, read: Read) -> None:
    assert read(faulty("no-dg13")).holder.full_name is None
    holder = read(faulty("2024")).holder
    assert (holder.full_name, holder.father_name) == ("Lường Thị Hạ", None)


@pytest.mark.parametrize("after", range(0, 19, 3))
def test_a_card_pulled_away_is_never_taken_for_anything_else(faulty: Maker, read: Read, after: int) -> None:
    card = faulty(f"pulled-after-{after}")
    with pytest.raises(PulledAwayError):
        read(card)
    card.reset()
    assert read(card).verified.passive is True


@pytest.mark.parametrize("after", range(1, 19))
def test_garbage_at_any_step_is_a_named_fault_and_never_a_wrong_can(
    faulty: Maker, read: Read, after: int
) -> None:
    with pytest.raises(CardFault) as caught:
        read(faulty(f"garbage-after-{after}"))
    assert caught.value.fault is not Fault.WRONG_KEY


class Mangling:
    """Changes the answer to one command."""

    def __init__(self, card: FaultyCard, at: int, answer: bytes) -> None:
        self._card = card
        self._left = at
        self._answer = answer

    def transmit(self, apdu: bytes) -> bytes:
        self._left -= 1
        honest = self._card.transmit(apdu)
        assert honest is not None
        return self._answer if self._left == -1 else honest


@given(at=st.integers(0, 24), answer=st.binary(max_size=300))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_at_any_step_end_in_a_named_fault_or_a_true_reading(
    faulty: Maker, read: Read, anchors: Anchors, at: int, answer: bytes
) -> None:
    try:
        content = read(Mangling(faulty(None), at, answer), trusted=anchors)
    except CardFault:
        return
    assert content.holder.full_name == "Lường Thị Hạ"
    assert content.verified.passive is True
