"""Officers' checks of papers, each good for one access, and the record of every access that was given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from portal.store.tables import accesses, grants


@dataclass(frozen=True, slots=True)
class Grant:
    """An officer looked at these papers of whoever asks to act on this dossier."""

    dossier_id: str
    officer: str
    papers: str
    made_at: str
    expires_at: str


def add(connection: Connection, code: str, grant: Grant) -> None:
    """Remember a check by the hash of its code."""
    row = {name: getattr(grant, name) for name in grant.__slots__}
    connection.execute(insert(grants).values(code_sha256=_hash(code), **row))


def use(connection: Connection, code: str, *, dossier_id: str, kiosk_id: str, moment: str) -> Row[Any] | None:
    """Use a check for this kiosk; the same kiosk may ask again while it lasts. None: no such check."""
    mine = grants.c.code_sha256 == _hash(code)
    row = connection.execute(select(grants).where(mine).with_for_update()).one_or_none()
    if row is None or row.dossier_id != dossier_id or row.expires_at <= moment:
        return None
    if row.used_by not in (None, kiosk_id):
        return None
    connection.execute(update(grants).where(mine).values(used_by=kiosk_id))
    return row


@dataclass(frozen=True, slots=True)
class AccessGiven:
    """A kiosk was given a capability. `given_by`: `card`, or the officer who looked at papers."""

    access_id: str
    dossier_id: str
    kiosk_id: str
    given_by: str
    given_at: str


def record(connection: Connection, given: AccessGiven) -> None:
    """Record an access."""
    row = {name: getattr(given, name) for name in given.__slots__}
    connection.execute(insert(accesses).values(row))


def recorded(connection: Connection, dossier_id: str) -> list[Row[Any]]:
    """Return who was given access to a dossier, oldest first."""
    query = select(accesses).where(accesses.c.dossier_id == dossier_id).order_by(accesses.c.given_at)
    return list(connection.execute(query))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
