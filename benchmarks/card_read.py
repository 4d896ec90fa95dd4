"""A card read over a simulated contactless link, against a replay of the same commands by nobody's brain.

The link carries 106 kbit/s; the card's own delays stand in a table, until a real card's are measured
(docs/field-trial.md). Prints one JSON document; run it alone: `python benchmarks/card_read.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.channel import SHORT_ONLY, Limits
from kiosk.idcard.facial import Portrait
from kiosk.idcard.passive import Policy
from kiosk.idcard.passwords import from_can
from kiosk.idcard.reading import ReadPlan, Surroundings, read_card
from kiosk.idcard.virtual import person
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.issuer import Issuer

BITS_PER_S = 106_000
FRAME_BITS = 10  # a byte with parity and guard time, ISO/IEC 14443-3
OVERHEAD_BYTES = 5  # block header and checksum, ISO/IEC 14443-4
CARD_DELAY_S = {0x86: 0.120, 0x88: 0.150, 0x22: 0.020, 0xA4: 0.008, 0xB0: 0.006, 0xB1: 0.006}
WHEN = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
GOAL_RATIO, GOAL_CPU_MS = 1.15, 40.0
PORTRAIT_BYTES = 15_000
ROUNDS = 5


def stream(seed: str) -> Callable[[int], bytes]:
    state = [seed.encode()]

    def rng(size: int) -> bytes:
        state[0] = hashlib.sha256(state[0]).digest()
        return hashlib.shake_256(state[0]).digest(size)

    return rng


def airtime_s(command: bytes, answer: bytes) -> float:
    """Return how long link and card take for one exchange."""
    on_air = (len(command) + len(answer) + 2 * OVERHEAD_BYTES) * FRAME_BITS / BITS_PER_S
    return on_air + CARD_DELAY_S.get(command[1], 0.005)


class Recorder:
    """Notes what a card answers."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        self.exchanges: list[tuple[bytes, bytes]] = []

    def transmit(self, apdu: bytes) -> bytes:
        answer = self._card.transmit(apdu)
        self.exchanges.append((apdu, answer))
        return answer


class Player:
    """Answers as recorded, as slowly as link and card would."""

    def __init__(self, exchanges: list[tuple[bytes, bytes]]) -> None:
        self._rest = list(exchanges)

    def transmit(self, apdu: bytes) -> bytes:
        expected, answer = self._rest.pop(0)
        assert apdu == expected, "the read is not repeatable"
        time.sleep(airtime_s(apdu, answer))
        return answer


def read(card: Any, plan: ReadPlan) -> None:
    read_card(card, plan, Surroundings(stream("reader"), time.monotonic, lambda _: None))


def measure(chip: person.Chip, plan: ReadPlan) -> dict[str, Any]:
    recorder = Recorder(VirtualCard(chip, stream("card")))
    read(recorder, plan)
    ratios, cpu_ms, seconds = [], [], []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        read(Player(recorder.exchanges), plan)
        took, spent = time.perf_counter() - began, time.process_time() - used
        began = time.perf_counter()
        replay = Player(recorder.exchanges)
        for apdu, _answer in recorder.exchanges:
            replay.transmit(apdu)
        ratios.append(took / (time.perf_counter() - began))
        cpu_ms.append(spent * 1000)
        seconds.append(took)
    middle = ROUNDS // 2
    return {
        "seconds": round(sorted(seconds)[middle], 3),
        "ratio": round(sorted(ratios)[middle], 3),
        "cpu_ms": round(sorted(cpu_ms)[middle], 1),
        "apdus": len(recorder.exchanges),
    }


def main() -> None:
    issuer = Issuer.fresh(dates_around(WHEN), stream("issuer"))
    document = {
        "personal_number": "014199012345",
        "full_name": "Lường Thị Hạ",
        "date_of_birth": "1999-02-03",
        "place_of_residence": "Tổ 2, phường Tô Hiệu, tỉnh Sơn La",
        "father_name": "Lường Văn Ới",
        "mother_name": "Cà Thị Đỏ",
    }
    portrait = Portrait("image/jpeg", os.urandom(PORTRAIT_BYTES), 480, 640)
    chip = person.make_chip(person.parse(document), issuer, stream("chip"), portrait)
    anchors = Anchors(parse_certificates(issuer.csca_der))
    found: dict[str, Any] = {}
    for name, limits, photo in (
        ("card read", Limits(4096), False),
        ("card read, short lengths", SHORT_ONLY, False),
        ("card read with portrait", Limits(4096), True),
    ):
        plan = ReadPlan(from_can("012345"), Policy(anchors, WHEN), limits, photo=photo)
        figures = measure(chip, plan)
        found[name] = {
            "value": figures["ratio"],
            "unit": "× replay",
            "goal": GOAL_RATIO,
            "against": "a replay of the same commands",
            "ok": figures["ratio"] <= GOAL_RATIO and figures["cpu_ms"] <= GOAL_CPU_MS,
        } | {key: figures[key] for key in ("seconds", "cpu_ms", "apdus")}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
