"""What changed for a kiosk, numbered without gaps in the order of the commits."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from portal.store.tables import changes, kiosks


def add(connection: Connection, kiosk_id: str, body: dict[str, Any]) -> None:
    """Append a change. The kiosk's row stays locked until the commit: numbers appear in their order."""
    count = update(kiosks).where(kiosks.c.kiosk_id == kiosk_id).values(changes=kiosks.c.changes + 1)
    number = connection.execute(count.returning(kiosks.c.changes)).scalar_one()
    text = json.dumps(body, ensure_ascii=False)
    connection.execute(insert(changes).values(kiosk_id=kiosk_id, number=number, body=text))


def after(
    connection: Connection, kiosk_id: str, *, number: int, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Return up to `limit` changes beyond `number`, oldest first."""
    query = (
        select(changes.c.number, changes.c.body)
        .where(changes.c.kiosk_id == kiosk_id, changes.c.number > number)
        .order_by(changes.c.number)
        .limit(limit)
    )
    return [(row.number, json.loads(row.body)) for row in connection.execute(query)]
