"""ICAO Doc 9303-11, appendix D: basic access control and 3DES secure messaging, the standard's numbers.

Each example runs against the reader and against the virtual card.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.idcard import bac
from kiosk.idcard.apdu import Command, Response, parse_command, parse_response
from kiosk.idcard.channel import File
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.mrz import check_digit, parse_lines
from kiosk.idcard.passwords import from_zone, from_zone_information
from kiosk.idcard.suites import Suite
from kiosk.idcard.virtual.chip import Chip, VirtualCard

H = bytes.fromhex
RND_IC, RND_IFD = H("4608F91988702212"), H("781723860C06C226")
K_IFD, K_IC = H("0B795240CB7049B01C19B33E32804F0B"), H("0B4F80323EB3191CB04970CB4052790B")
EXTERNAL_AUTHENTICATE = H(
    "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728"
)
PROOF = H("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449")
SELECT_COM, SELECTED = (
    H("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"),
    H("990290008E08FA855A5D4C50A8ED9000"),
)
READ_4, FOUR = (
    H("0CB000000D9701048E08ED6705417E96BA5500"),
    H("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"),
)
READ_18, EIGHTEEN = (
    H("0CB000040D9701128E082EA28A70F3C7B53500"),
    H("871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000"),
)
COM = H("60145F0104303130365F36063034303030305C026175")


def queued(*values: bytes) -> Callable[[int], bytes]:
    rest = list(values)
    return lambda _count: rest.pop(0)


@pytest.mark.parametrize(
    ("number", "birth", "expiry", "information"),
    [
        ("L898902C<", "690806", "940623", "L898902C<369080619406236"),
        ("D23145890734", "340712", "950712", "D23145890734934071279507122"),
    ],
)
def test_d2_zone_information(number: str, birth: str, expiry: str, information: str) -> None:
    assert "".join(part + check_digit(part) for part in (number, birth, expiry)) == information


def test_d2_document_number_longer_than_nine() -> None:
    zone = parse_lines(
        ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
    )
    assert zone.information == "D23145890734934071279507122"


def test_d2_keys_from_the_zone() -> None:
    seed = from_zone_information("L898902C<369080619406236").bac_seed
    assert seed == H("239AB9CB282DAF66231DC5A4DF6BFBAE")
    assert Suite.TDES.session_keys(seed) == (
        H("AB94FDECF2674FDFB9B391F85D7F76F2"),
        H("7962D9ECE03D1ACD4C76089DCE131543"),
    )


def test_d3_the_reader_authenticates() -> None:
    sent: list[bytes] = []
    answers = [Response(RND_IC, 0x9000), Response(PROOF, 0x9000)]

    def send(command: Command) -> Response:
        sent.append(command.encode())
        return answers.pop(0)

    seed = from_zone_information("L898902C<369080619406236").bac_seed
    assert seed is not None
    session = bac.run(send, seed, queued(RND_IFD, K_IFD))
    assert sent == [H("0084000008"), EXTERNAL_AUTHENTICATE]
    # the session of D.4: keys KSEnc, KSMac and a counter of 887022120C06C226
    assert session.protect_command(Command(0, 0xA4, 2, 0x0C, H("011E"))).encode() == SELECT_COM


def d3_card() -> VirtualCard:
    seed = from_zone_information("L898902C<369080619406236").bac_seed
    chip = Chip(files={File.COM: COM}, secrets={}, bac_seed=seed)
    return VirtualCard(chip, queued(RND_IC, K_IC))


def test_d3_d4_the_virtual_card_answers() -> None:
    card = d3_card()
    assert card.transmit(H("00A4040C07A0000002471001")) == H("9000")
    assert card.transmit(H("0084000008")) == RND_IC + H("9000")
    assert card.transmit(EXTERNAL_AUTHENTICATE) == PROOF + H("9000")
    assert card.transmit(SELECT_COM) == SELECTED
    assert card.transmit(READ_4) == FOUR
    assert card.transmit(READ_18) == EIGHTEEN


def test_d4_the_reader_protects_and_opens() -> None:
    keys = Suite.TDES.session_keys(H("0036D272F5C350ACAC50C3F572D23600"))
    assert keys == (H("979EC13B1CBFE9DCD01AB0FED307EAE5"), H("F1CB1F1FB5ADF208806B89DC579DC1F8"))
    reader = SecureMessaging(Suite.TDES, keys, 0x887022120C06C226)
    exchanges = [
        (Command(0, 0xA4, 2, 0x0C, H("011E")), SELECT_COM, SELECTED, b""),
        (Command(0, 0xB0, 0, 0, le=4), READ_4, FOUR, COM[:4]),
        (Command(0, 0xB0, 0, 4, le=18), READ_18, EIGHTEEN, COM[4:]),
    ]
    for command, on_the_wire, answer, data in exchanges:
        assert reader.protect_command(command).encode() == on_the_wire
        assert reader.open_response(parse_response(answer)) == Response(data, 0x9000)


def test_a_changed_answer_breaks_the_session_for_good() -> None:
    reader = SecureMessaging(Suite.TDES, Suite.TDES.session_keys(bytes(16)), 1)
    card = SecureMessaging(Suite.TDES, Suite.TDES.session_keys(bytes(16)), 1)
    command = reader.protect_command(Command(0, 0xB0, 0, 0, le=4))
    card.open_command(parse_command(command.encode()))
    answer = bytearray(card.protect_response(Response(b"abcd", 0x9000)).encode())
    answer[4] ^= 1
    with pytest.raises(CardFault) as caught:
        reader.open_response(parse_response(bytes(answer)))
    assert caught.value.fault is Fault.SESSION_BROKEN
    with pytest.raises(CardFault):
        reader.protect_command(Command(0, 0xB0, 0, 0, le=4))


def test_the_wrong_zone_is_told_as_such() -> None:
    card = d3_card()
    card.transmit(H("00A4040C07A0000002471001"))
    seed = from_zone_information("L898902C<369080619406237").bac_seed
    assert seed is not None
    with pytest.raises(CardFault) as caught:
        bac.run(lambda command: parse_response(card.transmit(command.encode())), seed, bytes)
    assert caught.value.fault is Fault.WRONG_KEY


def test_a_wrong_check_digit_in_the_zone_is_named() -> None:
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507123UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    with pytest.raises(CardFault, match="check digit of expiry"):
        from_zone(parse_lines(lines))
