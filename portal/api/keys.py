"""`/v1/kiosk-keys` and `/v1/key-rollover`: every kiosk's keys, and how one is replaced."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from kiosk.core import cose
from kiosk.core.enrolment import public_key_of
from kiosk.core.errors import KioskError
from portal import payloads
from portal.api.calls import (
    PortalParts,
    ReadCall,
    RollingCall,
    SignedCall,
    cose_answer,
    expect_media_type,
)
from portal.filing import signed_payload
from portal.problems import Problem, Refused
from portal.store import kiosks, lists
from portal.store.engine import reading, writing

router = APIRouter()


@router.get("/v1/kiosk-keys")
def get_kiosk_keys(portal: PortalParts, _kiosk: SignedCall) -> Response:
    """Give the newest list."""
    with reading(portal.engine) as connection:
        _, document = lists.kiosk_key_list(connection)
    return cose_answer(document, 200)


@router.post("/v1/key-rollover")
def roll_key_over(portal: PortalParts, kiosk: RollingCall, call: ReadCall) -> Response:
    """Make the new key the kiosk's; the same statement again changes nothing."""
    expect_media_type(call, cose.MEDIA_TYPE)
    inner = signed_payload(portal, kiosk.kiosk_id, call.body, cose.Kind.KEY_ROLLOVER)
    statement, key = _proven(inner)
    if statement.kiosk_id != kiosk.kiosk_id or cose.named_key_id(call.body).hex() != statement.old_key_id:
        raise Refused(Problem.ROLLOVER_REFUSED, "kiosk_id or old_key_id")
    moment = portal.moment()
    with writing(portal.engine) as connection:
        if kiosks.replace_key(connection, kiosk.kiosk_id, old=statement.old_key_id, key=key, moment=moment):
            lists.renew_kiosk_keys(connection, key=portal.authority.signing_key, moment=moment)
        _, document = lists.kiosk_key_list(connection)
    return JSONResponse({"kiosk_keys": base64.b64encode(document).decode()})


def _proven(inner: bytes) -> tuple[payloads.Rollover, Ed25519PublicKey]:
    """Return the statement whose new key signed it itself."""
    try:
        statement = payloads.read_json(payloads.Rollover, cose.unverified_payload(inner))
        key = public_key_of(statement.public_key)
        cose.verify(inner, kind=cose.Kind.KEY_ROLLOVER, key=key)
    except KioskError as error:
        raise Refused(Problem[error.code.name], error.detail) from error
    except ValueError as error:
        raise Refused(Problem.PAYLOAD_INVALID, "public_key") from error
    return statement, key
