"""A whole read against the virtual card: what comes out, how far it is believed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.idcard import dg13
from kiosk.idcard.anchors import Anchors, parse_certificates
from kiosk.idcard.apdu import parse_command
from kiosk.idcard.channel import File, Limits
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import ReadPhase, Verified
from kiosk.idcard.mrz import parse_lines
from kiosk.idcard.passwords import from_can, from_zone
from kiosk.idcard.reading import SENSITIVE, CardContent
from kiosk.idcard.virtual import person
from kiosk.idcard.virtual.authority import Dates, dates_around
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.issuer import Issuer

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
Maker = Callable[..., VirtualCard]
Read = Callable[..., CardContent]


def altered(card: VirtualCard, files: dict[File, bytes]) -> VirtualCard:
    return VirtualCard(replace(card.chip, files=card.chip.files | files), card._rng)


def test_everything_the_card_says_and_that_it_is_verified(make_card: Maker, read: Read) -> None:
    phases: list[ReadPhase] = []
    content = read(make_card(), sensitive=SENSITIVE, phases=phases)
    assert content.protocol == "PACE"
    assert content.verified.passive is True
    assert content.holder.full_name == "Lường Thị Hạ"
    assert content.holder.date_of_birth == date(1999, 2, 3)
    assert content.holder.father_name == "Lường Văn Ới"
    assert content.holder.old_id_number == "050123456"
    assert content.holder.ethnicity == "Thái"
    assert content.holder.zone_name is None
    assert phases == [ReadPhase.ACCESS, ReadPhase.READING, ReadPhase.VERIFYING]


def test_undeclared_sensitive_fields_are_dropped_and_their_block_is_no_evidence(
    make_card: Maker, read: Read
) -> None:
    content = read(make_card())
    assert (content.holder.ethnicity, content.holder.religion) == (None, None)
    assert content.evidence.dg13 is None
    assert read(make_card(), sensitive=frozenset({"religion"})).evidence.dg13 is not None


def test_without_an_anchor_the_holder_is_given_and_nothing_is_claimed(make_card: Maker, read: Read) -> None:
    content = read(make_card(), trusted=Anchors())
    assert content.verified == Verified(None, None, None)
    assert content.notes == ("NO_ANCHOR",)
    assert content.holder.personal_number == "014199012345"


def test_an_altered_group_is_refused_with_and_without_an_anchor(
    make_card: Maker, read: Read, anchors: Anchors
) -> None:
    card = make_card()
    forged = card.chip.files[File.DG13].replace("Hạ".encode(), "Hậ".encode())
    for trusted in (anchors, Anchors()):
        with pytest.raises(CardFault) as caught:
            read(altered(card, {File.DG13: forged}), trusted=trusted)
        assert caught.value.fault is Fault.TAMPERED


def test_an_altered_security_object_is_refused(make_card: Maker, read: Read) -> None:
    card = make_card()
    sod = bytearray(card.chip.files[File.SOD])
    sod[-1] ^= 1
    with pytest.raises(CardFault) as caught:
        read(altered(card, {File.SOD: bytes(sod)}), trusted=Anchors())
    assert caught.value.fault is Fault.TAMPERED


def test_a_signer_of_another_authority_of_the_same_state_is_refused(make_card: Maker, read: Read) -> None:
    other = Issuer.fresh(dates_around(NOW), bytes)
    with pytest.raises(CardFault) as caught:
        read(make_card(), trusted=Anchors(parse_certificates(other.csca_der)))
    assert caught.value.fault is Fault.SIGNER_UNTRUSTED


def test_wrong_digits_and_the_zone(make_card: Maker, read: Read) -> None:
    with pytest.raises(CardFault) as caught:
        read(make_card(), password=from_can("012346"))
    assert caught.value.fault is Fault.WRONG_KEY
    zone = from_zone(parse_lines(person.parse({**HA_CORE}).zone_lines))
    card = make_card(HA_CORE)
    assert read(card, password=zone).protocol == "PACE"


HA_CORE: dict[str, Any] = {
    "personal_number": "014199012345",
    "full_name": "Lường Thị Hạ",
    "date_of_birth": "1999-02-03",
    "sex": "Nữ",
    "date_of_expiry": "2039-02-03",
}


def test_a_card_without_pace_opens_by_the_zone_only(make_card: Maker, read: Read) -> None:
    card = make_card(HA_CORE, pace=[])
    zone = from_zone(parse_lines(person.parse(HA_CORE).zone_lines))
    assert read(card, password=zone).protocol == "BAC"
    card.reset()
    with pytest.raises(CardFault) as caught:
        read(card)
    assert caught.value.fault is Fault.NEEDS_ZONE


def test_wrong_digits_are_counted_until_the_card_is_blocked(make_card: Maker, read: Read) -> None:
    card = make_card(counts_wrong_can=True)
    told = []
    for _ in range(4):
        card.reset()
        with pytest.raises(CardFault) as caught:
            read(card, password=from_can("999999"))
        told.append((caught.value.fault, caught.value.tries_left))
    assert told == [
        (Fault.WRONG_KEY, 2),
        (Fault.WRONG_KEY, 1),
        (Fault.BLOCKED, 0),
        (Fault.BLOCKED, 0),
    ]


def test_national_data_missing_gives_the_number_and_the_zones_name_as_evidence(
    make_card: Maker, read: Read
) -> None:
    content = read(make_card(national_data=False))
    assert content.holder.full_name is None
    assert content.holder.zone_name == "LUONG THI HA"
    assert content.holder.personal_number == "014199012345"
    assert "NO_NATIONAL_DATA" in content.notes


class Refusing:
    """A card in front of another: it refuses what `refuses` names, and passes the rest on."""

    def __init__(self, card: VirtualCard, refuses: Callable[[bytes], bytes | None]) -> None:
        self._card = card
        self._refuses = refuses

    def transmit(self, apdu: bytes) -> bytes:
        refused = self._refuses(apdu)
        return self._card.transmit(apdu) if refused is None else refused


def test_a_master_file_that_cannot_be_selected_is_not_needed(make_card: Maker, read: Read) -> None:
    card = make_card()
    content = read(Refusing(card, lambda apdu: b"\x6d\x00" if apdu[:4] == b"\x00\xa4\x00\x0c" else None))
    assert content.protocol == "PACE"


def test_something_else_than_an_id_card_is_told(read: Read) -> None:
    class BankCard:
        def transmit(self, _apdu: bytes) -> bytes:
            return b"\x6a\x82"

    with pytest.raises(CardFault) as caught:
        read(BankCard())
    assert caught.value.fault is Fault.NOT_AN_ID_CARD


def test_extended_lengths_take_fewer_commands(make_card: Maker, read: Read) -> None:
    short = read(make_card())
    long = read(make_card(), limits=Limits(4096))
    assert long.apdus < short.apdus
    assert long.holder == short.holder


def test_a_card_that_refuses_long_blocks_is_read_in_shorter_ones(make_card: Maker, read: Read) -> None:
    card = make_card()

    def refuses(apdu: bytes) -> bytes | None:
        return b"\x67\x00" if parse_command(apdu).extended else None

    assert read(Refusing(card, refuses), limits=Limits(4096)).holder.full_name == "Lường Thị Hạ"


@pytest.mark.parametrize("options", [{"wrapped": False}, {"nested_parents": True}])
def test_variants_of_the_national_data_say_the_same(make_card: Maker, read: Read, options: Any) -> None:
    assert read(make_card(**options)).holder == read(make_card()).holder


def test_no_end_of_validity_and_absent_fields(make_card: Maker, read: Read) -> None:
    missing = {"date_of_expiry": None, "spouse_name": None, "old_id_number": None, "father_name": None}
    holder = read(make_card(missing)).holder
    assert (holder.date_of_expiry, holder.spouse_name, holder.old_id_number) == (None, None, None)
    assert (holder.father_name, holder.mother_name) == (None, "Cà Thị Đỏ")


@pytest.mark.parametrize(
    "replaced", [("03/02/1999", "30/02/1999"), ("03/02/1999", "3-2-1999xx"), ("014199012345", "01419901234X")]
)
def test_a_wrong_form_in_national_data_is_malformed(make_card: Maker, replaced: tuple[str, str]) -> None:
    data = make_card().chip.files[File.DG13].replace(replaced[0].encode(), replaced[1].encode())
    with pytest.raises(CardFault) as caught:
        dg13.parse(data)
    assert caught.value.fault is Fault.MALFORMED


def test_a_signer_that_was_not_valid_when_it_signed_is_refused(read: Read) -> None:
    good = dates_around(NOW)
    late = Issuer.fresh(Dates(good.csca, good.signer, good.signer[0].replace(year=2020)), bytes)
    chip = person.make_chip(person.parse(HA_CORE), late, late.stream("chip"))
    with pytest.raises(CardFault) as caught:
        read(VirtualCard(chip, lambda n: b"\x05" * n), trusted=Anchors(parse_certificates(late.csca_der)))
    assert caught.value.fault is Fault.SIGNER_EXPIRED


def test_nothing_of_a_person_is_in_a_repr(make_card: Maker, read: Read) -> None:
    shown = repr(read(make_card(), sensitive=SENSITIVE))
    assert "014199012345" not in shown
    assert "Hạ" not in shown


@pytest.mark.parametrize("extended", [4096, None])
@pytest.mark.parametrize(
    "odd",
    [
        {"reads_by_short_id": False},
        {"longest_le": 100},
        {"reads_by_short_id": False, "longest_le": 60},
        {"dies_of_refusals": True, "reads_by_short_id": False},
        {"dies_of_refusals": True, "longest_le": 150},
        {"dies_of_refusals": True, "longest_le": 150, "reads_by_short_id": False},
        {"dies_of_refusals": True, "longest_le": 150, "answers_master_file": False},
    ],
    ids=str,
)
def test_cards_that_refuse_this_and_that_are_read(
    make_card: Maker, read: Read, odd: dict[str, Any], extended: int | None
) -> None:
    card = make_card()
    content = read(VirtualCard(replace(card.chip, **odd), card._rng), limits=Limits(extended))
    assert content.holder.full_name == "Lường Thị Hạ"
    assert content.verified == Verified(passive=True, chip=True, active=True)
