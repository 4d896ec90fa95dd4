"""Official dossier numbers: a daily counter a receiving unit, right under concurrency on both databases."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Connection, text

VIETNAM = timezone(timedelta(hours=7))
OFFICIAL_CODE = re.compile(
    r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})-\d{6,8}-\d{4,7}"
)
"""Both shapes in use: TT 01/2018 (`000.00.01.H52-261123-0001`) and QĐ 20/2020 (`H52.1-261123-0001`)."""


def next_code(connection: Connection, unit: str, received_at: str) -> str:
    """Return the unit's next number on the day (in Việt Nam) of `received_at`.

    One statement counts and returns: the row stays locked until the commit, so that a rollback gives it back.
    """
    day = datetime.fromisoformat(received_at).replace(tzinfo=UTC).astimezone(VIETNAM).strftime("%y%m%d")
    count = text(
        "INSERT INTO counters (unit, day, last) VALUES (:unit, :day, 1) "
        "ON CONFLICT (unit, day) DO UPDATE SET last = counters.last + 1 RETURNING last"
    )
    last = connection.execute(count, {"unit": unit, "day": day}).scalar_one()
    return f"{unit}-{day}-{last:04d}"
