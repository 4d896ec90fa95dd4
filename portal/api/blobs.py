"""`/v1/blobs`: resumable uploads of sealed files."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response

from portal.api.calls import PortalParts, ReadCall, SignedCall, expect_media_type, upload_headers
from portal.problems import Problem, Refused

router = APIRouter()
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,12}")


@router.head("/v1/blobs/{sha256}")
def ask_blob(sha256: str, kiosk: SignedCall, portal: PortalParts) -> Response:
    """Say how much of a blob is there."""
    status = portal.blobs.status(kiosk.kiosk_id, _checked(sha256))
    if status is None:
        raise Refused(Problem.BLOB_UNKNOWN, sha256)
    return Response(status_code=200, headers=upload_headers(status.offset, status.length))


@router.patch("/v1/blobs/{sha256}")
def append_blob(
    sha256: str, request: Request, kiosk: SignedCall, portal: PortalParts, call: ReadCall
) -> Response:
    """Append bytes to a blob, or begin it."""
    expect_media_type(call, "application/octet-stream")
    offset, length = _number(request, "Upload-Offset"), _number(request, "Upload-Length")
    if offset is None or length == 0 or not call.body:
        raise Refused(Problem.HEADER_INVALID, "Upload-Offset, Upload-Length or an empty body")
    status = portal.blobs.append(kiosk.kiosk_id, _checked(sha256), call.body, offset=offset, length=length)
    return Response(
        status_code=201 if status.complete else 204, headers=upload_headers(status.offset, status.length)
    )


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise Refused(Problem.PATH_INVALID, "sha256")
    return sha256


def _number(request: Request, name: str) -> int | None:
    """Return a header's whole number; None without the header. Raises Refused HEADER_INVALID."""
    lines = request.headers.getlist(name)
    if not lines:
        return None
    if len(lines) != 1 or not _NUMBER.fullmatch(lines[0]):
        raise Refused(Problem.HEADER_INVALID, name)
    return int(lines[0])
