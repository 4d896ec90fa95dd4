"""Basic access control, the reader's side. Source: ICAO 9303-11, section 4.3 and appendix D."""

from __future__ import annotations

from kiosk.idcard import apdu
from kiosk.idcard.apdu import Command
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.pace import Send, tries_told
from kiosk.idcard.rng import Rng
from kiosk.idcard.suites import Suite, same

NONCE, KEY, MAC = 8, 16, 8
_SECRET = 2 * NONCE + KEY
_REFUSED = {apdu.VERIFICATION_FAILED, apdu.NOT_ALLOWED, apdu.WRONG_DATA, apdu.SM_WRONG}


def run(send: Send, seed: bytes, rng: Rng) -> SecureMessaging:
    """Prove the zone to a selected application and return the reader's end of the session.

    `seed` is `Password.bac_seed`. Raises CardFault WRONG_KEY, BLOCKED, NOT_AN_ID_CARD, MALFORMED.
    """
    keys = Suite.TDES.session_keys(seed)
    challenge = _challenge(send)
    ours, our_key = rng(NONCE), rng(KEY)
    sent = seal(keys, ours + challenge + our_key)
    answer = send(Command(0x00, 0x82, 0, 0, sent, len(sent)))
    if not answer.ok:
        raise _refused(answer.sw)
    theirs = open_sealed(keys, answer.data)
    if theirs is None or theirs[:NONCE] != challenge or theirs[NONCE : 2 * NONCE] != ours:
        raise malformed("BAC: the card's proof")
    return session(our_key, theirs[2 * NONCE :], challenge, ours)


def seal(keys: tuple[bytes, bytes], secret: bytes) -> bytes:
    """Return a cryptogram and its MAC."""
    hidden = Suite.TDES.encrypt(keys[0], secret)
    return hidden + Suite.TDES.mac(keys[1], hidden)


def open_sealed(keys: tuple[bytes, bytes], sealed: bytes) -> bytes | None:
    """Return what `seal` hid, or None when length or MAC are wrong."""
    if len(sealed) != _SECRET + MAC or not same(Suite.TDES.mac(keys[1], sealed[:-MAC]), sealed[-MAC:]):
        return None
    return Suite.TDES.decrypt(keys[0], sealed[:-MAC])


def session(reader_key: bytes, chip_key: bytes, chip_nonce: bytes, reader_nonce: bytes) -> SecureMessaging:
    """Return one end of the session that both keys make."""
    seed = bytes(a ^ b for a, b in zip(reader_key, chip_key, strict=True))
    counter = int.from_bytes(chip_nonce[-4:] + reader_nonce[-4:], "big")
    return SecureMessaging(Suite.TDES, Suite.TDES.session_keys(seed), counter)


def _challenge(send: Send) -> bytes:
    answer = send(Command(0x00, 0x84, 0, 0, le=NONCE))
    if not answer.ok or len(answer.data) != NONCE:
        raise CardFault(Fault.NOT_AN_ID_CARD, f"BAC challenge {answer.sw:04X}", status=answer.sw)
    return answer.data


def _refused(sw: int) -> CardFault:
    tries = tries_told(sw)
    if sw == apdu.BLOCKED or tries == 0:
        return CardFault(Fault.BLOCKED, "BAC", status=sw, tries_left=0)
    if sw in _REFUSED or tries is not None:
        return CardFault(Fault.WRONG_KEY, "BAC", status=sw, tries_left=tries)
    return CardFault(Fault.MALFORMED, f"BAC {sw:04X}", status=sw)
