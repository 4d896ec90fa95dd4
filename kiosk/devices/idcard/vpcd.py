"""A card on vsmartcard's virtual reader: the client's end of vpcd's protocol.

TCP to the port that the driver listens on; each message is two bytes of length, big-endian, and a body. One
byte is a control (0 off, 1 on, 2 reset, 4 ask for the ATR), more is a command. Disconnecting lifts the card.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from typing import Protocol

from kiosk.idcard.virtual.faults import PulledAwayError

_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_HEAD = struct.Struct(">H")
ATR_EXTENDED = bytes.fromhex("3B858001807380014036")
"""A contactless card whose historical bytes say that it takes extended lengths (ISO/IEC 7816-4, 12.1.1.9)."""
ATR_SHORT = bytes.fromhex("3B858001807380010076")
"""The same card without them."""


class Card(Protocol):
    """What is put on the reader."""

    delay_s: float
    """Seconds that each answer takes."""

    def transmit(self, raw: bytes) -> bytes | None:
        """Answer one command; None: never. Raises PulledAwayError when the card leaves the field."""
        ...

    def reset(self) -> None:
        """Power off and on."""
        ...


class Field:
    """One card in the reader's field. `serve` blocks until the card is lifted or the reader goes away.

    `pulled` is True when the card left by itself, in the middle of a command.
    """

    def __init__(self, card: Card, atr: bytes, port: int, host: str = "127.0.0.1") -> None:
        self._card = card
        self._atr = atr
        self.pulled = False
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def serve(self) -> None:
        """Answer until the connection ends."""
        try:
            while (message := self._receive()) is not None:
                answer = self._answer(message)
                if answer is not None:
                    self._socket.sendall(_HEAD.pack(len(answer)) + answer)
                    self._acknowledge_at_once()
        except PulledAwayError:
            self.pulled = True
            self.lift()
        except OSError:
            return

    def lift(self) -> None:
        """Take the card away, from any thread and at any moment."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _answer(self, message: bytes) -> bytes | None:
        if len(message) > 1:
            time.sleep(self._card.delay_s)
            return self._card.transmit(message)
        if message[0] == _ATR:
            return self._atr
        if message[0] in (_OFF, _ON, _RESET):
            self._card.reset()
        return None

    def _receive(self) -> bytes | None:
        head = self._exactly(_HEAD.size)
        return self._exactly(_HEAD.unpack(head)[0]) if head else None

    def _exactly(self, size: int) -> bytes | None:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            if not part:
                return None
            data += part
        return data

    def _acknowledge_at_once(self) -> None:
        """Delayed acknowledgement costs 40 ms a command; the option has to be set again and again."""
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
