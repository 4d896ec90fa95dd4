"""One call to a portal that is away, slow, somebody else, or lying: each has its code, in bounded time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.errors import Code, KioskError
from kiosk.sync.client import Answer, PortalClient
from kiosk.sync.failure import PortalError

PROBLEM = b'{"type":"urn:motcua:problem:X","status":%d,"code":"%s","title":"Sai","title_en":"Wrong"}'


def read_request(connection: socket.socket) -> bytes:
    """Return one whole request, headers and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(status: str, headers: str = "", body: bytes = b"") -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        while read_request(connection):
            head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
            connection.sendall(head.encode() + body)

    return behave


def problem(status: int, code: str) -> Callable[[socket.socket], None]:
    body = PROBLEM % (status, code.encode())
    return answering(f"{status} Problem", "Content-Type: application/problem+json\r\n", body)


def reading_nothing(connection: socket.socket) -> None:
    read_request(connection)
    time.sleep(30)


def dripping(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.05)


def hanging_up(connection: socket.socket) -> None:
    read_request(connection)


@pytest.fixture
def client_of() -> Iterator[Callable[..., PortalClient]]:
    clients: list[PortalClient] = []

    def make(server: Any, authority: Any) -> PortalClient:
        key = Ed25519PrivateKey.generate()
        clients.append(PortalClient(server.url, ca_pem=authority.pem, key=key, wall_s=time.time))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def call(client: PortalClient, **more: Any) -> Answer:
    return client.call("POST", "/v1/state", expect=frozenset({200}), body=b"{}", **more)


@pytest.mark.parametrize(
    ("behaviour", "code", "name"),
    [
        (answering("200 OK", body=b"<html>Sign in</html>"), None, ""),
        (answering("302 Found", "Location: https://login.example/\r\n"), Code.PORTAL_FOREIGN_ANSWER, ""),
        (answering("204 No Content"), Code.PORTAL_FOREIGN_ANSWER, ""),
        (answering("404 Not Found", body=b"<html>"), Code.PORTAL_FOREIGN_ANSWER, ""),
        (answering("502 Bad Gateway", body=b"<html>"), Code.PORTAL_FAULT, ""),
        (problem(422, "PAYLOAD_INVALID"), Code.PORTAL_REFUSED, "PAYLOAD_INVALID"),
        (problem(500, "INTERNAL"), Code.PORTAL_FAULT, "INTERNAL"),
        (hanging_up, Code.PORTAL_UNREACHABLE, ""),
        (lambda connection: connection.sendall(b"SSH-2.0-OpenSSH\r\n"), Code.PORTAL_UNREACHABLE, ""),
    ],
    ids=["200", "redirect", "204", "foreign 404", "proxy's 502", "problem 422", "500", "hang up", "not HTTP"],
)
def test_only_the_expected_status_is_an_answer(
    behaviour: Any, code: Code | None, name: str, serve: Any, authority: Any, client_of: Any
) -> None:
    client = client_of(serve(behaviour, authority.context()), authority)
    if code is None:
        assert call(client).status == 200
        return
    with pytest.raises(PortalError) as error:
        call(client)
    assert (error.value.code, error.value.problem) == (code, name)
    assert error.value.connected


def test_a_redirect_is_not_followed(serve: Any, authority: Any, client_of: Any) -> None:
    elsewhere = serve(answering("200 OK"), authority.context())
    client = client_of(
        serve(answering("307 Temporary", f"Location: {elsewhere.url}/\r\n"), authority.context()), authority
    )
    with pytest.raises(PortalError):
        call(client)
    assert elsewhere.connections == 0


def test_another_authority_is_not_believed_whatever_the_environment_says(
    serve: Any, authority: Any, another_authority: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = another_authority.folder / "bundle.pem"
    bundle.write_text(another_authority.pem)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(bundle))
    server = serve(answering("200 OK"), another_authority.context())
    with pytest.raises(PortalError) as error:
        call(client_of(server, authority))
    assert error.value.code is Code.PORTAL_UNTRUSTED
    assert server.requests == []


def test_a_proxy_of_the_environment_is_not_used(
    serve: Any, authority: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(hanging_up, None)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("https", "http"))
    client = client_of(serve(answering("200 OK"), authority.context()), authority)
    assert call(client).status == 200
    assert proxy.connections == 0


@pytest.mark.parametrize(
    ("context", "code"),
    [
        ({"days": (-30, -1)}, Code.PORTAL_CERTIFICATE_TIME),
        ({"days": (1, 30)}, Code.PORTAL_CERTIFICATE_TIME),
        ({"host": "127.0.0.2"}, Code.PORTAL_UNTRUSTED),
    ],
    ids=["expired", "future", "other host"],
)
def test_a_certificate_that_does_not_fit_has_its_own_code(
    context: dict[str, Any], code: Code, serve: Any, authority: Any, client_of: Any
) -> None:
    client = client_of(serve(answering("200 OK"), authority.context(**context)), authority)
    with pytest.raises(PortalError) as error:
        call(client)
    assert error.value.code is code
    assert not error.value.connected or error.value.status == 0


def test_a_captive_portal_that_speaks_plain_http_is_a_foreign_answer(
    serve: Any, authority: Any, client_of: Any
) -> None:
    server = serve(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), None)
    with pytest.raises(PortalError) as error:
        call(client_of(server, authority))
    assert error.value.code is Code.PORTAL_FOREIGN_ANSWER


@pytest.mark.parametrize("behaviour", [reading_nothing, dripping], ids=["silent", "a byte a while"])
def test_the_deadline_is_for_the_whole_call(
    behaviour: Any, serve: Any, authority: Any, client_of: Any
) -> None:
    client = client_of(serve(behaviour, authority.context()), authority)
    began = time.monotonic()
    with pytest.raises(PortalError) as error:
        call(client, deadline_s=0.6)
    assert error.value.code is Code.PORTAL_TIMED_OUT
    assert time.monotonic() - began < 3


def test_the_deadline_holds_during_the_handshake_too(serve: Any, authority: Any, client_of: Any) -> None:
    client = client_of(serve(lambda _: time.sleep(30), None), authority)
    began = time.monotonic()
    with pytest.raises(PortalError) as error:
        call(client, deadline_s=0.5)
    assert error.value.code is Code.PORTAL_TIMED_OUT
    assert time.monotonic() - began < 3


def test_a_deadline_that_has_passed_does_not_end_the_next_call(
    serve: Any, authority: Any, client_of: Any
) -> None:
    client = client_of(serve(answering("200 OK"), authority.context()), authority)
    for _ in range(3):
        assert call(client, deadline_s=0.3).status == 200
        time.sleep(0.35)


def test_nobody_listens(authority: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = PortalClient(f"https://127.0.0.1:{port}", ca_pem=authority.pem, key=None, wall_s=time.time)
    with pytest.raises(PortalError) as error:
        call(client)
    assert (error.value.code, error.value.connected) == (Code.PORTAL_UNREACHABLE, False)
    client.close()


def test_nothing_travels_without_tls(authority: Any) -> None:
    with pytest.raises(KioskError) as error:
        PortalClient("http://127.0.0.1:1", ca_pem=authority.pem, key=None, wall_s=time.time)
    assert error.value.code is Code.PORTAL_UNTRUSTED


def test_a_wrong_clock_is_mended_from_the_answers_date(serve: Any, authority: Any) -> None:
    seen: list[bytes] = []

    def strict(connection: socket.socket) -> None:
        while request := read_request(connection):
            seen.append(request)
            first = len(seen) == 1
            body = PROBLEM % (401, b"SIGNATURE_STALE") if first else b"{}"
            status = "401 Unauthorized" if first else "200 OK"
            kind = "application/problem+json" if first else "application/json"
            date = "Mon, 23 Nov 2026 09:00:00 GMT"
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nDate: {date}\r\n"
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    there_s = int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp())
    two_years_off_s = there_s - 2 * 365 * 86400
    server = serve(strict, authority.context())
    client = PortalClient(
        server.url,
        ca_pem=authority.pem,
        key=Ed25519PrivateKey.generate(),
        wall_s=lambda: float(two_years_off_s),
    )
    assert call(client).status == 200
    client.close()
    assert len(seen) == 2
    assert f"created={there_s}".encode() not in seen[0]
    assert f"created={there_s}".encode() in seen[1]
