"""Serving over HTTPS with uvicorn, until SIGTERM. One process; several may share one PostgreSQL."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
import uvicorn

from kiosk.core.errors import Code, KioskError
from portal import authority
from portal.api.application import create_app
from portal.intake.worker import IntakeWorker
from portal.parts import Portal

_DRAIN_S = 5
_BACKLOG = 256


def serve(portal: Portal, data: Path, *, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until told to end; `on_ready` is given the URL once calls are answered. Blocks.

    Raises KioskError ADDRESS_IN_USE, CONFIG_INVALID (no such host).
    """
    listener = _listener(host, port)
    shown = host if host not in ("0.0.0.0", "::", "") else socket.gethostname()  # noqa: S104 -- compared, not bound
    names = tuple(dict.fromkeys(("localhost", "127.0.0.1", "::1", socket.gethostname(), shown)))
    certificate = authority.server_file(data, portal.authority, names=names, now=portal.clock())
    worker = IntakeWorker(portal)
    config = uvicorn.Config(
        create_app(portal, wake_intake=worker.wake),
        ssl_certfile=certificate,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=_DRAIN_S,
    )
    bound_port = listener.getsockname()[1]
    shown = f"[{shown}]" if ":" in shown else shown
    server = _Server(config, ready=lambda: on_ready(f"https://{shown}:{bound_port}"))
    worker.start()
    try:
        server.run(sockets=[listener])
    finally:
        worker.stop()
        portal.engine.dispose()
    structlog.get_logger().info("portal_ended")


class _Server(uvicorn.Server):
    """uvicorn's, which says when it is ready, and for which being told to end is no failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle SIGTERM and SIGINT as uvicorn does, without raising them again at the end: exit status 0."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except socket.gaierror as error:
        listener.close()
        raise KioskError(Code.CONFIG_INVALID, f"host {host}") from error
    except OSError as error:
        listener.close()
        raise KioskError(Code.ADDRESS_IN_USE, f"{host}:{port}") from error
    listener.listen(_BACKLOG)
    return listener
