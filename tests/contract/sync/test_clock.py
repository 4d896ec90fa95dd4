"""A dead clock: certificates look out of date, the portal's signed time says which of the two is wrong."""

from __future__ import annotations

import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.errors import Code
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError
from kiosk.sync.probe import Notary

DAY_S = 86400.0
PORTAL_KEY = Ed25519PrivateKey.generate()


def request_of(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    sizes = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while sizes and len(body) < int(sizes[0].split(b":")[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def portal(
    seen: list[bytes], *, days_ahead: float, key: Ed25519PrivateKey = PORTAL_KEY, nonce: str | None = None
) -> Callable[[socket.socket], None]:
    """A portal whose clock is so many days ahead of this machine's."""

    def behave(connection: socket.socket) -> None:
        while request := request_of(connection):
            seen.append(request)
            body = b"{}"
            if request.startswith(b"POST /v1/time "):
                now = datetime.now(UTC) + timedelta(days=days_ahead)  # noqa: TID251 -- beside the real clock
                asked = json.loads(request.partition(b"\r\n\r\n")[2])["nonce"]
                payload = json.dumps({"nonce": nonce or asked, "now": now.isoformat()}).encode()
                body = cose.sign(payload, kind=cose.Kind.TIME, key=key)
            connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    return behave


@pytest.fixture
def client_of() -> Iterator[Callable[..., PortalClient]]:
    clients: list[PortalClient] = []

    def make(server: Any, authority: Any) -> PortalClient:
        clients.append(
            PortalClient(
                server.url,
                ca_pem=authority.pem,
                key=Ed25519PrivateKey.generate(),
                wall_s=time.time,
                notary=Notary(PORTAL_KEY.public_key(), secrets.token_bytes),
            )
        )
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def call(client: PortalClient) -> int:
    return client.call("POST", "/v1/state", expect=frozenset({200}), body=b"{}").status


@pytest.mark.parametrize("days", [730, -730], ids=["two years behind", "two years ahead"])
def test_a_wrong_clock_is_found_by_the_signed_time_and_the_call_goes_through(
    days: int, serve: Any, authority: Any, client_of: Any
) -> None:
    seen: list[bytes] = []
    context = authority.context(days=(days - 10, days + 10))
    client = client_of(serve(portal(seen, days_ahead=days), context), authority)
    assert call(client) == 200
    assert call(client) == 200
    assert [request.split()[1] for request in seen] == [b"/v1/time", b"/v1/state", b"/v1/state"]
    assert abs(client.offset_s - days * DAY_S) < 60
    assert b"ignature" not in seen[0].partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((-30, -10), {"days_ahead": 0}),
        ((-30, -10), {"days_ahead": 20}),
        ((290, 310), {"days_ahead": 300, "key": Ed25519PrivateKey.generate()}),
        ((290, 310), {"days_ahead": 300, "nonce": "00" * 16}),
    ],
    ids=["really expired", "expired by the portal's clock too", "another key", "another nonce"],
)
def test_a_certificate_out_of_date_stays_refused(
    days: tuple[int, int], told: dict[str, Any], serve: Any, authority: Any, client_of: Any
) -> None:
    seen: list[bytes] = []
    client = client_of(serve(portal(seen, **told), authority.context(days=days)), authority)
    with pytest.raises(PortalError) as error:
        call(client)
    assert error.value.code is Code.PORTAL_CERTIFICATE_TIME
    assert {request.split()[1] for request in seen} == {b"/v1/time"}


def test_the_probe_does_not_believe_another_authority(
    serve: Any, authority: Any, another_authority: Any, client_of: Any
) -> None:
    seen: list[bytes] = []
    context = another_authority.context(days=(290, 310))
    client = client_of(serve(portal(seen, days_ahead=300), context), authority)
    with pytest.raises(PortalError):
        call(client)
    assert seen == []
