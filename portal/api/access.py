"""`/v1/access` and `…/documents/{n}`: slip and card, or an officer's check, open a dossier to any kiosk."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Row

from kiosk.core import cose
from kiosk.core.access import HEADER, CardProof, access_challenge
from kiosk.core.errors import KioskError
from kiosk.core.http_signing import WINDOW_S
from portal import capabilities, payloads
from portal.api.calls import KioskCall, PortalParts, ReadCall, SignedCall, expect_media_type
from portal.api.dossiers import UUID7
from portal.api.lookup import Tries
from portal.documents import issue, issued
from portal.intake.applicant import is_theirs
from portal.intake.opening import open_dossier
from portal.intake.packages import form_of
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import dossiers, grants
from portal.store.engine import reading, writing

router = APIRouter()
MayAct = Callable[[str], bool]


def may_act(request: Request, portal: PortalParts, kiosk: SignedCall) -> MayAct:
    """Give a function that tells whether this call's capability is for a dossier."""
    header = request.headers.get(HEADER)

    def holds(dossier_id: str) -> bool:
        return capabilities.holds(portal, header, dossier_id=dossier_id, kiosk_id=kiosk.kiosk_id)

    return holds


ActsOn = Annotated[MayAct, Depends(may_act)]


@router.post("/v1/access")
def give_access(request: Request, portal: PortalParts, kiosk: SignedCall, call: ReadCall) -> Response:
    """Give a capability for a slip and its proof."""
    expect_media_type(call, "application/json")
    asked = payloads.read_json(payloads.AccessRequest, call.body)
    tries: Tries = request.app.state.access_tries
    now_s = portal.clock().timestamp()
    tries.check(asked.code, now_s)
    try:
        row = _slips_dossier(portal, asked)
        by = _proven(portal, kiosk, row, asked)
    except Refused:
        tries.wrong(asked.code, now_s)
        raise
    proof = "card" if asked.card is not None else "officer"
    capability, expires_at = capabilities.give(portal, row.dossier_id, kiosk.kiosk_id, proof=proof)
    with writing(portal.engine) as connection:
        given = grants.AccessGiven(portal.rng(16).hex(), row.dossier_id, kiosk.kiosk_id, by, portal.moment())
        grants.record(connection, given)
    answer = {
        "dossier_id": row.dossier_id,
        "capability": base64.b64encode(capability).decode(),
        "expires_at": expires_at,
        "state": row.state,
        "official_code": row.official_code,
        "documents": issued(row),
    }
    return JSONResponse(answer)


@router.get("/v1/dossiers/{dossier_id}/documents/{number}")
def get_document(dossier_id: str, number: str, portal: PortalParts, acts_on: ActsOn) -> Response:
    """Give one of the office's papers as a PDF, to be printed and not kept."""
    if not UUID7.fullmatch(dossier_id) or number not in ("1", "2", "3", "4", "5"):
        raise Refused(Problem.PATH_INVALID, "dossier_id or number")
    if not acts_on(dossier_id):
        raise Refused(Problem.DOSSIER_UNKNOWN, dossier_id)
    pdf = issue(portal, dossier_id, int(number))
    return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})


def _slips_dossier(portal: Portal, asked: payloads.AccessRequest) -> Row[Any]:
    """Return the dossier that the slip proves. Raises Refused DOSSIER_UNKNOWN."""
    given = sha256(base64.b64decode(asked.slip_secret)).hexdigest()
    with reading(portal.engine) as connection:
        rows = dossiers.by_receipt_code(connection, asked.code)
    for row in rows:
        kept = json.loads(cose.unverified_payload(row.manifest))["slip_sha256"]
        if hmac.compare_digest(kept, given):
            return row
    raise Refused(Problem.DOSSIER_UNKNOWN)


def _proven(portal: Portal, kiosk: KioskCall, row: Row[Any], asked: payloads.AccessRequest) -> str:
    """Return by whom the holder of the slip was recognised. Raises Refused PROOF_REFUSED."""
    if asked.card is not None:
        if not _card_is_theirs(portal, kiosk, row, asked.code, asked.card):
            raise Refused(Problem.PROOF_REFUSED, "card")
        return "card"
    with writing(portal.engine) as connection:
        grant = grants.use(
            connection,
            asked.officer_grant or "",
            dossier_id=row.dossier_id,
            kiosk_id=kiosk.kiosk_id,
            moment=portal.moment(),
        )
    if grant is None:
        raise Refused(Problem.PROOF_REFUSED, "officer_grant")
    return f"officer {grant.officer}"


def _card_is_theirs(
    portal: Portal, kiosk: KioskCall, row: Row[Any], code: str, card: payloads.CardFiles
) -> bool:
    now = portal.clock()
    if abs((datetime.fromisoformat(card.at) - now).total_seconds()) > WINDOW_S:
        raise Refused(Problem.PROOF_REFUSED, "at")
    files = {name: _bytes(getattr(card, name)) for name in ("dg14", "dg15", "active_signature")}
    sod, dg1 = base64.b64decode(card.sod), base64.b64decode(card.dg1)
    proof = CardProof(at=card.at, sod=sod, dg1=dg1, chip=card.chip, **files)
    try:
        opened = open_dossier(portal, row.dossier_id)
        form = form_of(portal.forms_dir, row.procedure, row.procedure_version)
    except KioskError as error:
        raise Refused(Problem.PROOF_REFUSED, error.code.name) from error
    challenge = access_challenge(code, kiosk.kiosk_id, card.at)
    return is_theirs(opened, form, proof, challenge=challenge, anchors=portal.anchors, now=now)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)
