"""A citizen who doesn't exist, her card, and randomness that a test can foretell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.channel import SHORT_ONLY, Limits
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.passive import Policy
from kiosk.idcard.passwords import Password, from_can
from kiosk.idcard.reading import CardContent, ReadPlan, Surroundings, read_card
from kiosk.idcard.virtual import person
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.issuer import Issuer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)

HA: dict[str, Any] = {
    "personal_number": "014199012345",
    "full_name": "Lường Thị Hạ",
    "date_of_birth": "1999-02-03",
    "sex": "Nữ",
    "nationality": "Việt Nam",
    "ethnicity": "Thái",
    "religion": "Không",
    "place_of_origin": "Mường Bú, Mường La, Sơn La",
    "place_of_residence": "Tổ 2, phường Tô Hiệu, tỉnh Sơn La",
    "identifying_features": "Nốt ruồi dưới mắt trái",
    "date_of_issue": "2022-05-06",
    "date_of_expiry": "2039-02-03",
    "father_name": "Lường Văn Ới",
    "mother_name": "Cà Thị Đỏ",
    "spouse_name": "Đinh Văn Việt",
    "old_id_number": "050123456",
}


def stream(seed: str) -> Callable[[int], bytes]:
    """Return an rng that gives the same bytes each time."""
    state = [hashlib.sha256(seed.encode()).digest()]

    def rng(count: int) -> bytes:
        out = b""
        while len(out) < count:
            state[0] = hashlib.sha256(state[0]).digest()
            out += state[0]
        return out[:count]

    return rng


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer.fresh(dates_around(NOW), stream("issuer"))


@pytest.fixture(scope="session")
def anchors(issuer: Issuer) -> Anchors:
    return Anchors(parse_certificates(issuer.csca_der))


@pytest.fixture
def make_card(issuer: Issuer) -> Callable[..., VirtualCard]:
    """Return a maker of cards: `changes` to the person, `chip` options."""

    def make(changes: dict[str, Any] | None = None, **chip: Any) -> VirtualCard:
        whom = person.parse(HA | (changes or {}) | {"chip": chip})
        return VirtualCard(person.make_chip(whom, issuer, stream("static")), stream("chip"))

    return make


@pytest.fixture
def read(anchors: Anchors) -> Callable[..., CardContent]:
    """Return a reader of one card with Hạ's digits, trusting the issuer, unless told otherwise."""

    def run(
        card: Any,
        *,
        password: Password | None = None,
        trusted: Anchors = anchors,
        limits: Limits = SHORT_ONLY,
        sensitive: frozenset[str] = frozenset(),
        phases: list[ReadPhase] | None = None,
        **more: Any,
    ) -> CardContent:
        plan = ReadPlan(password or from_can("012345"), Policy(trusted, NOW), limits, sensitive, **more)
        heard = phases if phases is not None else []
        return read_card(card, plan, Surroundings(stream("reader"), lambda: 0.0, heard.append))

    return run
