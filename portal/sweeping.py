"""Forgetting what nobody needs: parked visits after their time, uploads that nothing named for 30 days."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection, select

from kiosk.core import cose
from portal.parts import Portal
from portal.store import parked as parked_visits
from portal.store.engine import reading, writing
from portal.store.tables import dossiers, events, parked

ORPHANED_AFTER = timedelta(days=30)


def sweep(portal: Portal) -> int:
    """Drop expired parked visits and orphaned uploads; return how many blobs went. Blocks."""
    with writing(portal.engine) as connection:
        expired = parked_visits.drop_expired(connection, moment=portal.moment())
    gone = sum(drop_unnamed(portal, row.kiosk_id, row.blob_sha256) for row in expired)
    before = portal.clock() - ORPHANED_AFTER
    for owner in portal.blobs.owners():
        with reading(portal.engine) as connection:
            named = named_by(connection, owner)
        for sha256 in portal.blobs.unused(owner, before=before):
            if sha256 not in named and portal.blobs.drop(owner, sha256, unused_before=before):
                gone += 1
    return gone


def drop_unnamed(portal: Portal, owner: str, sha256: str) -> bool:
    """Drop a blob at once, unless a dossier or an event names it too; tell whether it went. Blocks."""
    with reading(portal.engine) as connection:
        named = named_by(connection, owner)
    return sha256 not in named and portal.blobs.drop(owner, sha256)


def named_by(connection: Connection, kiosk_id: str) -> set[str]:
    """Return the blobs that a kiosk's dossiers, events and parked visits name."""
    manifests = connection.execute(select(dossiers.c.manifest).where(dossiers.c.kiosk_id == kiosk_id))
    found: set[str] = set()
    for document in manifests.scalars():
        told = json.loads(cose.unverified_payload(document))
        found |= {told["parcel"]["sha256"], *(blob["sha256"] for blob in told["attachments"])}
    supplements = (events.c.kiosk_id == kiosk_id) & (events.c.kind == "supplement")
    for document in connection.execute(select(events.c.document).where(supplements)).scalars():
        found |= {blob["sha256"] for blob in json.loads(cose.unverified_payload(document))["blobs"]}
    waiting = select(parked.c.blob_sha256).where(parked.c.kiosk_id == kiosk_id)
    return found | set(connection.execute(waiting).scalars())
