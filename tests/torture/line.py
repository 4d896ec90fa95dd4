"""A bad line between a kiosk and its portal: a TCP proxy that spoils connections, one fault each.

It passes TLS through and holds no key: what it sees is what the network sees. `calm` makes it a good line.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

HANDSHAKE = 2600
"""Bytes that a client has sent at most when its first request begins."""
_CAPTIVE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>Wi-Fi\r"
_FEW = 0.1
"""Of the black holes that chance wants, so many are made: each lasts until a deadline."""

Spoil = Callable[["Connection", bool, bytes], bytes]
"""`(connection, upwards, bytes) -> bytes to pass on`; raises ConnectionError to end the connection."""


class Connection:
    """One connection through the line, with what its fault needs to know."""

    def __init__(self, client: socket.socket, chance: random.Random) -> None:
        self.client = client
        self.server: socket.socket | None = None
        self.passed = {True: 0, False: 0}
        self.limit = chance.choice([chance.randrange(600), HANDSHAKE + chance.randrange(400_000)])
        self.chance = chance
        self.done = False

    def reset(self) -> None:
        """End both sides with RST, as a router that has forgotten the connection."""
        for each in (self.client, self.server):
            if each is not None:
                with suppress(OSError):
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    each.shutdown(socket.SHUT_RDWR)
                with suppress(OSError):
                    each.close()


def _reset_going(upwards: bool) -> Spoil:  # noqa: FBT001 -- a direction
    """Pass so many bytes of one direction, then reset: a request cut in its body, an answer cut short."""

    def spoil(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
        limit = connection.limit if upwards else connection.limit % 6000
        if up is upwards and connection.passed[up] + len(data) > limit:
            raise ConnectionResetError
        return data

    return spoil


def _answer_lost(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Let the request arrive and be done; its answer never comes."""
    if not up and connection.passed[True] > HANDSHAKE + connection.limit % 3000:
        raise ConnectionResetError
    return data


def _stalled(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Go silent for a while in the middle, then be gone."""
    if connection.passed[up] + len(data) > connection.limit % 20_000:
        time.sleep(connection.chance.uniform(0.2, 1.5))
        raise ConnectionResetError
    return data


def _black_hole(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Swallow everything from some byte on; only a deadline ends it."""
    return data if connection.passed[up] < connection.limit % 20_000 else b""


def _slow(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- as `Spoil`
    """Pass about half a megabyte a second, late."""
    time.sleep(0.01 + len(data) / 500_000)
    return data


def _garbled(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Change one bit after the handshake."""
    if not connection.done and connection.passed[up] > connection.limit % 8000:
        connection.done = True
        at = connection.chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    return data


def _repeated(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Send one piece twice."""
    if up and not connection.done and connection.passed[True] > HANDSHAKE:
        connection.done = True
        return data + data
    return data


def _late(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- a direction
    """Hold the connection's beginning back, so that one that came later overtakes it."""
    if up and not connection.passed[True]:
        time.sleep(connection.chance.uniform(0.1, 0.8))
    return data


def _at_once(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- as `Spoil`
    raise ConnectionResetError


def _captive(connection: Connection, up: bool, data: bytes) -> bytes:  # noqa: FBT001 -- as `Spoil`
    """Answer in the portal's place, as a hotel's network does."""
    connection.client.sendall(_CAPTIVE)
    raise ConnectionAbortedError


BLACK_HOLE = "black hole"
FAULTS: dict[str, Spoil] = {
    "connection reset at once": _at_once,
    "request cut off": _reset_going(upwards=True),
    "answer cut short": _reset_going(upwards=False),
    "answer lost after the request": _answer_lost,
    "stall, then reset": _stalled,
    "slow line": _slow,
    BLACK_HOLE: _black_hole,
    "bit changed on the way": _garbled,
    "segment sent twice": _repeated,
    "connection overtaken": _late,
    "captive portal": _captive,
}


class BadLine:
    """A context manager: listens inside it. `faults` counts what was done, by name."""

    def __init__(self, port: int, chance: random.Random) -> None:
        """`port` is the real portal's on loopback."""
        self.faults: Counter[str] = Counter()
        self.in_the_clear: list[str] = []
        self.calm = True
        self._portal = port
        self._chance = chance
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._threads: list[threading.Thread] = []
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                # a chance of its own: threads that shared one would make a run unrepeatable
                own = random.Random(self._chance.random())  # noqa: S311 -- no secret
                name = "" if self.calm else own.choice(sorted(FAULTS))
                if name == BLACK_HOLE and own.random() > _FEW:
                    name = ""
                self._start(self._carry, Connection(client, own), name)

    def _carry(self, connection: Connection, name: str) -> None:
        client = connection.client
        try:
            connection.server = socket.create_connection(("127.0.0.1", self._portal), 5)
        except OSError:
            connection.reset()
            return
        if name:
            self.faults[name] += 1
        spoil = FAULTS.get(name, lambda _connection, _up, data: data)
        down = self._start(self._pass_on, connection, connection.server, client, spoil)
        self._pass_on(connection, client, connection.server, spoil)
        down.join()
        for each in (client, connection.server):
            each.close()

    def _pass_on(
        self, connection: Connection, source: socket.socket, sink: socket.socket, spoil: Spoil
    ) -> None:
        """Pass bytes on until one side ends; a calm line ends no connection but spoils it no further."""
        up = source is connection.client
        try:
            while data := source.recv(65536):
                if b"/v1/" in data or b"HTTP/1.1" in data:
                    self.in_the_clear.append("up" if up else "down")
                passed = spoil(connection, up, data)
                connection.passed[up] += len(data)
                sink.sendall(passed)
            sink.shutdown(socket.SHUT_WR)
        except ConnectionAbortedError:
            with suppress(OSError):
                connection.client.shutdown(socket.SHUT_WR)
        except OSError:
            connection.reset()
