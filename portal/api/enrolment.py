"""`/v1/enrolment`: a kiosk joins. The only calls without a request signature."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from kiosk.core import cose, crockford, enrolment
from kiosk.core.errors import KioskError
from portal.api.calls import PortalParts, ReadCall, expect_media_type
from portal.api.cursor import Cursor
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import kiosks, lists
from portal.store.engine import writing

router = APIRouter()


@router.get("/v1/enrolment/anchors")
def get_anchors(portal: PortalParts) -> Response:
    """Show CA and root, to be compared with an enrolment code."""
    anchors = portal.authority.anchors
    return JSONResponse(
        {
            "protocol": 1,
            "ca_certificate": anchors.ca.public_bytes(Encoding.PEM).decode(),
            "root_public_key": enrolment.text_of_key(anchors.root),
        }
    )


@router.post("/v1/enrolment")
def enrol(portal: PortalParts, call: ReadCall) -> Response:
    """Let a kiosk join: 201, or 200 when the same key asks again."""
    expect_media_type(call, cose.MEDIA_TYPE)
    try:
        request = enrolment.parse_request(call.body)
    except KioskError as error:
        raise Refused(Problem.SIGNATURE_INVALID, error.detail) from error
    except ValueError as error:
        raise Refused(Problem.PAYLOAD_INVALID) from error
    if request.root_sha256 != portal.authority.root_sha256:
        raise Refused(Problem.ENROL_OTHER_PORTAL)
    kiosk_id, first, keys, cursor = _joined(portal, request)
    answer = {
        "kiosk_id": kiosk_id,
        "portal_key": base64.b64encode(portal.authority.portal_key).decode(),
        "recipients": base64.b64encode(portal.authority.recipients).decode(),
        "kiosk_keys": base64.b64encode(keys).decode(),
        "cursor": cursor,
    }
    return JSONResponse(answer, 201 if first else 200)


def _joined(portal: Portal, request: enrolment.EnrolmentRequest) -> tuple[str, bool, bytes, str]:
    """Use the code; returns the kiosk's id, whether it is new, the list of keys and the first cursor."""
    moment, fresh = portal.moment(), "K-" + crockford.encode(portal.rng(5))
    with writing(portal.engine) as connection:
        kiosk_id = kiosks.use_code(
            connection, request.secret, kiosk_id=fresh, key=request.public_key, moment=moment
        )
        if kiosk_id == fresh:
            kiosks.add_kiosk(
                connection, kiosk_id, key=request.public_key, site_code=request.site_code, moment=moment
            )
            lists.renew_kiosk_keys(connection, key=portal.authority.signing_key, moment=moment)
        version, keys = lists.kiosk_key_list(connection)
        cursor = Cursor.first(lists.setting(connection, "epoch") or "").having(portal.authority, version)
    return kiosk_id, kiosk_id == fresh, keys, cursor.text()
