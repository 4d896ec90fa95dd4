"""`/v1/dossiers/{id}/events/{id}`: what happens to a dossier after filing, each exactly once."""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter, Response

from kiosk.core import cose
from kiosk.core.manifest import SealedFile
from portal import payloads
from portal.api.access import ActsOn
from portal.api.calls import PortalParts, ReadCall, SignedCall, cose_answer, expect_media_type
from portal.api.dossiers import UUID7
from portal.filing import check_blobs, signed_payload
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import dossiers, events
from portal.store.engine import writing

router = APIRouter()


@router.put("/v1/dossiers/{dossier_id}/events/{event_id}")
def file_event(
    dossier_id: str, event_id: str, portal: PortalParts, kiosk: SignedCall, call: ReadCall, acts_on: ActsOn
) -> Response:
    """File an event: 201 with its acknowledgement, or 200 with the same one again."""
    expect_media_type(call, cose.MEDIA_TYPE)
    if not UUID7.fullmatch(dossier_id) or not UUID7.fullmatch(event_id):
        raise Refused(Problem.PATH_INVALID, "dossier_id or event_id")
    payload = signed_payload(portal, kiosk.kiosk_id, call.body, cose.Kind.EVENT)
    event = payloads.read_json(payloads.Event, payload)
    if (event.dossier_id, event.event_id, event.kiosk_id) != (dossier_id, event_id, kiosk.kiosk_id):
        raise Refused(Problem.MANIFEST_MISMATCH, "dossier_id, event_id or kiosk_id")
    check_blobs(portal, kiosk.kiosk_id, [SealedFile(blob.sha256, blob.bytes) for blob in event.blobs or []])
    acknowledgement, first = _commit(portal, event, call.body, acts=acts_on(dossier_id))
    return cose_answer(acknowledgement, 201 if first else 200)


def _commit(portal: Portal, event: payloads.Event, document: bytes, *, acts: bool) -> tuple[bytes, bool]:
    """Commit an event with what it does; returns the acknowledgement, and whether it is new. Blocks.

    `acts`: the kiosk has a capability for a dossier that may be another's.
    """
    digest, moment = hashlib.sha256(document).hexdigest(), portal.moment()
    with writing(portal.engine) as connection:
        row = dossiers.find_locked(connection, event.dossier_id)
        if row is None or (row.kiosk_id != event.kiosk_id and not acts):
            raise Refused(Problem.DOSSIER_UNKNOWN, event.dossier_id)
        known = events.find(connection, event.event_id)
        if known is not None:
            if (known.event_sha256, known.dossier_id) != (digest, event.dossier_id):
                raise Refused(Problem.OTHER_EVENT, event.event_id)
            return known.acknowledgement, False
        state = events.apply(connection, event, row, moment=moment)
        payload = {
            "event_id": event.event_id,
            "dossier_id": event.dossier_id,
            "event_sha256": digest,
            "received_at": moment,
            "state": state,
        }
        signed = cose.sign(
            json.dumps(payload).encode(),
            kind=cose.Kind.EVENT_ACKNOWLEDGEMENT,
            key=portal.authority.signing_key,
        )
        events.add(connection, event, document, event_sha256=digest, acknowledgement=signed, moment=moment)
    return signed, True
