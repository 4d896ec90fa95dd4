"""Parked visits in the database: who may have which ciphertext, how often it was guessed at, until when."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.problems import Problem
from portal.store.tables import parked

TRIES = 10


@dataclass(frozen=True, slots=True)
class Parking:
    """What a kiosk parks. The blob is a ciphertext under keys that the portal never sees."""

    parked_id: str
    kiosk_id: str
    factor: str
    auth_sha256: str
    blob_sha256: str
    blob_bytes: int
    parked_at: str
    expires_at: str


def add(connection: Connection, parking: Parking) -> tuple[Row[Any], bool]:
    """Enter it; returns the row under that id, and whether it is new."""
    row = {name: getattr(parking, name) for name in parking.__slots__}
    try:
        with connection.begin_nested():
            connection.execute(insert(parked).values(row | {"wrong": 0}))
    except IntegrityError:
        return connection.execute(_mine(parking.parked_id)).one(), False
    return connection.execute(_mine(parking.parked_id)).one(), True


def find(connection: Connection, parked_id: str, *, moment: str) -> Row[Any] | None:
    """Return what is parked under an id and hasn't expired."""
    row = connection.execute(_mine(parked_id)).one_or_none()
    return None if row is None or row.expires_at <= moment else row


def claim(
    connection: Connection, parked_id: str, auth: bytes, *, kiosk_id: str, moment: str
) -> Row[Any] | Problem:
    """Return the row for the right proof, claimed for this kiosk; else why not. A wrong proof is counted.

    The count must be committed, so a refusal is returned and not raised.
    """
    row = connection.execute(_mine(parked_id).with_for_update()).one_or_none()
    if row is None or row.expires_at <= moment:
        return Problem.PARKED_UNKNOWN
    if row.wrong >= TRIES:
        return Problem.PARKED_LOCKED
    here = update(parked).where(parked.c.parked_id == parked_id)
    if not hmac.compare_digest(hashlib.sha256(auth).hexdigest(), row.auth_sha256):
        connection.execute(here.values(wrong=parked.c.wrong + 1))
        return Problem.PARKED_PROOF_WRONG
    if row.claimed_by not in (None, kiosk_id):
        return Problem.PARKED_CLAIMED
    connection.execute(here.values(claimed_by=kiosk_id))
    return connection.execute(_mine(parked_id)).one()


def drop(connection: Connection, parked_id: str, *, kiosk_id: str) -> Row[Any] | None:
    """Remove it, for the kiosk that parked or claimed it; returns what was removed."""
    row = connection.execute(_mine(parked_id).with_for_update()).one_or_none()
    if row is None or kiosk_id not in (row.kiosk_id, row.claimed_by):
        return None
    connection.execute(delete(parked).where(parked.c.parked_id == parked_id))
    return row


def drop_expired(connection: Connection, *, moment: str) -> list[Row[Any]]:
    """Remove what has expired, and return it."""
    old = parked.c.expires_at <= moment
    rows = list(connection.execute(select(parked).where(old).with_for_update()))
    connection.execute(delete(parked).where(old))
    return rows


def forgive(connection: Connection, parked_id: str) -> bool:
    """Let wrong tries begin anew, as an officer decided; tell whether there is such a visit."""
    here = update(parked).where(parked.c.parked_id == parked_id).values(wrong=0)
    return connection.execute(here).rowcount == 1


def _mine(parked_id: str) -> Any:
    return select(parked).where(parked.c.parked_id == parked_id)
