"""Secure messaging, both ends of it. Source: ICAO 9303-11, section 9.8.

One `SecureMessaging` per end: the reader's protects commands and opens answers, the chip's opens commands
and protects answers. Both count the same send sequence counter.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.idcard import tlv
from kiosk.idcard.apdu import EXTENDED_LE, SHORT_LE, Command, Response, of_header
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.suites import Suite, pad, same, unpad

_SM_CLA = 0x0C
_SHORT_BODY = 255
_DATA, _DATA_ODD, _LE, _STATUS, _MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
_PADDED = b"\x01"


class SecureMessaging:
    """One end of a protected session. A wrong MAC raises SESSION_BROKEN, and nothing works afterwards."""

    def __init__(self, suite: Suite, keys: tuple[bytes, bytes], ssc: int = 0) -> None:
        self.suite = suite
        self._enc, self._mac_key = keys
        self._ssc = ssc
        self._broken = False

    # -- the reader's end

    def protect_command(self, command: Command) -> Command:
        """Return the protected command; counts it."""
        header, body = self._begin(command.header), b""
        if command.data:
            body += self._encrypted(command.data, odd=bool(command.ins & 1))
        if command.le is not None:
            body += tlv.encode(_LE, _encode_le(command.le))
        body += tlv.encode(_MAC, self._mac(pad(header, self.suite.block) + body))
        long = command.extended or len(body) > _SHORT_BODY or (command.le or 0) > SHORT_LE
        return of_header(header, data=body, le=EXTENDED_LE if long else SHORT_LE, extended=long)

    def open_response(self, response: Response) -> Response:
        """Return the plain answer. An error that the card gave without protection is passed on as it is.

        Raises CardFault SESSION_BROKEN when the MAC is wrong, MALFORMED when objects are missing.
        """
        if not response.data:
            if response.ok:
                raise self._break("unprotected answer")
            return response
        self._count()
        objects, covered = self._split(response.data)
        self._check(covered, objects)
        status = objects.get(_STATUS, b"")
        if len(status) != 2:  # noqa: PLR2004 -- a status word
            raise self._break("status missing")
        return Response(self._decrypted(objects), int.from_bytes(status, "big"))

    # -- the chip's end

    def open_command(self, command: Command) -> Command:
        """Return the plain command; counts it. Raises CardFault SESSION_BROKEN, MALFORMED."""
        header = self._begin(command.header)
        objects, covered = self._split(command.data)
        self._check(pad(header, self.suite.block) + covered, objects)
        le = objects.get(_LE)
        plain = replace(command, cla=command.cla & ~_SM_CLA, data=self._decrypted(objects))
        return replace(plain, le=_decode_le(le) if le is not None else None)

    def protect_response(self, response: Response, *, odd: bool = False) -> Response:
        """Return the protected answer; counts it."""
        self._count()
        body = self._encrypted(response.data, odd=odd) if response.data else b""
        body += tlv.encode(_STATUS, response.sw.to_bytes(2, "big"))
        return Response(body + tlv.encode(_MAC, self._mac(body)), response.sw)

    # -- what both share

    def _begin(self, header: bytes) -> bytes:
        if self._broken:
            raise CardFault(Fault.SESSION_BROKEN, "used after it broke")
        self._count()
        return bytes([header[0] | _SM_CLA]) + header[1:]

    def _count(self) -> None:
        self._ssc = (self._ssc + 1) % (1 << 8 * self.suite.block)

    def _counter(self) -> bytes:
        return self._ssc.to_bytes(self.suite.block, "big")

    def _iv(self) -> bytes | None:
        return self.suite.encrypt(self._enc, self._counter()) if self.suite.is_aes else None

    def _mac(self, data: bytes) -> bytes:
        return self.suite.message_mac(self._mac_key, self._counter() + data)

    def _encrypted(self, data: bytes, *, odd: bool) -> bytes:
        secret = self.suite.encrypt(self._enc, pad(data, self.suite.block), self._iv())
        return tlv.encode(_DATA_ODD, secret) if odd else tlv.encode(_DATA, _PADDED + secret)

    def _decrypted(self, objects: dict[int, bytes]) -> bytes:
        if _DATA in objects:
            if objects[_DATA][:1] != _PADDED:
                raise self._break("padding indicator")
            secret = objects[_DATA][1:]
        elif _DATA_ODD in objects:
            secret = objects[_DATA_ODD]
        else:
            return b""
        return unpad(self.suite.decrypt(self._enc, secret, self._iv()))

    def _split(self, body: bytes) -> tuple[dict[int, bytes], bytes]:
        """Return the objects by tag, and the bytes that the MAC covers."""
        objects: dict[int, bytes] = {}
        covered, at = b"", 0
        while at < len(body):
            tag, value, end = tlv.read(body, at)
            if tag in objects:
                raise self._break("object twice")
            objects[tag] = value
            covered += body[at:end] if tag != _MAC else b""
            at = end
        return objects, covered

    def _check(self, covered: bytes, objects: dict[int, bytes]) -> None:
        if not same(self._mac(covered), objects.get(_MAC, b"")):
            raise self._break("MAC")

    def _break(self, why: str) -> CardFault:
        self._broken = True
        return CardFault(Fault.SESSION_BROKEN, why)


def _encode_le(le: int) -> bytes:
    return bytes([le & 0xFF]) if le <= SHORT_LE else (le & 0xFFFF).to_bytes(2, "big")


def _decode_le(value: bytes) -> int:
    return int.from_bytes(value, "big") or (SHORT_LE if len(value) == 1 else EXTENDED_LE)
