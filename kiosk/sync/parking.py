"""Parked visits over the network: the part of `sync/portal.py` that uploads, claims and drops ciphertexts."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.parking import LARGEST_BYTES, ParkedHead, ParkedKeys
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError

_JSON = {"Content-Type": "application/json"}
_CHUNK = 2 << 20
_GONE = frozenset({"PARKED_UNKNOWN", "PARKED_LOCKED", "PARKED_CLAIMED"})
_WAIT_S = 60.0


def park(client: PortalClient, keys: ParkedKeys, ciphertext: bytes, factor: str) -> ParkedHead:
    """See `Portal.park`."""
    digest = upload(client, ciphertext)
    asked = {
        "factor": factor,
        "auth_sha256": keys.auth_sha256,
        "blob": {"sha256": digest, "bytes": len(ciphertext)},
    }
    body = json.dumps(asked).encode()
    path = f"/v1/parked/{keys.parked_id}"
    answer = client.call("PUT", path, expect=frozenset({200, 201}), body=body, headers=_JSON)
    return _head(answer.body)


def parked(client: PortalClient, parked_id: str) -> ParkedHead:
    """See `Portal.parked`."""
    try:
        return _head(client.call("GET", f"/v1/parked/{parked_id}", expect=frozenset({200})).body)
    except PortalError as failure:
        raise _translated(failure) from failure


def claim(client: PortalClient, keys: ParkedKeys) -> bytes:
    """See `Portal.claim`."""
    path, body = f"/v1/parked/{keys.parked_id}", json.dumps({"auth": b64encode(keys.auth).decode()}).encode()
    try:
        answer = client.call("POST", f"{path}/claim", expect=frozenset({200}), body=body, headers=_JSON)
        content = client.call(
            "GET", f"{path}/content", expect=frozenset({200}), deadline_s=_WAIT_S, largest=LARGEST_BYTES
        )
    except PortalError as failure:
        raise _translated(failure) from failure
    if hashlib.sha256(content.body).hexdigest() != _told(answer.body)["blob"]["sha256"]:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "another ciphertext", connected=True)
    return content.body


def drop(client: PortalClient, parked_id: str) -> None:
    """See `Portal.drop_parked`."""
    client.call("DELETE", f"/v1/parked/{parked_id}", expect=frozenset({204}))


def upload(client: PortalClient, content: bytes) -> str:
    """Upload from memory, going on wherever the portal stands; return the content's SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    offset = 0
    while True:
        headers = {"Content-Type": "application/octet-stream", "Upload-Offset": str(offset)}
        if offset == 0:
            headers["Upload-Length"] = str(len(content))
        chunk = content[offset : offset + _CHUNK]
        try:
            answer = client.call(
                "PATCH", f"/v1/blobs/{digest}", expect=frozenset({201, 204}), body=chunk, headers=headers
            )
        except PortalError as failure:
            if failure.problem != "OTHER_OFFSET":
                raise
            offset, complete = _stands(failure.headers)
        else:
            offset, complete = offset + len(chunk), answer.status == 201  # noqa: PLR2004 -- HTTP
        if complete:
            return digest


def _stands(headers: Mapping[str, str]) -> tuple[int, bool]:
    try:
        return int(headers["Upload-Offset"]), headers["Upload-Complete"] == "?1"
    except (KeyError, ValueError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "blob", connected=True) from error


def _translated(failure: PortalError) -> KioskError:
    if failure.problem == "PARKED_PROOF_WRONG":
        return KioskError(Code.DRAFT_FACTOR_WRONG)
    if failure.problem in _GONE:
        return KioskError(Code.DRAFT_LOST, failure.problem)
    return failure


def _head(body: bytes) -> ParkedHead:
    told = _told(body)
    return ParkedHead(told["factor"], told["tries_left"], told["expires_at"])


def _told(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
        return {"factor": str(told["factor"]), "tries_left": int(told["tries_left"]), **told}
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "parked", connected=True) from error
