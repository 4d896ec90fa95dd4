"""ICAO Doc 9303-11, appendix G.1: PACE with ECDH and generic mapping, the standard's numbers.

Each example runs against the reader and against the virtual card.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.idcard import pace, security_infos
from kiosk.idcard.apdu import Command, Response, parse_response
from kiosk.idcard.channel import File
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.groups import group_by_number
from kiosk.idcard.passwords import MRZ_REFERENCE, Password, from_zone_information
from kiosk.idcard.suites import Suite
from kiosk.idcard.virtual.chip import Chip, VirtualCard

H = bytes.fromhex
CARD_ACCESS = H("31143012060A04007F0007020204020202010202010D")
NONCE, HIDDEN = H("3F00C4D39D153F2B2A214A078D899B22"), H("95A3A016522EE98D01E76CB6B98B42C3")
SK_MAP_IFD = H("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99")
SK_MAP_IC = H("498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560")
SK_DH_IFD = H("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595")
SK_DH_IC = H("107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A")
PK_MAP_IFD = (
    "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
    "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
)
PK_MAP_IC = (
    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
    "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
)
PK_DH_IFD = (
    "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
    "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
)
PK_DH_IC = (
    "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
    "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
)
TRANSCRIPT = [
    (H("0022C1A40F800A04007F00070202040202830101"), H("9000")),
    (H("10860000027C0000"), H("7C128010") + HIDDEN + H("9000")),
    (H(f"10860000457C438141{PK_MAP_IFD}00"), H(f"7C438241{PK_MAP_IC}9000")),
    (H(f"10860000457C438341{PK_DH_IFD}00"), H(f"7C438441{PK_DH_IC}9000")),
    (H("008600000C7C0A8508C2B0BD78D94BA86600"), H("7C0A86083ABB9674BCE93C089000")),
]
KEYS = (H("F5F0E35C0D7161EE6724EE513A0D9A7F"), H("FE251C7858B356B24514B3BD5F4297D1"))
PASSWORD = from_zone_information("T22000129364081251010318")


def queued(*values: bytes) -> Callable[[int], bytes]:
    rest = list(values)
    return lambda _count: rest.pop(0)


def test_g1_password_key_and_nonce() -> None:
    assert PASSWORD.secret == H("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    key = Suite.AES128.password_key(PASSWORD.secret)
    assert key == H("89DED1B26624EC1E634C1989302849DD")
    assert Suite.AES128.decrypt(key, HIDDEN) == NONCE


def test_g1_mapping() -> None:
    curve = group_by_number(13)
    private = int.from_bytes(SK_MAP_IFD, "big")
    shared = curve.shared_point(private, H(PK_MAP_IC))
    assert shared == H(
        "0460332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5"
        "0840CA7415BAF3E43BD414D35AA4608B93A2CAF3A4E3EA4E82C9C13D03EB7181"
    )
    assert curve.map_generic(NONCE, shared) == H(
        "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
        "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
    )


def test_g1_shared_secret_and_session_keys() -> None:
    secret = group_by_number(13).shared_secret(int.from_bytes(SK_DH_IFD, "big"), H(PK_DH_IC))
    assert secret == H("28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925")
    assert Suite.AES128.session_keys(secret) == KEYS


def test_g1_the_reader_speaks_the_transcript() -> None:
    steps = list(TRANSCRIPT)

    def send(command: Command) -> Response:
        expected, answer = steps.pop(0)
        assert command.encode() == expected
        return parse_response(answer)

    (offer,) = security_infos.parse(CARD_ACCESS).pace
    session = pace.run(send, pace.choose([offer]), PASSWORD, queued(SK_MAP_IFD, SK_DH_IFD)).session
    assert not steps
    assert (session._enc, session._mac_key) == KEYS


def g1_card(*randomness: bytes) -> VirtualCard:
    offers = security_infos.parse(CARD_ACCESS).pace
    chip = Chip(files={File.CARD_ACCESS: CARD_ACCESS}, secrets={MRZ_REFERENCE: PASSWORD.secret}, pace=offers)
    return VirtualCard(chip, queued(*randomness))


def test_g1_the_virtual_card_speaks_the_transcript() -> None:
    card = g1_card(NONCE, SK_MAP_IC, SK_DH_IC)
    for command, answer in TRANSCRIPT:
        assert card.transmit(command) == answer
    assert card._session is not None
    assert (card._session._enc, card._session._mac_key) == KEYS


def test_card_access_written_by_us_is_the_standards() -> None:
    entry = security_infos.encode_pace(security_infos.Mapping.ECDH_GM, Suite.AES128, 13)
    assert security_infos.encode(entry) == CARD_ACCESS


@pytest.mark.parametrize("suite", list(Suite))
@pytest.mark.parametrize("number", [10, 11, 12, 13, 14, 15, 16, 17, 18])
def test_reader_and_card_agree_on_every_curve_and_cipher(suite: Suite, number: int) -> None:
    entry = security_infos.encode_pace(security_infos.Mapping.ECDH_GM, suite, number)
    offers = security_infos.parse(security_infos.encode(entry)).pace
    password = Password(MRZ_REFERENCE, b"123456")
    counter = iter(range(1, 1000))
    chip = Chip(files={}, secrets={MRZ_REFERENCE: password.secret}, pace=offers)
    card = VirtualCard(chip, lambda count: next(counter).to_bytes(count, "big"))
    session = pace.run(
        lambda command: parse_response(card.transmit(command.encode())),
        pace.choose(offers),
        password,
        lambda count: next(counter).to_bytes(count, "big"),
    ).session
    answer = card.transmit(session.protect_command(Command(0, 0xA4, 4, 0x0C, H("A0000002471001"))).encode())
    assert session.open_response(parse_response(answer)).ok


@pytest.mark.parametrize(("number", "name"), [(8, "NIST P-192"), (9, "brainpoolP192r1"), (99, "99")])
def test_weak_and_unknown_curves_are_refused_by_name(number: int, name: str) -> None:
    entry = security_infos.encode_pace(security_infos.Mapping.ECDH_GM, Suite.AES128, number)
    with pytest.raises(CardFault, match=name) as caught:
        pace.choose(security_infos.parse(security_infos.encode(entry)).pace)
    assert caught.value.fault is Fault.UNSUPPORTED


def run_with_last_answer(last: bytes) -> CardFault:
    answers = [answer for _, answer in TRANSCRIPT[:-1]] + [last]
    (offer,) = security_infos.parse(CARD_ACCESS).pace
    with pytest.raises(CardFault) as caught:
        pace.run(lambda _: parse_response(answers.pop(0)), offer, PASSWORD, queued(SK_MAP_IFD, SK_DH_IFD))
    return caught.value


@pytest.mark.parametrize(
    ("status", "fault", "tries"),
    [
        ("6300", Fault.WRONG_KEY, None),
        ("63C2", Fault.WRONG_KEY, 2),
        ("63C0", Fault.BLOCKED, 0),
        ("6983", Fault.BLOCKED, 0),
        ("6F00", Fault.MALFORMED, None),
        ("6985", Fault.MALFORMED, None),
    ],
)
def test_only_the_cards_own_refusal_says_that_digits_are_wrong(
    status: str, fault: Fault, tries: int | None
) -> None:
    caught = run_with_last_answer(H(status))
    assert (caught.fault, caught.tries_left) == (fault, tries)


def test_a_wrong_token_of_the_card_is_not_a_wrong_can() -> None:
    assert run_with_last_answer(H("7C0A86083ABB9674BCE93C099000")).fault is Fault.MALFORMED


def test_a_broken_connection_at_the_last_step_passes_through() -> None:
    answers = [answer for _, answer in TRANSCRIPT[:-1]]

    def send(_command: Command) -> Response:
        if not answers:
            raise ConnectionError
        return parse_response(answers.pop(0))

    (offer,) = security_infos.parse(CARD_ACCESS).pace
    with pytest.raises(ConnectionError):
        pace.run(send, offer, PASSWORD, queued(SK_MAP_IFD, SK_DH_IFD))


def test_a_card_that_sends_our_key_back_is_refused() -> None:
    answers = [answer for _, answer in TRANSCRIPT]
    answers[3] = H(f"7C438441{PK_DH_IFD}9000")
    (offer,) = security_infos.parse(CARD_ACCESS).pace
    with pytest.raises(CardFault, match="key back"):
        pace.run(lambda _: parse_response(answers.pop(0)), offer, PASSWORD, queued(SK_MAP_IFD, SK_DH_IFD))


def test_a_point_off_the_curve_is_refused() -> None:
    answers = [answer for _, answer in TRANSCRIPT]
    answers[2] = answers[2][:-3] + b"\x00" + answers[2][-2:]
    (offer,) = security_infos.parse(CARD_ACCESS).pace
    with pytest.raises(CardFault, match="curve"):
        pace.run(lambda _: parse_response(answers.pop(0)), offer, PASSWORD, queued(SK_MAP_IFD, SK_DH_IFD))
