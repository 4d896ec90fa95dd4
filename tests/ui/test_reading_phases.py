"""The reading page has words for every phase that a read can come to."""

from __future__ import annotations

import pytest

from kiosk.core.visit import states as st
from kiosk.idcard.holder import ReadPhase
from tests.ui.hands import Hands
from tests.ui.shots import FILING


@pytest.mark.parametrize("phase", ReadPhase)
def test_every_phase_of_a_read_has_its_words(hands: Hands, phase: ReadPhase) -> None:
    hands.desk.put(st.ReadingCard(FILING, phase))
    assert "page-ReadingPage" in hands.names()
