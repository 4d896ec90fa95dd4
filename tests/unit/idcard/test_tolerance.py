"""Cards that differ from ours in what they may: what is incomplete or refused doesn't end the read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kiosk.idcard import apdu, dg13, security_infos
from kiosk.idcard.apdu import Response, parse_command
from kiosk.idcard.chip_auth import choose
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import Holder
from kiosk.idcard.mrz import parse_lines
from kiosk.idcard.passwords import from_zone
from kiosk.idcard.reading import CardContent
from kiosk.idcard.security_infos import ChipAuthenticationInfo, ChipKeyInfo, KeyKind
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.person import td1


def born(text: str) -> bytes:
    written = dg13.encode(Holder("014199012345", "Lò Thị Già", date(1930, 1, 1)))
    return written.replace(b"01/01/1930", text.encode().ljust(10))


@pytest.mark.parametrize("text", ["1930", "00/1930", "05/1930", "00/00/1930", "00/05/1930"])
def test_a_birth_whose_day_nobody_knows_is_absent(text: str) -> None:
    holder = dg13.parse(born(text))
    assert (holder.full_name, holder.date_of_birth) == ("Lò Thị Già", None)


@pytest.mark.parametrize("text", ["31/02/1930", "13/1930", "00/13/1930", "193", "1930-01-01"])
def test_a_birth_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(CardFault) as caught:
        dg13.parse(born(text))
    assert caught.value.fault is Fault.MALFORMED


class ClosedAccess:
    """A card that lets EF.CardAccess be selected, and refuses to have it read."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        self._closed = False

    def transmit(self, raw: bytes) -> bytes:
        command = parse_command(raw)
        if command.ins == 0xA4:
            self._closed = command.data == b"\x01\x1c"
        if command.ins == 0xB0 and self._closed:
            return Response(b"", apdu.NOT_ALLOWED).encode()
        return self._card.transmit(raw)


def test_a_card_whose_offers_cannot_be_read_opens_by_its_zone(
    make_card: Callable[..., VirtualCard], read: Callable[..., CardContent]
) -> None:
    card = make_card({"date_of_expiry": "2039-02-03", "sex": "Nữ"})
    holder = read(card).holder
    zone = from_zone(parse_lines(td1(holder)))
    card.reset()
    assert read(ClosedAccess(card), password=zone).protocol == "BAC"
    card.reset()
    with pytest.raises(CardFault) as caught:
        read(ClosedAccess(card))
    assert caught.value.fault is Fault.NEEDS_ZONE


def test_a_key_that_we_cannot_use_does_not_hide_another(make_card: Callable[..., VirtualCard]) -> None:
    agreement = make_card().chip.agreement
    assert agreement is not None
    infos = security_infos.parse(security_infos.encode(agreement.infos()))
    (key,) = infos.chip_keys
    odd = ChipKeyInfo(KeyKind.DH, key.public_key, None)  # a curve's key where a prime group's belongs
    chosen = choose(replace(infos, chip_keys=(odd, key)))
    assert chosen is not None
    assert chosen.group == agreement.group
    with pytest.raises(CardFault) as caught:
        choose(replace(infos, chip_keys=(odd,)))
    assert caught.value.fault is Fault.UNSUPPORTED


def test_a_chips_key_with_an_identifier_goes_with_ways_that_name_none(
    make_card: Callable[..., VirtualCard],
) -> None:
    agreement = make_card().chip.agreement
    assert agreement is not None
    infos = security_infos.parse(security_infos.encode(agreement.infos()))
    (key,), (way,) = infos.chip_keys, infos.chip_authentication
    assert isinstance(key, ChipKeyInfo)
    assert isinstance(way, ChipAuthenticationInfo)
    chosen = choose(replace(infos, chip_keys=(replace(key, key_id=7),)))
    assert chosen is not None
    assert chosen.suite is agreement.suite
