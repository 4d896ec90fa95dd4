"""The state poll: what the portal says has changed, as values. Unknown kinds of change are skipped."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.core.delivery import DossierChange, ListChange
from kiosk.core.errors import Code
from kiosk.core.fee_ledger import FeeChange
from kiosk.core.ports import DossierId
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """How this kiosk is; no personal value. `problems` are public codes."""

    software: str
    queue: int
    oldest_s: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """One answer. `more`: ask again at once."""

    cursor: str
    more: bool
    dossiers: tuple[DossierChange, ...]
    lists: tuple[ListChange, ...]
    fees: tuple[FeeChange, ...] = ()


def poll(client: PortalClient, cursor: str, heartbeat: Heartbeat, *, wait_s: float = 0.0) -> News:
    """Ask once; blocks up to `wait_s` (at most 25) longer than a call. Raises PortalError."""
    request = {
        "cursor": cursor,
        "wait_s": wait_s,
        "heartbeat": {
            "software": heartbeat.software,
            "queue": heartbeat.queue,
            "oldest_s": heartbeat.oldest_s,
            "problems": list(heartbeat.problems),
        },
    }
    answer = client.call(
        "POST",
        "/v1/state",
        expect=frozenset({200}),
        body=json.dumps(request).encode(),
        headers={"Content-Type": "application/json"},
        deadline_s=30.0 + wait_s,
    )
    try:
        return _news(json.loads(answer.body))
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "state", connected=True) from error


def _news(document: Mapping[str, Any]) -> News:
    changes = document["changes"]
    return News(
        cursor=str(document["cursor"]),
        more=bool(document["more"]),
        dossiers=tuple(_dossier(each) for each in changes if each["kind"] == "dossier"),
        lists=tuple(
            ListChange(each["kind"], b64decode(each["document"], validate=True))
            for each in changes
            if each["kind"] in {"portal_key", "recipients", "kiosk_keys"}
        ),
        fees=tuple(fee_change(each) for each in changes if each["kind"] == "fee"),
    )


def fee_change(told: Mapping[str, Any]) -> FeeChange:
    """Return what the portal says of one fee. Raises KeyError, TypeError, ValueError for another shape."""
    return FeeChange(
        fee_id=str(told["fee_id"]),
        dossier_id=DossierId(str(told["dossier_id"])),
        revision=int(told["revision"]),
        state={"due": "due", "paid": "paid"}[told["state"]],
        amount_vnd=int(told["amount_vnd"]),
        paid_vnd=int(told["paid_vnd"]),
        changed_at=str(told["changed_at"]),
    )


def _dossier(change: Mapping[str, Any]) -> DossierChange:
    reason = change["reason"]
    return DossierChange(
        dossier_id=change["dossier_id"],
        revision=int(change["revision"]),
        stage=str(change["stage"]),
        state=int(change["state"]),
        official_code=change["official_code"],
        reason=str(reason["vi"]) if reason else "",
        changed_at=str(change["changed_at"]),
        due_at=change["due_at"],
    )
