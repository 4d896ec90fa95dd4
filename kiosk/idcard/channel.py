"""A card as something to select on and read from: secure messaging, block sizes, 61xx and 6Cxx.

Source: ICAO 9303-10, section 3.6; ISO/IEC 7816-4, section 11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from kiosk.idcard import apdu, tlv
from kiosk.idcard.apdu import SHORT_LE, Command, Response, Transport, parse_response
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.suites import MAC_SIZE

APPLICATION = bytes.fromhex("A0000002471001")
MAX_FILE = 1 << 20
_ODD_OFFSET = 0x8000
_MORE, _WRONG_LE = 0x61, 0x6C
_SMALLER = (192, 128, 64, 16)
_SM_OVERHEAD = 4 + 4 + 2 + MAC_SIZE
"""Bytes of a protected short answer that aren't ciphertext: DO'87' head, DO'99', DO'8E'."""


class File(IntEnum):
    """Elementary files; the short identifier is the last byte, without the leading 01."""

    CARD_ACCESS = 0x011C
    SOD = 0x011D
    CARD_SECURITY = 0x1011D
    """Under the master file with EF.SOD's identifier; the leading digit keeps the two apart here."""
    COM = 0x011E
    DG1 = 0x0101
    DG2 = 0x0102
    DG3 = 0x0103
    DG11 = 0x010B
    DG12 = 0x010C
    DG13 = 0x010D
    DG14 = 0x010E
    DG15 = 0x010F


def group_file(number: int) -> File:
    """Return the file of a data group. Raises CardFault MALFORMED for one that we never read."""
    try:
        return File(0x0100 | number)
    except ValueError:
        raise malformed(f"data group {number}") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """What reader and card carry in one answer, in bytes; None: short lengths only, as long as they go."""

    extended_block: int | None = None
    short_block: int | None = None
    by_short_id: bool = True
    """False: the card reads selected files only, not by short identifier."""


SHORT_ONLY = Limits()


class Channel:
    """One card session. Counts its commands; holds no clock. Not for several threads.

    `limits` shrink when the card refuses a length; where a refusal ended the session too, a new one begins
    with what was learnt.
    """

    def __init__(self, transport: Transport, limits: Limits, commands: int = 0) -> None:
        self._transport = transport
        self.limits = limits
        self._blocks: list[int] = []
        self._was_in_the_clear = False
        self.messaging: SecureMessaging | None = None
        self.commands = commands
        self._plan_blocks()

    def protect(self, messaging: SecureMessaging) -> None:
        """Send everything from now on through this session."""
        self.messaging = messaging
        self._plan_blocks()

    def send(self, command: Command) -> Response:
        """Send one command, protected once a session stands; obeys 61xx and 6Cxx. Raises CardFault."""
        answer = self._once(command)
        if answer.sw >> 8 == _WRONG_LE and command.le is not None:
            answer = self._once(replace(command, le=(answer.sw & 0xFF) or SHORT_LE, extended=False))
        return answer

    def select_application(self) -> Response:
        """Select the travel document application."""
        return self.send(Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION))

    def select_master_file(self) -> Response:
        """Select the master file; some cards answer 6D00, and need it not."""
        return self.send(Command(0x00, 0xA4, 0x00, 0x0C, b"\x3f\x00"))

    def select_file(self, file: File) -> Response:
        """Select a file under the current one."""
        return self.send(Command(0x00, 0xA4, 0x02, 0x0C, (file & 0xFFFF).to_bytes(2, "big")))

    def read_file(self, file: File) -> bytes:
        """Return a whole file, as long as its outer object says. Raises CardFault MALFORMED."""
        return self._rest(file, self._first_block(file))

    def read_selected(self, file: File) -> bytes:
        """Return the whole of the file that is selected. Raises CardFault MALFORMED with the status."""
        answer = self._read_shrinking(0, 0, SHORT_LE, first=True)
        if not _gave(answer):
            raise _refused(file, answer)
        return self._rest(file, answer.data)

    def read_card_security(self) -> bytes:
        """Return EF.CardSecurity, which stands under the master file as EF.SOD does under the application.

        Unlike the other files it is bare CMS. Raises CardFault MALFORMED with the status.
        """
        return self.read_file(File.CARD_SECURITY)

    def _rest(self, file: File, data: bytes) -> bytes:
        while (whole := _whole_length(data)) is None or len(data) < whole:
            data += self._next_block(file, len(data), whole)
        return data[:whole]

    # -- blocks

    def _plan_blocks(self) -> None:
        """Largest first; a refusal drops the first for the rest of the session."""
        short = SHORT_LE
        if self.messaging:
            block = self.messaging.suite.block
            short = (SHORT_LE - _SM_OVERHEAD) // block * block - 1
        short = min(short, self.limits.short_block or short)
        extended = [self.limits.extended_block] if self.limits.extended_block else []
        self._blocks = [*extended, short, *(size for size in _SMALLER if size < short)]

    def _first_block(self, file: File) -> bytes:
        """Read by short identifier; where that is refused, select the file and only then doubt the length."""
        block = self._blocks[0]
        if self.limits.by_short_id:
            answer = self.send(Command(0x00, 0xB0, 0x80 | (file & 0x1F), 0, le=block))
            if _gave(answer):
                return answer.data
            if answer.sw != apdu.NOT_ALLOWED:
                self.limits = replace(self.limits, by_short_id=False)
        selected = self.select_file(file)
        if not selected.ok:
            raise _refused(file, selected)
        answer = self._read_shrinking(0, 0, SHORT_LE, first=True)
        if not _gave(answer):
            raise _refused(file, answer)
        if self._blocks[0] != block:  # it was the length, after all
            self.limits = replace(self.limits, by_short_id=True)
        return answer.data

    def _next_block(self, file: File, offset: int, whole: int | None) -> bytes:
        left = (whole or MAX_FILE) - offset
        answer = (
            self._read_shrinking(offset >> 8, offset & 0xFF, left)
            if offset < _ODD_OFFSET
            else self._read_odd(offset, left)
        )
        if not _gave(answer):
            raise _refused(file, answer)
        return answer.data

    def _read_shrinking(self, p1: int, p2: int, left: int, *, first: bool = False) -> Response:
        while True:
            le = self._blocks[0] if first else min(self._blocks[0], left)
            answer = self.send(Command(0x00, 0xB0, p1, p2, le=le))
            if answer.sw not in _TOO_LONG or len(self._blocks) == 1 or _gave(answer):
                return answer
            self._blocks.pop(0)
            self.limits = replace(self.limits, extended_block=None, short_block=self._blocks[0])

    def _read_odd(self, offset: int, left: int) -> Response:
        """READ BINARY with an odd instruction, whose offset is an object: for what lies beyond 32 KiB."""
        place = tlv.encode(0x54, offset.to_bytes(3 if offset > 0xFFFF else 2, "big"))  # noqa: PLR2004 -- two bytes
        room = 5  # tag and length of the answer's object
        answer = self.send(Command(0x00, 0xB1, 0, 0, place, le=min(self._blocks[0], left + room)))
        return Response(tlv.unwrap(answer.data, 0x53), answer.sw) if _gave(answer) else answer

    # -- one command on the wire

    def _once(self, command: Command) -> Response:
        protected = self.messaging.protect_command(command) if self.messaging else command
        answer = self._transmit(protected)
        data = answer.data
        while answer.sw >> 8 == _MORE:
            answer = self._transmit(Command(0x00, 0xC0, 0, 0, le=(answer.sw & 0xFF) or SHORT_LE))
            if not answer.data or len(data) > MAX_FILE:
                raise malformed("chained answer")
            data += answer.data
        whole = Response(data, answer.sw)
        if self.messaging is None:
            return whole
        if whole.sw in (apdu.SM_MISSING, apdu.SM_WRONG):
            raise CardFault(Fault.SESSION_BROKEN, f"card says {whole.sw:04X}", status=whole.sw)
        in_the_clear = not whole.data and not whole.ok
        if in_the_clear and self._was_in_the_clear:
            # one unprotected refusal may be borne; a second one means that the card has left the session
            raise CardFault(Fault.SESSION_BROKEN, f"card says {whole.sw:04X} in the clear", status=whole.sw)
        self._was_in_the_clear = in_the_clear
        return self.messaging.open_response(whole)

    def _transmit(self, command: Command) -> Response:
        self.commands += 1
        return parse_response(self._transport.transmit(command.encode()))


_TOO_LONG = (apdu.WRONG_LENGTH, apdu.WRONG_OFFSET, apdu.WRONG_P1P2, apdu.CONDITIONS, 0x6281, 0x6F00)


def _gave(answer: Response) -> bool:
    return bool(answer.data) and answer.sw in (apdu.OK, apdu.END_OF_FILE)


def _whole_length(data: bytes) -> int | None:
    """Return the file's length from its first bytes, or None while the header is incomplete."""
    if len(data) < 2 or (data[1] > 0x80 and len(data) < 2 + (data[1] & 0x7F)):  # noqa: PLR2004 -- tag and length
        return None
    _, length, start = tlv.read_header(data)
    if length + start > MAX_FILE:
        raise malformed("file too long")
    return start + length


def _refused(file: File, answer: Response) -> CardFault:
    return CardFault(Fault.MALFORMED, f"{file.name} {answer.sw:04X}", status=answer.sw)
