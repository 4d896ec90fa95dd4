"""`/v1/lookup` and the page `/t`: how a dossier stands, for whoever holds its slip. Nothing personal."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections import OrderedDict
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from kiosk.core import cose
from portal import payloads
from portal.api.calls import PortalParts, ReadCall, expect_media_type
from portal.problems import Problem, Refused
from portal.store import dossiers
from portal.store.engine import reading

router = APIRouter()
_PAGE = (Path(__file__).parent / "track.html").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"
_ALLOWED, _WITHIN_S, _REMEMBERED = 10, 3600, 10_000


class Tries:
    """Wrong secrets a code, in this process: ten an hour. The secret's 60 bits are the real guard."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, code: str, now_s: float) -> None:
        """Raise Refused TOO_MANY_TRIES when a code had its wrong secrets."""
        with self._lock:
            recent = [at for at in self._wrong.get(code, []) if now_s - at < _WITHIN_S]
        if len(recent) >= _ALLOWED:
            raise Refused(Problem.TOO_MANY_TRIES, retry_after_s=int(_WITHIN_S - (now_s - recent[0])) + 1)

    def wrong(self, code: str, now_s: float) -> None:
        """Remember a wrong secret; the oldest codes are forgotten first."""
        with self._lock:
            self._wrong.setdefault(code, []).append(now_s)
            self._wrong[code] = self._wrong[code][-_ALLOWED:]
            self._wrong.move_to_end(code)
            while len(self._wrong) > _REMEMBERED:
                self._wrong.popitem(last=False)


@router.post("/v1/lookup")
def look_up(request: Request, portal: PortalParts, call: ReadCall) -> Response:
    """Tell state and dates for a receipt code and its tracking secret."""
    expect_media_type(call, "application/json")
    asked = payloads.read_json(payloads.Lookup, call.body)
    tries: Tries = request.app.state.tries
    now_s = portal.clock().timestamp()
    tries.check(asked.code, now_s)
    given = hashlib.sha256(asked.secret.encode()).hexdigest()
    with reading(portal.engine) as connection:
        rows = dossiers.by_receipt_code(connection, asked.code)
    for row in rows:
        kept = json.loads(cose.unverified_payload(row.manifest))["track_sha256"]
        if hmac.compare_digest(kept, given):
            return JSONResponse(
                {
                    "code": asked.code,
                    "procedure": row.procedure,
                    "state": row.state,
                    "official_code": row.official_code,
                    "received_at": row.received_at,
                    "changed_at": row.changed_at,
                    "due_at": row.due_at,
                }
            )
    tries.wrong(asked.code, now_s)
    raise Refused(Problem.DOSSIER_UNKNOWN)


@router.get("/t")
def track_page() -> Response:
    """Give the page that looks up what stands behind `#` in its address."""
    headers = {
        "Content-Security-Policy": _POLICY,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(_PAGE, headers=headers)
