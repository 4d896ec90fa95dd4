"""`/v1/dossiers`: a signed manifest becomes a committed dossier, and only then an acknowledgement."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response

from kiosk.core import cose
from portal import filing
from portal.api.calls import PortalParts, ReadCall, SignedCall, cose_answer, expect_media_type
from portal.problems import Problem, Refused

router = APIRouter()
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@router.put("/v1/dossiers/{dossier_id}")
def file_dossier(
    dossier_id: str, request: Request, kiosk: SignedCall, portal: PortalParts, call: ReadCall
) -> Response:
    """File a dossier: 201 with the acknowledgement, or 200 with the same one again."""
    expect_media_type(call, cose.MEDIA_TYPE)
    if not UUID7.fullmatch(dossier_id):
        raise Refused(Problem.PATH_INVALID, "dossier_id")
    outcome, acknowledgement = filing.accept(portal, kiosk.kiosk_id, call.body, dossier_id=dossier_id)
    if outcome == "already there":
        return cose_answer(acknowledgement, 200)
    request.app.state.wake_intake()
    return cose_answer(acknowledgement, 201)
