"""`/v1/state`: what changed for a kiosk. A waiting call holds a task, not a thread."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from portal import payloads
from portal.api.calls import PortalParts, ReadCall, SignedCall, expect_media_type
from portal.api.cursor import Cursor
from portal.parts import Portal
from portal.store import changes, kiosks, lists
from portal.store.engine import reading, writing

router = APIRouter()
_LIMIT = 500
_LOOK_EVERY_S = 0.5


@router.post("/v1/state")
async def poll_state(kiosk: SignedCall, portal: PortalParts, call: ReadCall) -> Response:
    """Answer with what is beyond the cursor, waiting for something up to `wait_s`."""
    expect_media_type(call, "application/json")
    request = payloads.read_json(payloads.StateRequest, call.body)
    await run_in_threadpool(_note, portal, kiosk.kiosk_id, request)
    answer = await run_in_threadpool(_beyond, portal, kiosk.kiosk_id, request.cursor)
    looks = int(request.wait_s / _LOOK_EVERY_S)
    while not answer["changes"] and looks > 0:
        await asyncio.sleep(_LOOK_EVERY_S)
        answer = await run_in_threadpool(_beyond, portal, kiosk.kiosk_id, request.cursor)
        looks -= 1
    return JSONResponse(answer)


def _note(portal: Portal, kiosk_id: str, request: payloads.StateRequest) -> None:
    with writing(portal.engine) as connection:
        kiosks.seen(
            connection, kiosk_id, moment=portal.moment(), heartbeat=request.heartbeat.model_dump_json()
        )


def _beyond(portal: Portal, kiosk_id: str, text: str) -> dict[str, Any]:
    with reading(portal.engine) as connection:
        cursor = Cursor.read(text, lists.setting(connection, "epoch") or "")
        version, keys = lists.kiosk_key_list(connection)
        found = changes.after(connection, kiosk_id, number=cursor.change, limit=_LIMIT - 3)
    authority = portal.authority
    newest = Cursor(cursor.epoch, found[-1][0] if found else cursor.change).having(authority, version)
    documents = [
        {"kind": kind, "document": base64.b64encode(document).decode()}
        for kind, document in (
            ("portal_key", authority.portal_key),
            ("recipients", authority.recipients),
            ("kiosk_keys", keys),
        )
        if getattr(cursor, kind) < getattr(newest, kind)
    ]
    return {
        "cursor": newest.text(),
        "more": len(found) == _LIMIT - 3,
        "changes": documents + [body for _, body in found],
    }
