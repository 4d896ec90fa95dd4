"""The chip's ends of PACE and BAC. Source: ICAO 9303-11, sections 4.3 and 4.4."""

from __future__ import annotations

from kiosk.idcard import apdu, bac, pace, tlv
from kiosk.idcard.apdu import Response
from kiosk.idcard.faults import CardFault
from kiosk.idcard.groups import pace_group
from kiosk.idcard.integrated import pseudo_random
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import Mapping, PaceInfo
from kiosk.idcard.suites import Suite, pad, same

_NONCE = {Suite.TDES: 16, Suite.AES128: 16, Suite.AES192: 32, Suite.AES256: 32}


class PaceChip:
    """One run of PACE; `session` stands once the reader proved the password."""

    def __init__(self, offer: PaceInfo, secret: bytes, rng: Rng, static: int | None = None) -> None:
        """`static` is the chip's private key for chip-authentication mapping."""
        self._offer = offer
        self._secret = secret
        self._rng = rng
        self._group = pace_group(offer.parameters)
        self._static = static
        self._mapping_private = 0
        self._nonce = b""
        self._generator = b""
        self._ours, self._theirs = b"", b""
        self._keys = (b"", b"")
        self.session: SecureMessaging | None = None
        self.refused = False

    def step(self, data: bytes) -> Response:
        """Answer one GENERAL AUTHENTICATE."""
        try:
            objects = dict(tlv.walk(tlv.unwrap(data, pace.TEMPLATE)))
            return self._answer(objects)
        except CardFault:
            return Response(b"", apdu.WRONG_DATA)

    def _answer(self, objects: dict[int, bytes]) -> Response:
        if not objects and not self._nonce:
            return self._give_nonce()
        if 0x81 in objects and self._nonce and not self._generator:  # noqa: PLR2004 -- the standard's tag
            return self._map(objects[0x81])
        if 0x83 in objects and self._generator and not self._ours:  # noqa: PLR2004 -- the standard's tag
            return self._agree(objects[0x83])
        if 0x85 in objects and self._ours:  # noqa: PLR2004 -- the standard's tag
            return self._check(objects[0x85])
        return Response(b"", apdu.CONDITIONS)

    def _give_nonce(self) -> Response:
        self._nonce = self._rng(_NONCE[self._offer.suite])
        suite = self._offer.suite
        return _object(0x80, suite.encrypt(suite.password_key(self._secret), self._nonce))

    def _map(self, theirs: bytes) -> Response:
        if self._offer.mapping in (Mapping.ECDH_IM, Mapping.DH_IM):
            number = pseudo_random(self._offer.suite, self._nonce, theirs, self._group.field_prime)
            self._generator = self._group.map_integrated(number)
            return _object(0x82, b"")
        private = self._mapping_private = self._group.private_key(self._rng)
        self._generator = self._group.map_generic(self._nonce, self._group.shared_point(private, theirs))
        return _object(0x82, self._group.public_key(private))

    def _agree(self, theirs: bytes) -> Response:
        private = self._group.private_key(self._rng)
        self._ours, self._theirs = self._group.public_key(private, self._generator), theirs
        self._keys = self._offer.suite.session_keys(self._group.shared_secret(private, theirs))
        return _object(0x84, self._ours)

    def _check(self, token: bytes) -> Response:
        suite = self._offer.suite
        if not same(token, pace.token(self._offer, self._keys[1], self._ours)):
            self.refused = True
            return Response(b"", apdu.VERIFICATION_FAILED)
        self.session = SecureMessaging(suite, self._keys)
        ours = tlv.encode(0x86, pace.token(self._offer, self._keys[1], self._theirs))
        return Response(tlv.encode(pace.TEMPLATE, ours + self._chip_data()), apdu.OK)

    def _chip_data(self) -> bytes:
        """Return what ties the mapping key to the static key: k with k · static = mapping, hidden."""
        if self._offer.mapping is not Mapping.ECDH_CAM or self._static is None:
            return b""
        suite, order = self._offer.suite, self._group.order
        number = self._mapping_private * pow(self._static, -1, order) % order
        plain = pad(number.to_bytes(self._group.size, "big"), suite.block)
        iv = pace.chip_data_iv(suite, self._keys[0])
        return tlv.encode(0x8A, suite.encrypt(self._keys[0], plain, iv))


class BacChip:
    """One run of BAC; `session` stands once the reader proved the zone."""

    def __init__(self, seed: bytes, rng: Rng) -> None:
        self._keys = Suite.TDES.session_keys(seed)
        self._rng = rng
        self._nonce = b""
        self.session: SecureMessaging | None = None

    def challenge(self) -> Response:
        """Answer GET CHALLENGE."""
        self._nonce = self._rng(bac.NONCE)
        return Response(self._nonce, apdu.OK)

    def authenticate(self, data: bytes) -> Response:
        """Answer EXTERNAL AUTHENTICATE."""
        secret = bac.open_sealed(self._keys, data)
        nonce, self._nonce = self._nonce, b""
        if not nonce or secret is None or secret[bac.NONCE : 2 * bac.NONCE] != nonce:
            return Response(b"", apdu.VERIFICATION_FAILED)
        theirs, their_key = secret[: bac.NONCE], secret[2 * bac.NONCE :]
        ours = self._rng(bac.KEY)
        self.session = bac.session(their_key, ours, nonce, theirs)
        return Response(bac.seal(self._keys, nonce + theirs + ours), apdu.OK)


def _object(tag: int, value: bytes) -> Response:
    return Response(tlv.encode(pace.TEMPLATE, tlv.encode(tag, value)), apdu.OK)
