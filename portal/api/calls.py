"""What every call needs from the framework: the parts, the body within its limit, the kiosk that signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response

from kiosk.core import cose
from portal.api.signatures import Call, signer_of
from portal.parts import Portal
from portal.problems import MEDIA_TYPE, Problem, Refused
from portal.store import kiosks
from portal.store.engine import reading

CHUNK_LIMIT = 8 << 20
DOCUMENT_LIMIT = 256 << 10


@dataclass(frozen=True, slots=True)
class KioskCall:
    """A call whose signature holds."""

    kiosk_id: str
    body: bytes = field(repr=False)


def portal_of(request: Request) -> Portal:
    """Return the parts that `create_app` was given."""
    return cast("Portal", request.app.state.portal)


async def call_of(request: Request) -> Call:
    """Read the whole request. Raises Refused BODY_TOO_LARGE."""
    limit = CHUNK_LIMIT if request.method == "PATCH" else DOCUMENT_LIMIT
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused(Problem.BODY_TOO_LARGE, f"at most {limit} bytes")
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    host = request.headers.get("host", "")
    url = f"https://{host}{path}" + (f"?{query}" if query else "")
    return Call(request.method, url, request.headers, bytes(body))


PortalParts = Annotated[Portal, Depends(portal_of)]
ReadCall = Annotated[Call, Depends(call_of)]


def signed_call(portal: PortalParts, call: ReadCall) -> KioskCall:
    """Return the call and who made it. Raises Refused, see `signer_of`, and KIOSK_REVOKED."""
    return _signed_by(portal, call, {"active"})


def rolling_call(portal: PortalParts, call: ReadCall) -> KioskCall:
    """As `signed_call`, also by a key that was rolled over: its last answer may have been lost."""
    return _signed_by(portal, call, {"active", "retired"})


def _signed_by(portal: Portal, call: Call, states: set[str]) -> KioskCall:
    found: dict[str, kiosks.KnownKey] = {}

    def find(key_id: str) -> Ed25519PublicKey | None:
        with reading(portal.engine) as connection:
            known = kiosks.known_key(connection, key_id)
        if known is None:
            return None
        found[key_id] = known
        return known.key

    key = found[signer_of(call, find, now_s=portal.clock().timestamp())]
    if key.state not in states:
        raise Refused(Problem.KIOSK_REVOKED)
    return KioskCall(key.kiosk_id, call.body)


SignedCall = Annotated[KioskCall, Depends(signed_call)]
RollingCall = Annotated[KioskCall, Depends(rolling_call)]


def expect_media_type(call: Call, media_type: str) -> None:
    """Raise Refused MEDIA_TYPE_UNKNOWN unless the body is declared as that."""
    declared = dict(call.headers.items()).get("content-type", "").split(";")[0].strip().lower()
    if declared != media_type:
        raise Refused(Problem.MEDIA_TYPE_UNKNOWN, media_type)


def cose_answer(document: bytes, status: int) -> Response:
    """Return a signed document."""
    return Response(document, status, media_type=cose.MEDIA_TYPE)


def problem_answer(refused: Refused) -> Response:
    """Return a refusal as a problem document."""
    headers = {}
    if refused.offset is not None and refused.length is not None:
        headers = upload_headers(refused.offset, refused.length)
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(refused.retry_after_s)
    return JSONResponse(refused.body(), refused.problem.status, headers=headers, media_type=MEDIA_TYPE)


def upload_headers(offset: int, length: int) -> dict[str, str]:
    """Return what every answer about a blob says."""
    complete = "?1" if offset == length else "?0"
    return {"Upload-Offset": str(offset), "Upload-Length": str(length), "Upload-Complete": complete}
