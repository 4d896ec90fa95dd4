"""`/v1/time`: the portal's signed clock, for a kiosk whose own is dead. Unsigned, and tells nothing else."""

from __future__ import annotations

import json

from fastapi import APIRouter, Response

from kiosk.core import cose
from portal import payloads
from portal.api.calls import PortalParts, ReadCall, cose_answer, expect_media_type

router = APIRouter()


@router.post("/v1/time")
def tell_time(portal: PortalParts, call: ReadCall) -> Response:
    """Sign the time over the kiosk's nonce."""
    expect_media_type(call, "application/json")
    request = payloads.read_json(payloads.TimeRequest, call.body)
    payload = json.dumps({"nonce": request.nonce, "now": portal.moment()}).encode()
    return cose_answer(cose.sign(payload, kind=cose.Kind.TIME, key=portal.authority.signing_key), 200)
