"""`/v1/parked`: ciphertexts of visits that stepped aside, handed to any kiosk for slip and factor."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row

from kiosk.core.manifest import SealedFile
from portal import payloads
from portal.api.calls import PortalParts, ReadCall, SignedCall, expect_media_type
from portal.filing import check_blobs
from portal.parts import Portal, text_of
from portal.problems import Problem, Refused
from portal.store import parked
from portal.store.engine import reading, writing
from portal.sweeping import drop_unnamed

router = APIRouter()
LASTS = timedelta(days=7)
_ID = re.compile(r"[0-9a-f]{32}")


@router.put("/v1/parked/{parked_id}")
def park(parked_id: str, portal: PortalParts, kiosk: SignedCall, call: ReadCall) -> Response:
    """Park a visit whose ciphertext was uploaded: 201, or 200 when it is parked already."""
    expect_media_type(call, "application/json")
    _checked(parked_id)
    asked = payloads.read_json(payloads.ParkRequest, call.body)
    blob = SealedFile(asked.blob.sha256, asked.blob.bytes)
    check_blobs(portal, kiosk.kiosk_id, [blob])
    now = portal.clock()
    parking = parked.Parking(
        parked_id=parked_id,
        kiosk_id=kiosk.kiosk_id,
        factor=asked.factor,
        auth_sha256=asked.auth_sha256,
        blob_sha256=blob.sha256,
        blob_bytes=blob.bytes,
        parked_at=text_of(now),
        expires_at=text_of(now + LASTS),
    )
    with writing(portal.engine) as connection:
        row, first = parked.add(connection, parking)
    if (row.kiosk_id, row.blob_sha256, row.auth_sha256) != (kiosk.kiosk_id, blob.sha256, asked.auth_sha256):
        raise Refused(Problem.OTHER_PARKED, parked_id)
    return JSONResponse(_head(row), 201 if first else 200)


@router.get("/v1/parked/{parked_id}")
def get_parked(parked_id: str, portal: PortalParts, _kiosk: SignedCall) -> Response:
    """Tell which factor opens a parked visit, and until when it is kept."""
    return JSONResponse(_head(_found(portal, parked_id)))


@router.post("/v1/parked/{parked_id}/claim")
def claim(parked_id: str, portal: PortalParts, kiosk: SignedCall, call: ReadCall) -> Response:
    """Claim a parked visit for this kiosk by the proof that slip and factor give."""
    expect_media_type(call, "application/json")
    asked = payloads.read_json(payloads.ClaimRequest, call.body)
    with writing(portal.engine) as connection:
        outcome = parked.claim(
            connection,
            _checked(parked_id),
            base64.b64decode(asked.auth),
            kiosk_id=kiosk.kiosk_id,
            moment=portal.moment(),
        )
    if isinstance(outcome, Problem):
        raise Refused(outcome)
    return JSONResponse(
        _head(outcome) | {"blob": {"sha256": outcome.blob_sha256, "bytes": outcome.blob_bytes}}
    )


@router.get("/v1/parked/{parked_id}/content")
def get_content(parked_id: str, portal: PortalParts, kiosk: SignedCall) -> Response:
    """Give the ciphertext to the kiosk that claimed it."""
    row = _found(portal, parked_id)
    if row.claimed_by != kiosk.kiosk_id:
        raise Refused(Problem.PARKED_UNKNOWN)
    content = portal.blobs.read(row.kiosk_id, row.blob_sha256)
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@router.delete("/v1/parked/{parked_id}")
def drop_parked(parked_id: str, portal: PortalParts, kiosk: SignedCall) -> Response:
    """Forget a parked visit, for the kiosk that parked or claimed it; again changes nothing."""
    with writing(portal.engine) as connection:
        row = parked.drop(connection, _checked(parked_id), kiosk_id=kiosk.kiosk_id)
    if row is not None:
        drop_unnamed(portal, row.kiosk_id, row.blob_sha256)
    return Response(status_code=204)


def _found(portal: Portal, parked_id: str) -> Row[Any]:
    with reading(portal.engine) as connection:
        row = parked.find(connection, _checked(parked_id), moment=portal.moment())
    if row is None:
        raise Refused(Problem.PARKED_UNKNOWN)
    return row


def _head(row: Row[Any]) -> dict[str, Any]:
    left = max(0, parked.TRIES - row.wrong)
    return {
        "factor": row.factor,
        "tries_left": left,
        "parked_at": row.parked_at,
        "expires_at": row.expires_at,
    }


def _checked(parked_id: str) -> str:
    if not _ID.fullmatch(parked_id):
        raise Refused(Problem.PATH_INVALID, "parked_id")
    return parked_id
