"""PACE, the reader's side. Source: ICAO 9303-11, section 4.4.

MSE:Set AT → nonce → mapping → key agreement → tokens → secure messaging
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.idcard import apdu, tlv
from kiosk.idcard.apdu import SHORT_LE, Command, Response
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.groups import Group, Rng, group_by_number
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.passwords import Password
from kiosk.idcard.security_infos import Mapping, PaceInfo
from kiosk.idcard.suites import Suite, same

Send = Callable[[Command], Response]
TOKEN_TAG, TEMPLATE = 0x7F49, 0x7C
_CHAINED = 0x10
_RANK = {Suite.AES256: 0, Suite.AES192: 1, Suite.AES128: 2, Suite.TDES: 3}
_SUPPORTED = (Mapping.ECDH_GM,)


def choose(offers: Sequence[PaceInfo]) -> PaceInfo:
    """Return the offer to take: generic mapping, then the strongest cipher. Raises CardFault UNSUPPORTED."""
    able = [offer for offer in offers if offer.mapping in _SUPPORTED]
    if not able:
        raise CardFault(Fault.UNSUPPORTED, "PACE mapping")
    best = min(able, key=lambda offer: (_SUPPORTED.index(offer.mapping), _RANK[offer.suite]))
    group_by_number(best.parameters)
    return best


def run(
    send: Send, offer: PaceInfo, password: Password, rng: Rng, *, ambiguous: bool = False
) -> SecureMessaging:
    """Run the protocol and return the reader's end of the session.

    `ambiguous`: the card offers this protocol with several domain parameters. Raises CardFault WRONG_KEY
    (with `tries_left` where the card tells), BLOCKED, MALFORMED, UNSUPPORTED.
    """
    group = group_by_number(offer.parameters)
    tries = _set_at(send, offer, password, ambiguous=ambiguous)
    hidden = _step(send, b"", 0x80, "nonce")
    nonce = offer.suite.decrypt(offer.suite.password_key(password.secret), hidden)
    generator = _map_generic(send, group, nonce, rng)
    secret, ours, theirs = _agree(send, group, generator, rng)
    keys = offer.suite.session_keys(secret)
    _exchange_tokens(send, offer, keys[1], ours=ours, theirs=theirs, tries=tries)
    return SecureMessaging(offer.suite, keys)


def token(suite: Suite, mac_key: bytes, oid: bytes, public_key: bytes) -> bytes:
    """Return the authentication token over the other side's key. Source: ICAO 9303-11, 4.4.3.4."""
    body = tlv.encode(0x06, oid) + tlv.encode(0x86, public_key)
    return suite.mac(mac_key, tlv.encode(TOKEN_TAG, body))


def tries_told(sw: int) -> int | None:
    """Return how many tries a 63Cx tells, or None for any other status."""
    return sw & 0xF if sw & 0xFFF0 == 0x63C0 else None  # noqa: PLR2004 -- ISO 7816-4's counter status


def _set_at(send: Send, offer: PaceInfo, password: Password, *, ambiguous: bool) -> int | None:
    data = tlv.encode(0x80, offer.oid) + tlv.encode(0x83, bytes([password.reference]))
    if ambiguous:
        data += tlv.encode(0x84, bytes([offer.parameters]))
    answer = send(Command(0x00, 0x22, 0xC1, 0xA4, data))
    tries = tries_told(answer.sw)
    if answer.sw in (apdu.BLOCKED, apdu.NOT_USABLE) or tries == 0:
        raise CardFault(Fault.BLOCKED, "PACE set", status=answer.sw, tries_left=0)
    if not answer.ok and tries is None:
        raise CardFault(Fault.MALFORMED, f"PACE set {answer.sw:04X}", status=answer.sw)
    return tries


def _map_generic(send: Send, group: Group, nonce: bytes, rng: Rng) -> bytes:
    private = group.private_key(rng)
    theirs = _step(send, tlv.encode(0x81, group.public_key(private)), 0x82, "mapping")
    return group.map_generic(nonce, group.shared_point(private, theirs))


def _agree(send: Send, group: Group, generator: bytes, rng: Rng) -> tuple[bytes, bytes, bytes]:
    private = group.private_key(rng)
    ours = group.public_key(private, generator)
    theirs = _step(send, tlv.encode(0x83, ours), 0x84, "agreement")
    if theirs == ours:
        raise malformed("PACE: the card sent our key back")
    return group.shared_secret(private, theirs), ours, theirs


def _exchange_tokens(
    send: Send, offer: PaceInfo, mac_key: bytes, *, ours: bytes, theirs: bytes, tries: int | None
) -> None:
    sent = tlv.encode(0x85, token(offer.suite, mac_key, offer.oid, theirs))
    answer = send(Command(0x00, 0x86, 0, 0, tlv.encode(TEMPLATE, sent), SHORT_LE))
    if not answer.ok:
        raise _refused(answer.sw, tries)
    theirs_token = tlv.find(tlv.unwrap(answer.data, TEMPLATE), 0x86)
    if theirs_token is None or not same(theirs_token, token(offer.suite, mac_key, offer.oid, ours)):
        raise malformed("PACE: the card's token")


def _refused(sw: int, tries: int | None) -> CardFault:
    """Only a status that the card itself gave to our token says that the password is wrong."""
    told = tries_told(sw)
    if sw in (apdu.BLOCKED, apdu.NOT_USABLE) or told == 0:
        return CardFault(Fault.BLOCKED, "PACE token", status=sw, tries_left=0)
    if sw == apdu.VERIFICATION_FAILED or told is not None:
        left = told if told is not None else (tries - 1 if tries else None)
        return CardFault(Fault.WRONG_KEY, "PACE token", status=sw, tries_left=left)
    return CardFault(Fault.MALFORMED, f"PACE token {sw:04X}", status=sw)


def _step(send: Send, sent: bytes, wanted: int, name: str) -> bytes:
    answer = send(Command(_CHAINED, 0x86, 0, 0, tlv.encode(TEMPLATE, sent), SHORT_LE))
    if not answer.ok:
        raise CardFault(Fault.MALFORMED, f"PACE {name} {answer.sw:04X}", status=answer.sw)
    value = tlv.find(tlv.unwrap(answer.data, TEMPLATE), wanted)
    if value is None:
        raise malformed(f"PACE {name}")
    return value
