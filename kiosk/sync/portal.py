"""The calls that somebody waits for, over the network: the adapter of `core/portal_calls.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kiosk.core.errors import Code
from kiosk.core.fee_ledger import FeeOffer
from kiosk.core.ports import DossierId
from kiosk.core.tracking import SlipHandle, Standing
from kiosk.core.vietqr import amount_of
from kiosk.sync.client import Answer, PortalClient
from kiosk.sync.failure import PortalError
from kiosk.sync.state import fee_change

JSON = {"Content-Type": "application/json"}
WAIT_S = 20.0
"""How long a person in front of the screen is kept waiting."""
T = TypeVar("T")


class PortalCalls:
    """`core.portal_calls.Portal` on one client. From any thread."""

    def __init__(self, client: PortalClient) -> None:
        """`client` is this instance's own: `close` closes it."""
        self._client = client

    def look_up(self, slip: SlipHandle) -> Standing | None:
        """See `Portal.look_up`."""
        try:
            answer = self._post("/v1/lookup", {"code": slip.receipt_code, "secret": slip.track})
        except PortalError as failure:
            if failure.problem == "DOSSIER_UNKNOWN":
                return None
            raise
        return _read(answer, _standing)

    def ask_fee(self, fee_id: str, dossier_id: DossierId, amount_vnd: int) -> FeeOffer:
        """See `Portal.ask_fee`."""
        asked = {"fee_id": fee_id, "dossier_id": dossier_id, "amount_vnd": amount_vnd}
        offer = _read(self._post("/v1/fees", asked, 200, 201), _offer)
        told = (offer.change.fee_id, offer.change.dossier_id, offer.change.amount_vnd)
        if told != tuple(asked.values()) or amount_of(offer.vietqr) != amount_vnd:
            raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "another fee", connected=True)
        return offer

    def close(self) -> None:
        """See `Portal.close`."""
        self._client.close()

    def _post(self, path: str, document: Mapping[str, Any], *expect: int) -> Answer:
        body = json.dumps(document).encode()
        statuses = frozenset(expect or {200})
        return self._client.call("POST", path, expect=statuses, body=body, headers=JSON, deadline_s=WAIT_S)


def _standing(told: Mapping[str, Any]) -> Standing:
    return Standing(
        receipt_code=str(told["code"]),
        procedure=str(told["procedure"]),
        state=int(told["state"]),
        official_code=told["official_code"],
        received_at=told["received_at"],
        changed_at=told["changed_at"],
        due_at=told["due_at"],
    )


def _offer(told: Mapping[str, Any]) -> FeeOffer:
    return FeeOffer(fee_change(told), str(told["reference"]), str(told["vietqr"]), str(told["payee"]["name"]))


def _read(answer: Answer, build: Callable[[Mapping[str, Any]], T]) -> T:
    """Return what an answer says. Raises PortalError PORTAL_FOREIGN_ANSWER when it has another shape."""
    try:
        return build(json.loads(answer.body))
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "another shape", connected=True) from error
