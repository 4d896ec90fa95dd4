"""PACE, the reader's side. Source: ICAO 9303-11, section 4.4.

MSE:Set AT → nonce → mapping → key agreement → tokens → secure messaging
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.idcard import apdu, tlv
from kiosk.idcard.apdu import EXTENDED_LE, SHORT_LE, Command, Response
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.groups import Group, pace_group
from kiosk.idcard.integrated import nonce_size, pseudo_random
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.modp import ModpGroup
from kiosk.idcard.passwords import Password
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import Mapping, PaceInfo
from kiosk.idcard.suites import Suite, same, unpad

Send = Callable[[Command], Response]
TOKEN_TAG, TEMPLATE = 0x7F49, 0x7C
_CHAINED = 0x10
_RANK = {Suite.AES256: 0, Suite.AES192: 1, Suite.AES128: 2, Suite.TDES: 3}
_SUPPORTED = (
    Mapping.ECDH_GM,
    Mapping.DH_GM,
    Mapping.ECDH_CAM,
    Mapping.ECDH_IM,
    Mapping.DH_IM,
)
_INTEGRATED = (Mapping.ECDH_IM, Mapping.DH_IM)


@dataclass(frozen=True, slots=True)
class Opened:
    """The reader's end of the session; with chip-authentication mapping, what proves the chip."""

    session: SecureMessaging
    proof: ChipProof | None = None


@dataclass(frozen=True, slots=True)
class ChipProof:
    """The card's mapping key, and the number that makes it of the chip's static key."""

    group: Group
    mapping_key: bytes = field(repr=False)
    number: int = field(repr=False)

    def matches(self, static_key: bytes) -> bool:
        """Say whether this static key, which must be the issuer's signed one, is the chip's."""
        return same(self.group.shared_point(self.number, static_key), self.mapping_key)


def choose(offers: Sequence[PaceInfo]) -> PaceInfo:
    """Return the offer to take: generic mapping, then the strongest cipher. Raises CardFault UNSUPPORTED."""
    able = [offer for offer in offers if offer.mapping in _SUPPORTED]
    if not able:
        raise CardFault(Fault.UNSUPPORTED, "PACE mapping")
    able = [offer for offer in able if _fits(offer)]
    if not able:
        raise CardFault(Fault.UNSUPPORTED, _why_none_fits(offers))
    return min(able, key=lambda offer: (_SUPPORTED.index(offer.mapping), _RANK[offer.suite]))


def _fits(offer: PaceInfo) -> bool:
    """Say whether group and mapping go together: curves with ECDH, and what integrated mapping can do."""
    try:
        group = pace_group(offer.parameters)
    except CardFault:
        return False
    is_curve = isinstance(group, Group)
    if is_curve != (offer.mapping not in (Mapping.DH_GM, Mapping.DH_IM)):
        return False
    needs_three = offer.mapping is Mapping.ECDH_IM
    return not needs_three or group.field_prime % 4 == 3  # noqa: PLR2004 -- the standard's condition


def _why_none_fits(offers: Sequence[PaceInfo]) -> str:
    for offer in offers:
        try:
            pace_group(offer.parameters)
        except CardFault as fault:
            return fault.detail
    return "PACE mapping and group"


def run(send: Send, offer: PaceInfo, password: Password, rng: Rng, *, ambiguous: bool = False) -> Opened:
    """Run the protocol and return the reader's end of the session.

    `ambiguous`: the card offers this protocol with several domain parameters. Raises CardFault WRONG_KEY
    (with `tries_left` where the card tells), BLOCKED, MALFORMED, UNSUPPORTED.
    """
    group = pace_group(offer.parameters)
    tries = _set_at(send, offer, password, ambiguous=ambiguous)
    hidden = _step(send, b"", 0x80, "nonce")
    nonce = offer.suite.decrypt(offer.suite.password_key(password.secret), hidden)
    generator, mapping_key = _map(send, offer, group, nonce, rng)
    secret, ours, theirs = _agree(send, group, generator, rng)
    keys = offer.suite.session_keys(secret)
    tokens = token(offer, keys[1], theirs), token(offer, keys[1], ours)
    last = _exchange_tokens(send, *tokens, tries=tries)
    session = SecureMessaging(offer.suite, keys)
    if offer.mapping is Mapping.ECDH_CAM and isinstance(group, Group):
        return Opened(session, ChipProof(group, mapping_key, _chip_number(offer.suite, keys[0], last)))
    return Opened(session)


def token(offer: PaceInfo, mac_key: bytes, public_key: bytes) -> bytes:
    """Return the authentication token over the other side's key. Source: ICAO 9303-11, 4.4.3.5."""
    tag = pace_group(offer.parameters).token_tag
    body = tlv.encode(0x06, offer.oid) + tlv.encode(tag, public_key)
    return offer.suite.mac(mac_key, tlv.encode(TOKEN_TAG, body))


def chip_data_iv(suite: Suite, enc_key: bytes) -> bytes:
    """Return the IV that hides chip authentication data: a block of ones, enciphered (9303-11, 4.4.3.3.4)."""
    return suite.encrypt(enc_key, b"\xff" * suite.block)


def _chip_number(suite: Suite, enc_key: bytes, last: dict[int, bytes]) -> int:
    hidden = last.get(0x8A)
    if hidden is None:
        raise CardFault(Fault.COPIED, "PACE: no chip authentication data")
    return int.from_bytes(unpad(suite.decrypt(enc_key, hidden, chip_data_iv(suite, enc_key))), "big")


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


def _map(
    send: Send, offer: PaceInfo, group: Group | ModpGroup, nonce: bytes, rng: Rng
) -> tuple[bytes, bytes]:
    """Return the ephemeral generator, and the card's mapping key where the mapping has one."""
    if offer.mapping in _INTEGRATED:
        ours = rng(nonce_size(offer.suite))
        _send_step(send, tlv.encode(0x81, ours), "mapping")
        return group.map_integrated(pseudo_random(offer.suite, nonce, ours, group.field_prime)), b""
    private = group.private_key(rng)
    theirs = _step(send, tlv.encode(0x81, group.public_key(private)), 0x82, "mapping")
    return group.map_generic(nonce, group.shared_point(private, theirs)), theirs


def _agree(send: Send, group: Group | ModpGroup, generator: bytes, rng: Rng) -> tuple[bytes, bytes, bytes]:
    private = group.private_key(rng)
    ours = group.public_key(private, generator)
    theirs = _step(send, tlv.encode(0x83, ours), 0x84, "agreement")
    if theirs == ours:
        raise malformed("PACE: the card sent our key back")
    return group.shared_secret(private, theirs), ours, theirs


def _exchange_tokens(send: Send, ours: bytes, expected: bytes, *, tries: int | None) -> dict[int, bytes]:
    """Prove ourselves, check the card's proof, and return its last answer's objects."""
    sent = tlv.encode(TEMPLATE, tlv.encode(0x85, ours))
    answer = send(Command(0x00, 0x86, 0, 0, sent, SHORT_LE))
    if not answer.ok:
        raise _refused(answer.sw, tries)
    objects = dict(tlv.walk(tlv.unwrap(answer.data, TEMPLATE)))
    if not same(objects.get(0x86, b""), expected):
        raise malformed("PACE: the card's token")
    return objects


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
    value = tlv.find(tlv.unwrap(_send_step(send, sent, name), TEMPLATE), wanted)
    if value is None:
        raise malformed(f"PACE {name}")
    return value


def _send_step(send: Send, sent: bytes, name: str) -> bytes:
    body = tlv.encode(TEMPLATE, sent)
    # an element of a 2048-bit group fits into no short command, and its answer into no short one
    le = SHORT_LE if len(body) < SHORT_LE else EXTENDED_LE
    answer = send(Command(_CHAINED, 0x86, 0, 0, body, le))
    if not answer.ok:
        raise CardFault(Fault.MALFORMED, f"PACE {name} {answer.sw:04X}", status=answer.sw)
    return answer.data
