"""A gateway that sends every request twice, as one does that retries by itself. It speaks TLS as the portal.

Both copies are on their way at once; the kiosk is answered what either was answered.
"""

from __future__ import annotations

import http.client
import http.server
import random
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

_PASSED_ON = ("content-type", "date", "upload-offset", "upload-length", "upload-complete", "retry-after")


class DoublingGateway:
    """A context manager: listens inside it. `doubled` counts the requests."""

    def __init__(self, portal_data: Path, port: int, chance: random.Random) -> None:
        """`portal_data` holds the certificate and key that the portal serves with, `port` is its own."""
        gateway = self
        self.doubled = 0
        self._port = port
        self._chance = chance
        self._threads = ThreadPoolExecutor(8)
        self._trust = ssl.create_default_context(cafile=str(portal_data / "keys" / "ca.pem"))

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, content = gateway.ask_twice(
                    self.command, self.path, dict(self.headers), body
                )
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() in _PASSED_ON:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(portal_data / "keys" / "server.pem")
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_address[1]}"

    def ask_twice(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return one of two answers."""
        self.doubled += 1
        both = [self._threads.submit(self._ask, method, path, headers, body) for _ in range(2)]
        answers = [each.result() for each in both]
        return self._chance.choice(answers)

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPSConnection("127.0.0.1", self._port, context=self._trust, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._threads.shutdown()
