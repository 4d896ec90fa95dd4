"""HTTPS with an overall deadline: requests' own timeout is per read, so one byte a while lasts for ever.

A watchdog shuts the socket down at the deadline; the waiting thread gets an error and looks at `expired`.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from kiosk.sync.trust import Trust, context_of

_CURRENT = threading.local()


class Watch:
    """One call's deadline. `connected`: a TCP connection stood, so bytes may have gone out."""

    def __init__(self) -> None:
        self.expired = False
        self.connected = False
        self._guard = threading.Lock()
        self._connection: AbortableConnection | None = None

    def take(self, connection: AbortableConnection) -> None:
        """From now on the deadline ends this connection. Raises TimeoutError when it is past already."""
        with self._guard:
            self._connection = connection
            self.connected = True
            if self.expired:
                raise TimeoutError

    def expire(self) -> None:
        """The deadline is here."""
        with self._guard:
            self.expired = True
            if self._connection is not None:
                self._connection.abort()


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[Watch]:
    """End whatever connection this thread uses inside the block after so many seconds."""
    watch = Watch()
    timer = threading.Timer(seconds, watch.expire)
    timer.daemon = True
    _CURRENT.watch = watch
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        _CURRENT.watch = None


class AbortableConnection(HTTPSConnection):
    """A connection that another thread can end, also in the middle of TLS's handshake."""

    _spare: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        self._drop_spare()
        # TLS takes the descriptor over; a duplicate still reaches the same connection
        self._spare = socket.socket(fileno=os.dup(connected.fileno()))
        self._watched()
        return connected

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send; a kept connection comes under the present call's deadline."""
        self._watched()
        super().request(*args, **kwargs)

    def close(self) -> None:
        """Close, with the duplicate."""
        super().close()
        self._drop_spare()

    def abort(self) -> None:
        """Shut the connection down from any thread."""
        if self._spare is not None:
            with contextlib.suppress(OSError):
                self._spare.shutdown(socket.SHUT_RDWR)

    def _watched(self) -> None:
        watch: Watch | None = getattr(_CURRENT, "watch", None)
        if watch is not None:
            watch.take(self)

    def _drop_spare(self) -> None:
        if self._spare is not None:
            self._spare.close()
            self._spare = None


class DeadlineAdapter(HTTPAdapter):
    """Requests' transport over such connections: one kept a host, one trust, no retries."""

    def __init__(self, trust: Trust) -> None:
        """Nothing but `trust` decides which server is believed."""
        self._trust = trust
        self._tls = {"ssl_context": context_of(trust), "cert_reqs": trust.cert_reqs}
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool manager, for HTTPS only."""
        trust = self._trust

        class Connection(AbortableConnection):
            def connect(self) -> None:
                super().connect()
                trust.check_dates(self.sock)

        class Pool(HTTPSConnectionPool):
            ConnectionCls = Connection

        self.poolmanager = PoolManager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": Pool}

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Name the pool: host and port as asked, trust as fixed here, whatever the session says."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, self._tls

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave the pool's trust as it is: requests would put the environment's bundle there."""
