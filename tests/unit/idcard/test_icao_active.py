"""ICAO Doc 9303-11, appendix F: active authentication with RSA, the standard's numbers, on both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.idcard import active_auth, iso9796
from kiosk.idcard.apdu import Command, Response
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.virtual.chip_keys import RsaSigner, signer

H = bytes.fromhex
CHALLENGE = H("F173589974BF40C6")
M1 = H(
    "9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98"
    "599F40B79F377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E"
    "7292E2DCDA3024B47DA8"
)
REPRESENTATIVE = H("6A") + M1 + H("C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127BC")


def test_f_the_card_composes_the_standards_representative() -> None:
    assert iso9796.room(128, "sha1") == len(M1)
    assert iso9796.compose(128, CHALLENGE, M1, "sha1") == REPRESENTATIVE


def test_f_the_reader_accepts_it_for_its_challenge_only() -> None:
    assert iso9796.check(REPRESENTATIVE, CHALLENGE)
    assert not iso9796.check(REPRESENTATIVE, H("F173589974BF40C7"))


@pytest.mark.parametrize("at", [0, 1, 106, 126, 127])
def test_f_a_changed_byte_anywhere_is_refused(at: int) -> None:
    changed = bytearray(REPRESENTATIVE)
    changed[at] ^= 1
    assert not iso9796.check(bytes(changed), CHALLENGE)


def test_f_the_command_is_internal_authenticate_with_the_challenge() -> None:
    sent: list[bytes] = []

    def send(command: Command) -> Response:
        sent.append(command.encode())
        return Response(b"\x01", 0x9000)

    active_auth.sign(send, CHALLENGE, extended=False)
    assert sent == [H("0088000008F173589974BF40C600")]


def counting() -> Callable[[int], bytes]:
    state = iter(range(1, 1000))
    return lambda size: (next(state)).to_bytes(size, "big")


@pytest.mark.parametrize(
    "kind", ["RSA/1024", "RSA-SHA1/1024", "RSA/1536", "ECDSA/12", "ECDSA/13", "ECDSA/18"]
)
def test_every_kind_of_key_signs_for_the_reader(kind: str) -> None:
    own = signer(kind, counting())
    signature = own.sign(CHALLENGE, counting())
    assert active_auth.check(own.dg15(), signature, CHALLENGE, None)
    assert not active_auth.check(own.dg15(), signature, bytes(8), None)
    assert not active_auth.check(own.dg15(), signature[:-1], CHALLENGE, None)


def test_the_other_root_that_the_standard_allows_is_accepted() -> None:
    own = RsaSigner(1024)
    value = int.from_bytes(own.sign(CHALLENGE, counting()), "big")
    modulus = own._numbers.public_numbers.n
    assert active_auth.check(own.dg15(), (modulus - value).to_bytes(128, "big"), CHALLENGE, None)


def test_a_chip_that_will_not_sign_is_a_copy() -> None:
    with pytest.raises(CardFault) as caught:
        active_auth.sign(lambda _: Response(b"", 0x6D00), CHALLENGE, extended=True)
    assert caught.value.fault is Fault.COPIED
