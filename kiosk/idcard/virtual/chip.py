"""A chip that answers commands: selection, reading, access control, secure messaging.

Source: ICAO 9303-10, section 3; 9303-11, section 4. It holds no socket and no clock; `faults.py` says how
it may misbehave.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.idcard import apdu, pace, tlv
from kiosk.idcard.apdu import Command, Response, parse_command
from kiosk.idcard.channel import APPLICATION, File
from kiosk.idcard.faults import CardFault
from kiosk.idcard.messaging import SecureMessaging
from kiosk.idcard.passwords import CAN_REFERENCE
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import CHIP_AUTHENTICATION, PaceInfo
from kiosk.idcard.virtual.chip_access import BacChip, PaceChip
from kiosk.idcard.virtual.chip_keys import AgreementKey, Signer

_ROOM = 24
"""Bytes that protection may add to an answer."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What is burnt into a chip."""

    files: dict[File, bytes] = field(repr=False)
    secrets: dict[int, bytes] = field(repr=False)
    """PACE password by reference: the zone's digest, the CAN."""
    pace: tuple[PaceInfo, ...] = ()
    bac_seed: bytes | None = field(default=None, repr=False)
    extended: bool = True
    answers_master_file: bool = True
    counts_wrong_can: bool = False
    longest_le: int = apdu.EXTENDED_LE
    """A longer expected length is refused with 6700."""
    reads_by_short_id: bool = True
    dies_of_refusals: bool = False
    """Secure messaging ends with any error, told in the clear."""
    wants_exact_le: bool = False
    """An expected length beyond the file's end is answered with 6Cxx, the one that fits."""
    closed: frozenset[File] = frozenset({File.DG3})
    agreement: AgreementKey | None = field(default=None, repr=False)
    signer: Signer | None = field(default=None, repr=False)


_TRIES = 3


class VirtualCard:
    """A card in the field. `transmit` never raises; `reset` is power off and on."""

    def __init__(self, chip: Chip, rng: Rng) -> None:
        self.chip = chip
        self._rng = rng
        self._tries = _TRIES
        self.reset()

    def reset(self) -> None:
        """Forget the session; tries stay counted."""
        self._in_application = False
        self._file: File | None = None
        self._session: SecureMessaging | None = None
        self._pace: PaceChip | None = None
        self._reference = 0
        self._agreeing = False
        self._next_session: SecureMessaging | None = None
        self._bac = BacChip(self.chip.bac_seed, self._rng) if self.chip.bac_seed else None

    def transmit(self, raw: bytes) -> bytes:
        """Answer one command."""
        try:
            command = parse_command(raw)
        except CardFault:
            return Response(b"", apdu.WRONG_LENGTH).encode()
        if command.extended and not self.chip.extended:
            return Response(b"", apdu.WRONG_LENGTH).encode()
        if self._session is not None:
            return self._protected(self._session, command).encode()
        answer = self._answer(command)
        return self._cut(answer, command.le).encode()

    def _protected(self, session: SecureMessaging, command: Command) -> Response:
        if not command.cla & 0x0C:
            self.reset()
            return Response(b"", apdu.SM_MISSING)
        try:
            plain = session.open_command(command)
        except CardFault:
            self.reset()
            return Response(b"", apdu.SM_WRONG)
        room = (plain.le or 0) if command.extended else min(plain.le or 0, apdu.SHORT_LE - _ROOM)
        answer = self._cut(self._answer(plain), room)
        if self.chip.dies_of_refusals and answer.sw not in (apdu.OK, apdu.END_OF_FILE):
            self.reset()
            return Response(b"", answer.sw)
        protected = session.protect_response(answer, odd=bool(plain.ins & 1))
        if self._next_session is not None:
            self._session, self._next_session = self._next_session, None
        return protected

    @staticmethod
    def _cut(answer: Response, le: int | None) -> Response:
        return replace(answer, data=answer.data[: le or 0]) if answer.data else answer

    def _answer(self, command: Command) -> Response:
        handlers = {
            0xA4: self._select,
            0xB0: self._read,
            0xB1: self._read_odd,
            0x22: self._manage,
            0x86: self._authenticate,
            0x84: self._challenge,
            0x82: self._external,
            0x88: self._internal,
        }
        handler = handlers.get(command.ins)
        return handler(command) if handler else Response(b"", apdu.UNKNOWN_INS)

    # -- selection and reading

    def _select(self, command: Command) -> Response:
        match command.p1:
            case 0x04:
                if command.data != APPLICATION:
                    return Response(b"", apdu.NOT_FOUND)
                self._in_application, self._file = True, None
                return Response(b"", apdu.OK)
            case 0x00 if command.data in (b"", b"\x3f\x00"):
                if not self.chip.answers_master_file:
                    return Response(b"", apdu.UNKNOWN_INS)
                self._in_application, self._file = False, None
                return Response(b"", apdu.OK)
            case 0x02:
                found, status = self._find(int.from_bytes(command.data, "big"))
                self._file = found if found is not None else self._file
                return Response(b"", status)
        return Response(b"", apdu.WRONG_P1P2)

    def _find(self, identifier: int) -> tuple[File | None, int]:
        """Return the file and 9000, or the status that refuses it."""
        try:
            file = File(identifier)
        except ValueError:
            return None, apdu.NOT_FOUND
        if file is File.SOD and not self._in_application:
            file = File.CARD_SECURITY
        in_place = self._in_application != (file in (File.CARD_ACCESS, File.CARD_SECURITY))
        if file in self.chip.closed and self._session:
            return None, apdu.NOT_ALLOWED
        if not in_place or file not in self.chip.files:
            return None, apdu.NOT_FOUND
        if file is not File.CARD_ACCESS and self._session is None:
            return None, apdu.NOT_ALLOWED
        return file, apdu.OK

    def _read(self, command: Command) -> Response:
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80 and not self.chip.reads_by_short_id:
            return Response(b"", apdu.WRONG_P1P2)
        if command.p1 & 0x80:
            found, status = self._find(0x0100 | command.p1 & 0x1F)
            if found is None:
                return Response(b"", status)
            self._file, offset = found, command.p2
        return self._slice(offset, command.le)

    def _read_odd(self, command: Command) -> Response:
        try:
            offset = int.from_bytes(tlv.unwrap(command.data, 0x54), "big")
        except CardFault:
            return Response(b"", apdu.WRONG_DATA)
        room = (command.le or 0) - 5  # tag and length of the object around
        answer = self._slice(offset, max(room, 1))
        return Response(tlv.encode(0x53, answer.data), answer.sw) if answer.data else answer

    def _slice(self, offset: int, le: int | None) -> Response:
        if self._file is None:
            return Response(b"", apdu.NO_FILE_SELECTED)
        content = self.chip.files[self._file]
        if offset >= len(content):
            return Response(b"", apdu.WRONG_OFFSET)
        if (le or 0) > self.chip.longest_le:
            return Response(b"", apdu.WRONG_LENGTH)
        left = len(content) - offset
        if self.chip.wants_exact_le and left < min(le or 0, apdu.SHORT_LE):
            return Response(b"", 0x6C00 | left)
        part = content[offset : offset + (le or 0)]
        return Response(part, apdu.OK if len(part) == (le or 0) else apdu.END_OF_FILE)

    # -- access

    def _manage(self, command: Command) -> Response:
        try:
            objects = dict(tlv.walk(command.data))
        except CardFault:
            return Response(b"", apdu.WRONG_DATA)
        match command.p1, command.p2:
            case 0xC1, 0xA4:
                return self._begin_pace(objects)
            case 0x41, 0xA4 if self.chip.agreement and self._session:
                self._agreeing = objects.get(0x80, b"")[:-1] == CHIP_AUTHENTICATION + bytes(
                    [self.chip.agreement.kind]
                )
                return Response(b"", apdu.OK if self._agreeing else apdu.WRONG_DATA)
            case 0x41, 0xA6 if self.chip.agreement and self._session:
                return self._agree(objects.get(0x91, b""))
        return Response(b"", apdu.WRONG_P1P2)

    def _agree(self, theirs: bytes) -> Response:
        """Chip authentication: answer under the old session, and go on under the new one."""
        if self.chip.agreement is None:
            return Response(b"", apdu.CONDITIONS)
        try:
            self._next_session = self.chip.agreement.session(theirs)
        except CardFault:
            return Response(b"", apdu.WRONG_DATA)
        return Response(b"", apdu.OK)

    def _begin_pace(self, objects: dict[int, bytes]) -> Response:
        reference = int.from_bytes(objects.get(0x83, b""), "big")
        number = objects.get(0x84)
        offers = [offer for offer in self.chip.pace if offer.oid == objects.get(0x80)]
        if number is not None:
            offers = [offer for offer in offers if offer.parameters == int.from_bytes(number, "big")]
        if reference not in self.chip.secrets or len(offers) != 1:
            return Response(
                b"", apdu.REFERENCE_NOT_FOUND if reference not in self.chip.secrets else apdu.WRONG_DATA
            )
        if not self._tries:
            return Response(b"", apdu.BLOCKED)
        static = self.chip.agreement.private if self.chip.agreement else None
        self._pace = PaceChip(offers[0], self.chip.secrets[reference], self._rng, static)
        self._reference = reference
        return Response(b"", self._tries_status(reference))

    def _tries_status(self, reference: int) -> int:
        counted = self.chip.counts_wrong_can and reference == CAN_REFERENCE
        return apdu.OK if not counted or self._tries == _TRIES else 0x63C0 | self._tries

    def _authenticate(self, command: Command) -> Response:
        if self._agreeing:
            return self._finish_agreement(command)
        if self._pace is None:
            return Response(b"", apdu.CONDITIONS)
        answer = self._pace.step(command.data)
        if self._pace.session is not None:
            self._session, self._pace, self._tries = self._pace.session, None, _TRIES
            # the answer that opens the session is itself not protected: `transmit` looked before
        elif self._pace.refused:
            self._pace = None
            if self.chip.counts_wrong_can and self._reference == CAN_REFERENCE:
                self._tries -= 1
                return Response(b"", 0x63C0 | self._tries)
        return answer

    def _finish_agreement(self, command: Command) -> Response:
        self._agreeing = False
        try:
            theirs = tlv.find(tlv.unwrap(command.data, pace.TEMPLATE), 0x80)
        except CardFault:
            return Response(b"", apdu.WRONG_DATA)
        answer = self._agree(theirs or b"")
        return replace(answer, data=tlv.encode(pace.TEMPLATE, b"")) if answer.ok else answer

    def _internal(self, command: Command) -> Response:
        if self.chip.signer is None or self._session is None:
            return Response(b"", apdu.UNKNOWN_INS)
        return Response(self.chip.signer.sign(command.data, self._rng), apdu.OK)

    def _challenge(self, _: Command) -> Response:
        if self._bac is None or not self._in_application:
            return Response(b"", apdu.UNKNOWN_INS if self._bac is None else apdu.CONDITIONS)
        return self._bac.challenge()

    def _external(self, command: Command) -> Response:
        if self._bac is None or not self._in_application:
            return Response(b"", apdu.UNKNOWN_INS)
        answer = self._bac.authenticate(command.data)
        self._session = self._bac.session
        return answer
