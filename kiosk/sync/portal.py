"""The calls that somebody waits for, over the network: the adapter of `core/portal_calls.py`."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from kiosk.core.access import HEADER, Access, OfficerProof, Proof, SlipProof
from kiosk.core.cose import MEDIA_TYPE
from kiosk.core.errors import Code, KioskError
from kiosk.core.events import Event
from kiosk.core.fee_ledger import FeeOffer
from kiosk.core.parking import ParkedHead, ParkedKeys
from kiosk.core.ports import DossierId
from kiosk.core.tracking import SlipHandle, Standing
from kiosk.core.vietqr import amount_of
from kiosk.sync import parking
from kiosk.sync.client import Answer, PortalClient
from kiosk.sync.failure import PortalError
from kiosk.sync.state import fee_change

JSON = {"Content-Type": "application/json"}
_NOT_THEIRS = frozenset({"DOSSIER_UNKNOWN", "PROOF_REFUSED", "TOO_MANY_TRIES"})
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

    def moment(self) -> str:
        """See `Portal.moment`."""
        return datetime.fromtimestamp(self._client.portal_s(), UTC).isoformat(timespec="milliseconds")

    def access(self, slip: SlipProof, proof: Proof) -> Access:
        """See `Portal.access`."""
        asked: dict[str, Any] = {"code": slip.receipt_code, "slip_secret": _text(slip.secret)}
        if isinstance(proof, OfficerProof):
            asked["officer_grant"] = proof.grant
        else:
            files = ("sod", "dg1", "dg14", "dg15", "active_signature")
            card = {name: _text(getattr(proof, name)) for name in files}
            asked["card"] = card | {"at": proof.at, "chip": proof.chip}
        try:
            return _read(self._post("/v1/access", asked), _access)
        except PortalError as failure:
            if failure.problem in _NOT_THEIRS:
                raise KioskError(Code.ACCESS_REFUSED, failure.problem) from failure
            raise

    def document(self, access: Access, number: int) -> bytes:
        """See `Portal.document`."""
        path = f"/v1/dossiers/{access.dossier_id}/documents/{number}"
        headers = {HEADER: str(_text(access.capability))}
        answer = self._client.call("GET", path, expect=frozenset({200}), headers=headers, deadline_s=WAIT_S)
        if not answer.body.startswith(b"%PDF-"):
            raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "no PDF", connected=True)
        return answer.body

    def file_event(self, access: Access, event: Event) -> bytes | None:
        """See `Portal.file_event`."""
        path = f"/v1/dossiers/{access.dossier_id}/events/{event.event_id}"
        headers = {HEADER: str(_text(access.capability)), "Content-Type": MEDIA_TYPE}
        try:
            return self._client.call(
                "PUT", path, expect=frozenset({200, 201}), body=event.document, headers=headers
            ).body
        except PortalError as failure:
            if failure.problem == "OTHER_EVENT":
                return None  # its id comes from what it says: only the clock or the sealing differ
            if failure.problem in {"STATE_ENDED", "STATE_IMPOSSIBLE"}:
                raise KioskError(Code.STATE_IMPOSSIBLE, failure.problem) from failure
            raise

    def upload(self, content: bytes) -> str:
        """See `Portal.upload`."""
        return parking.upload(self._client, content)

    def park(self, keys: ParkedKeys, ciphertext: bytes, factor: str) -> ParkedHead:
        """See `Portal.park`."""
        return parking.park(self._client, keys, ciphertext, factor)

    def parked(self, parked_id: str) -> ParkedHead:
        """See `Portal.parked`."""
        return parking.parked(self._client, parked_id)

    def claim(self, keys: ParkedKeys) -> bytes:
        """See `Portal.claim`."""
        return parking.claim(self._client, keys)

    def drop_parked(self, parked_id: str) -> None:
        """See `Portal.drop_parked`."""
        parking.drop(self._client, parked_id)

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


def _access(told: Mapping[str, Any]) -> Access:
    return Access(
        dossier_id=str(told["dossier_id"]),
        capability=b64decode(told["capability"], validate=True),
        expires_at=str(told["expires_at"]),
        state=int(told["state"]),
        official_code=told["official_code"],
        documents=tuple(int(number) for number in told["documents"]),
    )


def _text(content: bytes | None) -> str | None:
    return None if content is None else b64encode(content).decode("ascii")


def _offer(told: Mapping[str, Any]) -> FeeOffer:
    return FeeOffer(fee_change(told), str(told["reference"]), str(told["vietqr"]), str(told["payee"]["name"]))


def _read(answer: Answer, build: Callable[[Mapping[str, Any]], T]) -> T:
    """Return what an answer says. Raises PortalError PORTAL_FOREIGN_ANSWER when it has another shape."""
    try:
        return build(json.loads(answer.body))
    except (ValueError, TypeError, KeyError) as error:
        raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "another shape", connected=True) from error
