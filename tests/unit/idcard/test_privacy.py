"""Nothing of a card in what may be written down: lines of a trace, exceptions, reprs."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.core.ports import CardResult, ReadRequest
from kiosk.devices.idcard import wire
from kiosk.idcard.faults import CardFault
from kiosk.idcard.reading import SENSITIVE, CardContent
from kiosk.idcard.redactor import redacted
from kiosk.idcard.virtual.chip import VirtualCard

Maker = Callable[..., VirtualCard]
Read = Callable[..., CardContent]
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
CANARIES = ("014199012345", "012345", "Lường", "Hạ", "LUONG", "Thái", "050123456", "Mường Bú")


def canaries_in(text: str) -> list[str]:
    raw = [canary.encode().hex() for canary in CANARIES]
    folded = text.lower()
    return [c for c in CANARIES if c.lower() in folded] + [c for c in raw if c in folded]


class Traced:
    """Writes down what the redactor gives of each command."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        self.lines: list[str] = []

    def transmit(self, apdu: bytes) -> bytes:
        answer = self._card.transmit(apdu)
        self.lines.append(redacted(apdu, answer))
        return answer


@pytest.mark.parametrize("pace", [["ECDH-GM/AES-128/12"], []])
def test_a_trace_holds_commands_and_lengths_only(make_card: Maker, read: Read, pace: list[str]) -> None:
    traced = Traced(make_card(pace=pace))
    if pace:
        read(traced)
        assert "0C B0 9D 00 Lc 13 Le 256" in "\n".join(traced.lines)
    else:
        with pytest.raises(CardFault):
            read(traced)
    assert traced.lines[0] == "00 A4 02 0C Lc 2 (011C) → " + ("9000" if pace else "6A82") + ", 0 bytes"
    assert canaries_in("\n".join(traced.lines)) == []
    assert max(len(line) for line in traced.lines) < 60


def test_the_redactor_shows_no_data_of_anything() -> None:
    secret = "4C55E1BB9D6E67"
    for command in ("00A4040C07" + secret, "0088000007" + secret + "00", secret, ""):
        assert secret not in redacted(bytes.fromhex(command), bytes.fromhex(secret + "9000"))


def results(content: CardContent) -> Iterator[object]:
    message = wire.encode_content(content, 1, "Lường Thị Hạ".encode())
    yield content
    yield wire.decode_result(message)
    yield ReadRequest(can="012345", challenge=b"012345")
    yield wire.Job(ReadRequest(can="012345"), NOW)


def test_nothing_of_a_person_is_in_a_repr(make_card: Maker, read: Read) -> None:
    for value in results(read(make_card(), sensitive=SENSITIVE)):
        assert is_dataclass(value)
        assert canaries_in(repr(value)) == []


def test_what_the_child_tells_is_what_the_parent_gets(make_card: Maker, read: Read) -> None:
    content = read(make_card(), sensitive=SENSITIVE)
    result = wire.decode_result(wire.encode_content(content, 7, b"jpeg"))
    assert isinstance(result, CardResult)
    for item in fields(result):
        if item.name not in ("timing_ms", "photo"):
            assert getattr(result, item.name) == getattr(content, item.name)
    assert (result.timing_ms["connecting"], result.photo) == (7, b"jpeg")
    request = ReadRequest(can="012345", deadline_s=3, sensitive=SENSITIVE, challenge=b"12345678")
    job = wire.Job(request, NOW, traced=True)
    assert wire.decode_job(wire.encode_job(job)) == job


def test_undeclared_fields_do_not_leave_the_child(make_card: Maker, read: Read) -> None:
    line = wire.encode_line(wire.encode_content(read(make_card()), 1, None)).decode()
    assert "Thái" not in line
    assert "dg2" not in line


class Breaking:
    """Damages the answer to one command."""

    def __init__(self, card: VirtualCard, at: int) -> None:
        self._card = card
        self._left = at

    def transmit(self, apdu: bytes) -> bytes:
        self._left -= 1
        answer = self._card.transmit(apdu)
        return answer if self._left != -1 else bytes(reversed(answer))


@pytest.mark.parametrize("at", range(1, 20, 2))
def test_nothing_of_a_person_is_in_an_exception(make_card: Maker, read: Read, at: int) -> None:
    with pytest.raises(CardFault) as caught:
        read(Breaking(make_card(), at))
    told: list[Any] = [*caught.value.args, *traceback.format_exception(caught.value)]
    assert canaries_in("\n".join(map(str, told))) == []
