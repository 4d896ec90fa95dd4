"""`/v1/audit-heads` and `/v1/days/{date}/reconciliation`: compared so that nothing goes unseen."""

from __future__ import annotations

import hashlib
from datetime import date as Date  # noqa: N812 -- `date` is the path's parameter

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from kiosk.core import cose
from portal import payloads
from portal.api.calls import PortalParts, ReadCall, SignedCall, expect_media_type
from portal.filing import signed_payload
from portal.problems import Problem, Refused
from portal.store import audit_heads, dossiers
from portal.store.engine import reading, writing

router = APIRouter()
_LOG = structlog.get_logger()


@router.post("/v1/audit-heads")
def file_audit_head(portal: PortalParts, kiosk: SignedCall, call: ReadCall) -> Response:
    """Keep where a kiosk's chain stands; it may only grow."""
    expect_media_type(call, cose.MEDIA_TYPE)
    payload = signed_payload(portal, kiosk.kiosk_id, call.body, cose.Kind.AUDIT_HEAD)
    head = payloads.read_json(payloads.AuditHead, payload)
    if head.kiosk_id != kiosk.kiosk_id:
        raise Refused(Problem.MANIFEST_MISMATCH, "kiosk_id")
    with writing(portal.engine) as connection:
        grown = audit_heads.add(
            connection, head.kiosk_id, sequence=head.sequence, head_sha256=head.head_sha256,
            document=call.body, moment=portal.moment(),
        )  # fmt: skip
    if not grown:
        _LOG.warning("audit_forked", kiosk_id=kiosk.kiosk_id, sequence=head.sequence)
        raise Refused(Problem.AUDIT_FORKED, f"sequence {head.sequence}")
    return Response(status_code=204)


@router.post("/v1/days/{date}/reconciliation")
def reconcile_day(date: str, portal: PortalParts, kiosk: SignedCall, call: ReadCall) -> Response:
    """Say whether both hold the same dossiers of a day, else what is here."""
    expect_media_type(call, "application/json")
    try:
        day = Date.fromisoformat(date)
    except ValueError as error:
        raise Refused(Problem.PATH_INVALID, "date") from error
    theirs = payloads.read_json(payloads.Reconciliation, call.body)
    with reading(portal.engine) as connection:
        ours = dossiers.of_day(connection, kiosk.kiosk_id, day.isoformat())
    digest = hashlib.sha256("".join(f"{one}\n" for one in ours).encode()).hexdigest()
    same = (theirs.count, theirs.ids_sha256) == (len(ours), digest)
    return JSONResponse({"same": same, "dossier_ids": [] if same else ours})
