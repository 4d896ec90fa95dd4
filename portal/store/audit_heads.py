"""Heads of the kiosks' audit chains, in the database."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from portal.store.tables import audit_heads, kiosks


def add(
    connection: Connection, kiosk_id: str, *, sequence: int, head_sha256: str, document: bytes, moment: str
) -> bool:
    """Keep a head; False when the chain didn't grow, which is kept as evidence."""
    # the kiosk's row is the lock: two heads at once are judged one after the other
    connection.execute(select(kiosks.c.kiosk_id).where(kiosks.c.kiosk_id == kiosk_id).with_for_update())
    mine = audit_heads.c.kiosk_id == kiosk_id
    last = connection.execute(select(func.max(audit_heads.c.sequence)).where(mine)).scalar() or 0
    if sequence > last:
        row = {"head_sha256": head_sha256, "document": document, "received_at": moment, "forked": False}
        connection.execute(insert(audit_heads).values(kiosk_id=kiosk_id, sequence=sequence, **row))
        return True
    here = mine & (audit_heads.c.sequence == sequence)
    known = connection.execute(select(audit_heads.c.head_sha256).where(here)).scalar()
    if known == head_sha256:
        return True
    if known is None:
        row = {"head_sha256": head_sha256, "document": document, "received_at": moment, "forked": True}
        connection.execute(insert(audit_heads).values(kiosk_id=kiosk_id, sequence=sequence, **row))
    else:
        connection.execute(audit_heads.update().where(here).values(forked=True))
    return False
