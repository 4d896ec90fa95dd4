"""Commands and responses of ISO/IEC 7816-4, short and extended, both ways (reader and chip)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.idcard.faults import malformed

SHORT_LE = 256
EXTENDED_LE = 65536
_SHORT_LC = 255
_HEADER = 4

OK = 0x9000
END_OF_FILE = 0x6282
WRONG_LENGTH = 0x6700
NOT_ALLOWED = 0x6982
BLOCKED = 0x6983
NOT_USABLE = 0x6984
CONDITIONS = 0x6985
NO_FILE_SELECTED = 0x6986
SM_MISSING = 0x6987
SM_WRONG = 0x6988
WRONG_DATA = 0x6A80
NOT_SUPPORTED = 0x6A81
NOT_FOUND = 0x6A82
WRONG_P1P2 = 0x6A86
REFERENCE_NOT_FOUND = 0x6A88
WRONG_OFFSET = 0x6B00
UNKNOWN_INS = 0x6D00
VERIFICATION_FAILED = 0x6300


class Transport(Protocol):
    """One operation: send a command, get the answer with its status word."""

    def transmit(self, apdu: bytes) -> bytes:
        """Return the card's answer. Blocks. May raise whatever the transport raises."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `le` counts the bytes expected (1 to 65536); None: no answer data expected."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None
    extended: bool = False
    """Forces the extended form; lengths beyond the short form use it by themselves."""

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes([self.cla, self.ins, self.p1, self.p2])

    def encode(self) -> bytes:
        """Return the bytes on the wire."""
        if self.extended or len(self.data) > _SHORT_LC or (self.le or 0) > SHORT_LE:
            return self._encode_extended()
        lc = bytes([len(self.data)]) if self.data else b""
        le = bytes([self.le & 0xFF]) if self.le is not None else b""
        return self.header + lc + self.data + le

    def _encode_extended(self) -> bytes:
        lc = b"\x00" + len(self.data).to_bytes(2, "big") if self.data else b""
        le = (self.le & 0xFFFF).to_bytes(2, "big") if self.le is not None else b""
        return self.header + lc + self.data + (b"" if lc or not le else b"\x00") + le


def of_header(header: bytes, *, data: bytes = b"", le: int | None = None, extended: bool = False) -> Command:
    """Return a command from its four header bytes."""
    cla, ins, p1, p2 = header
    return Command(cla, ins, p1, p2, data, le, extended)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: data and status word."""

    data: bytes = field(repr=False)
    sw: int

    @property
    def ok(self) -> bool:
        """True for 9000."""
        return self.sw == OK

    def encode(self) -> bytes:
        """Return the bytes on the wire."""
        return self.data + self.sw.to_bytes(2, "big")


def parse_response(raw: bytes) -> Response:
    """Split an answer. Raises CardFault MALFORMED when it has no status word."""
    if len(raw) < 2:  # noqa: PLR2004 -- a status word
        raise malformed("answer without a status word")
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))


def parse_command(raw: bytes) -> Command:
    """Return a command from the wire, the chip's side. Raises CardFault MALFORMED."""
    if len(raw) < _HEADER:
        raise malformed("command too short")
    head, body = raw[:_HEADER], raw[_HEADER:]
    if len(body) >= 3 and body[0] == 0:  # noqa: PLR2004 -- an extended length's marker and two bytes
        return _parse_extended(head, body[1:])
    if not body:
        return of_header(head)
    if len(body) == 1:
        return of_header(head, le=body[0] or SHORT_LE)
    data, rest = body[1 : 1 + body[0]], body[1 + body[0] :]
    if len(data) != body[0] or len(rest) > 1:
        raise malformed("command length")
    return of_header(head, data=data, le=(rest[0] or SHORT_LE) if rest else None)


def _parse_extended(head: bytes, body: bytes) -> Command:
    if len(body) == 2:  # noqa: PLR2004 -- Le alone
        return of_header(head, le=int.from_bytes(body, "big") or EXTENDED_LE, extended=True)
    length = int.from_bytes(body[:2], "big")
    data, rest = body[2 : 2 + length], body[2 + length :]
    if len(data) != length or len(rest) not in (0, 2):
        raise malformed("command length")
    le = (int.from_bytes(rest, "big") or EXTENDED_LE) if rest else None
    return of_header(head, data=data, le=le, extended=True)
