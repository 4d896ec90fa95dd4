"""Requests that the schemas allow, and requests that they don't: every answer is one that the OpenAPI names.

Signed documents are generated as their JSON payload and signed by an enrolled kiosk, so that generation gets
past the signatures. schemathesis finds a fault planted behind them, else this test would prove nothing.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from starlette.requests import Request

from kiosk.core import cose
from portal.api.application import create_app
from portal.parts import Portal

PROTOCOL = Path(__file__).parents[3] / "docs" / "protocol"
COSE = "application/cose"
KINDS = {
    "enrol": cose.Kind.ENROLMENT,
    "fileDossier": cose.Kind.MANIFEST,
    "rollKeyOver": cose.Kind.KEY_ROLLOVER,
    "fileAuditHead": cose.Kind.AUDIT_HEAD,
    "fileEvent": cose.Kind.EVENT,
}
OPERATIONS = [
    "getAnchors", "enrol", "pollState", "askBlob", "appendBlob", "fileDossier", "tellTime", "getKioskKeys",
    "rollKeyOver", "fileAuditHead", "reconcileDay", "fileEvent", "lookUp", "askFee", "giveAccess",
    "getDocument", "getParked", "park", "dropParked", "claimParked", "getParkedContent",
]  # fmt: skip
EXAMPLES = 12
Explore = Callable[[str, Any], None]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The OpenAPI document, signed bodies replaced by their payloads."""
    folder = tmp_path_factory.mktemp("protocol")
    shutil.copytree(PROTOCOL / "schemas", folder / "schemas")
    document = yaml.safe_load((PROTOCOL / "openapi.yaml").read_text(encoding="utf-8"))
    for path in document["paths"].values():
        for operation in path.values():
            body = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            if COSE in body:
                body["application/json"] = {"schema": body.pop(COSE)["schema"]["x-payload"]}
    (folder / "openapi.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return schemathesis.openapi.from_path(folder / "openapi.yaml")


@pytest.fixture
def operations(api: Any) -> dict[str, Any]:
    """Operations by their id."""
    found = (result.ok() for result in api.get_all_operations())
    return {operation.definition.raw["operationId"]: operation for operation in found}


def _send(kiosk: Any, name: str, case: Any) -> Any:
    """Sign and send a generated case as the kiosk would."""
    headers = {key: str(value) for key, value in (case.headers or {}).items() if key.startswith("Upload-")}
    assume(
        all(value.isascii() and value.isprintable() and value.strip() == value for value in headers.values())
    )
    if name in KINDS:
        data = _signed(kiosk, KINDS[name], case)
        headers["Content-Type"] = COSE
    elif name == "appendBlob":
        data = _bytes(case.body)
        headers["Content-Type"] = "application/octet-stream"
    else:
        data = b"" if case.method in ("GET", "HEAD") else _bytes(case.body)
        headers["Content-Type"] = "application/json"
    named = {key.replace("-", "_"): value for key, value in headers.items()}
    return kiosk.call(case.method, case.formatted_path, data, **named)


def _bytes(body: Any) -> bytes:
    """Return a generated body as it travels: wrong ones may be bytes already, or nothing at all."""
    if isinstance(body, bytes):
        return body
    try:
        return json.dumps(body).encode()
    except TypeError:
        return b""


def _signed(kiosk: Any, kind: cose.Kind, case: Any) -> bytes:
    """Return the generated payload, ids put right where it has them, signed."""
    payload = case.body
    if isinstance(payload, dict):
        right = {"kiosk_id": kiosk.kiosk_id} | dict(case.path_parameters or {})
        payload = payload | {key: value for key, value in right.items() if key in payload}
    text = _bytes(payload)
    if kind is cose.Kind.KEY_ROLLOVER:
        text = cose.sign(text, kind=kind, key=kiosk.key)
    return cose.sign(text, kind=kind, key=kiosk.key)


@pytest.fixture
def explore(operations: dict[str, Any]) -> Explore:
    """`explore(name, kiosk)`: many requests of one operation, right and wrong ones."""

    def run(name: str, kiosk: Any) -> None:
        modes = [operations[name].as_strategy(generation_mode=mode) for mode in GenerationMode]
        if name in ("getAnchors", "getKioskKeys"):
            modes = modes[:1]

        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],  # making a failing request smaller would send thousands
            suppress_health_check=list(HealthCheck),
            deadline=None,
            database=None,
        )
        @given(case=st.one_of(*modes))
        def answered_as_documented(case: Any) -> None:
            assume(all("/" not in str(value) for value in (case.path_parameters or {}).values()))
            answer = _send(kiosk, name, case)
            documented = set(operations[name].definition.raw["responses"])
            assert answer.status_code < 500, answer.text
            assert str(answer.status_code) in documented, (answer.status_code, answer.text)

        answered_as_documented()

    return run


@pytest.mark.parametrize("portal", ["on_sqlite"], indirect=True)
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_documented(name: str, kiosk: Any, explore: Explore) -> None:
    explore(name, kiosk)


def test_every_operation_is_explored(operations: dict[str, Any]) -> None:
    assert sorted(operations) == sorted(OPERATIONS)


# -- the planted fault ----------------------------------------------------------------------------------


class _Broken:
    """The application with a fault that only a well-formed, signed request meets."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()

        async def again() -> Any:
            return message

        if scope["type"] == "http" and scope["path"] == "/v1/state":
            body = await Request(scope, again).body()
            if b'"wait_s": 0' in body:
                raise RuntimeError("planted")
        await self._app(scope, again, send)


@pytest.fixture
def broken(portal: Any) -> Iterator[str]:
    """Address of the portal's application with the planted fault."""
    parts: Portal = portal.here
    config = uvicorn.Config(
        _Broken(create_app(parts, wake_intake=lambda: None)), port=0, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("portal", ["on_sqlite"], indirect=True)
def test_planted_fault_is_found(
    kiosk: Any, broken: str, explore: Explore, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.portal = type(kiosk.portal)(kiosk.portal.data, url=broken)
    with pytest.raises((AssertionError, ValueError)):
        explore("pollState", kiosk)
    caplog.clear()
