"""PC/SC, the only module that imports `smartcard`: readers and cards as they come, one card's connection.

Status words of PC/SC become four exceptions here. Everything blocks; SCardTransmit without limit, which is
why all of this runs in a child process that can be killed.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from smartcard import scard

_PNP = "\\\\?PnP?\\Notification"
_BACKOFF_S = (0.25, 0.5, 1.0, 2.0)
_SERVICE = {0x8010001D, 0x8010001E, 0x80100013, 0x80100003, 0x80100002}
_READER = {0x80100017, 0x80100009}
_REMOVED = {0x80100069, 0x8010000C, 0x80100067}
_NOTICED_MS = 800
_RESET, _TIMEOUT, _NO_READERS = 0x80100068, 0x8010000A, 0x8010002E


class ServiceDownError(Exception):
    """Pcscd is away."""


class ReaderLostError(Exception):
    """The reader is away."""


class CardRemovedError(Exception):
    """The card is away."""


class CardMuteError(Exception):
    """There is a card, and it doesn't answer as one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is there: reader names in order, and the ATR of each card by reader."""

    daemon: bool
    readers: tuple[str, ...] = ()
    cards: dict[str, bytes] = field(default_factory=dict, repr=False)


class Readers:
    """A supervised look at the readers: survives pcscd's restart. For one thread."""

    def __init__(self) -> None:
        self._context: Any = None
        self._states: dict[str, int] = {}
        self._failures = 0
        self.now = Snapshot(daemon=False)

    def wait(self, timeout_s: float) -> Snapshot:
        """Return what is there after a change or the time; a missing daemon is tried again with backoff."""
        try:
            self._look(timeout_s)
            self._failures = 0
        except ServiceDownError:
            self._drop()
            self.now = Snapshot(daemon=False)
            time.sleep(min(timeout_s, _BACKOFF_S[min(self._failures, len(_BACKOFF_S) - 1)]))
            self._failures += 1
        return self.now

    def connect(self, reader: str) -> Connection:
        """Connect to the card in a reader. Raises the four exceptions."""
        if self._context is None:
            raise ServiceDownError
        return Connection(self._context, reader)

    def _look(self, timeout_s: float) -> None:
        if self._context is None:
            result, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
            if _code(result):
                self._context = None
                raise ServiceDownError
            self._states = {_PNP: 0}
            timeout_s = 0
        known = self._list()
        asked = [(_PNP, len(known) << 16)] + [(name, self._states.get(name, 0)) for name in known]
        result, states = scard.SCardGetStatusChange(self._context, int(timeout_s * 1000), asked)
        if _code(result) not in (0, _TIMEOUT) and _code(result) not in _READER:
            raise ServiceDownError
        seen = {name: (state, bytes(atr)) for name, state, atr in states if name != _PNP}
        self._states = {name: state & ~scard.SCARD_STATE_CHANGED for name, (state, _) in seen.items()}
        present = {
            name: atr
            for name, (state, atr) in seen.items()
            if state & scard.SCARD_STATE_PRESENT and not state & scard.SCARD_STATE_MUTE
        }
        self.now = Snapshot(daemon=True, readers=tuple(known), cards=present)

    def _list(self) -> list[str]:
        result, names = scard.SCardListReaders(self._context, [])
        if _code(result) == _NO_READERS:
            return []
        if _code(result):
            raise ServiceDownError
        return list(names)

    def _drop(self) -> None:
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
        self._context = None


class Connection:
    """One card, shared and held by a transaction. `close` resets it."""

    def __init__(self, context: Any, reader: str) -> None:
        self._context = context
        self._reader = reader
        either = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        result, self._card, self._protocol = scard.SCardConnect(
            context, reader, scard.SCARD_SHARE_SHARED, either
        )
        self._check(result)
        result = scard.SCardBeginTransaction(self._card)
        if _code(result) == _RESET:
            result, self._protocol = scard.SCardReconnect(
                self._card, scard.SCARD_SHARE_SHARED, either, scard.SCARD_LEAVE_CARD
            )
            self._check(result)
            result = scard.SCardBeginTransaction(self._card)
        self._check(result)

    def transmit(self, apdu: bytes) -> bytes:
        """Send one command. Blocks without limit. Raises the four exceptions."""
        result, answer = scard.SCardTransmit(self._card, self._protocol, list(apdu))
        self._check(result)
        if not answer:  # a card that leaves in the middle of a command: success, and nothing
            raise self._found_out(0)
        return bytes(octet & 0xFF for octet in answer)

    def close(self) -> None:
        """Let go of the card, resetting it: nobody inherits its session. Never raises."""
        scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD)
        scard.SCardDisconnect(self._card, scard.SCARD_RESET_CARD)

    def _check(self, result: int) -> None:
        code = _code(result)
        if not code:
            return
        if code in _SERVICE:
            raise ServiceDownError
        if code in _READER:
            raise ReaderLostError
        if code in _REMOVED:
            raise CardRemovedError
        raise self._found_out(code)

    def _found_out(self, code: int) -> Exception:
        """Other codes (not transacted, reset) say little: look whether the card stays there for a while.

        A card pulled away in the middle of a command is noticed by the daemon up to 0.4 s later.
        """
        known = scard.SCARD_STATE_UNAWARE
        for wait_ms in (0, _NOTICED_MS):
            result, states = scard.SCardGetStatusChange(self._context, wait_ms, [(self._reader, known)])
            if _code(result) in _READER:
                return ReaderLostError()
            if _code(result) not in (0, _TIMEOUT):
                return ServiceDownError()
            known = states[0][1] & ~scard.SCARD_STATE_CHANGED
            if not known & scard.SCARD_STATE_PRESENT:
                return CardRemovedError()
        return CardMuteError(f"PC/SC {code:08X}")


def _code(result: int) -> int:
    return result & 0xFFFFFFFF
