"""Invented people and cards for the visit's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.core.ports import CardResult
from kiosk.idcard.holder import CardEvidence, Holder, Verified


@pytest.fixture(scope="session")
def card_of() -> Callable[[str], CardResult]:
    """Return a maker of card results, told apart by the holder's number."""

    def make(number: str) -> CardResult:
        return CardResult(
            protocol="PACE",
            holder=Holder(personal_number=number, full_name="Lò Văn Thử"),
            verified=Verified(passive=True, chip=None, active=None),
            notes=(),
            evidence=CardEvidence(sod=number.encode(), dg1=b""),
            timing_ms={},
            apdus=0,
        )

    return make
