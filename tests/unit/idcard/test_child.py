"""The card's process over a scripted reader: what a reader does that no virtual one can be made to do."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.core.ports import ReadRequest
from kiosk.devices.idcard import child, wire
from kiosk.devices.idcard.pcsc import CardMuteError, Snapshot
from kiosk.devices.idcard.vpcd import ATR_EXTENDED
from kiosk.idcard.anchors import Anchors
from kiosk.idcard.virtual.chip import VirtualCard

JOB = wire.Job(ReadRequest(can="012345"), datetime(2026, 7, 1, 9, 0, tzinfo=UTC))
LONGEST_SHORT = 5 + 255 + 1


class PoorReader:
    """Carries short commands and answers only; anything longer fails below the card."""

    def __init__(self, card: VirtualCard, *, longest: int = LONGEST_SHORT) -> None:
        self.now = Snapshot(daemon=True, readers=("Poor",), cards={"Poor": ATR_EXTENDED})
        self.connected = 0
        self._card = card
        self._longest = longest

    def wait(self, _timeout_s: float) -> Snapshot:
        return self.now

    def connect(self, _reader: str) -> PoorReader:
        self.connected += 1
        self._card.reset()
        return self

    def transmit(self, apdu: bytes) -> bytes:
        is_extended = len(apdu) > 5 and apdu[4] == 0
        if is_extended or len(apdu) > self._longest:
            raise CardMuteError("PC/SC 80100016")
        return self._card.transmit(apdu)

    def close(self) -> None:
        pass


def told(reader: Any) -> dict[str, Any]:
    out = io.TextIOWrapper(said := io.BytesIO())
    with contextlib.redirect_stdout(out):
        child._read(reader, "Poor", JOB, Anchors())
    last: dict[str, Any] = json.loads(said.getvalue().splitlines()[-1])
    return last


def test_a_reader_that_fails_extended_lengths_is_read_with_short_ones(
    make_card: Callable[..., VirtualCard],
) -> None:
    reader = PoorReader(make_card())
    result = told(reader)["result"]
    assert result["holder"]["personal_number"] == "014199012345"
    assert reader.connected == 2


def test_a_dead_card_is_told_after_one_more_attempt(make_card: Callable[..., VirtualCard]) -> None:
    reader = PoorReader(make_card(), longest=0)
    assert told(reader)["error"] == "CARD-007"
    assert reader.connected == 2
