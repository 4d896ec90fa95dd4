"""Enrolment codes, kiosks and their keys, in the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, insert, select, update

from kiosk.core import cose
from kiosk.core.enrolment import public_key_of, text_of_key
from portal.problems import Problem, Refused
from portal.store.tables import enrolment_codes, kiosk_keys, kiosks


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A kiosk's key as the portal holds it."""

    kiosk_id: str
    key: Ed25519PublicKey
    state: str


def add_code(connection: Connection, secret: bytes, *, expires_at: str) -> None:
    """Remember a code by the hash of its secret."""
    connection.execute(insert(enrolment_codes).values(secret_sha256=_hash(secret), expires_at=expires_at))


def use_code(
    connection: Connection, secret: bytes, *, kiosk_id: str, key: Ed25519PublicKey, moment: str
) -> str:
    """Use a code for this key and return the kiosk's id: `kiosk_id`, or the one that the same key got before.

    Raises Refused: ENROL_CODE_WRONG, ENROL_CODE_EXPIRED, ENROL_CODE_USED.
    """
    mine = enrolment_codes.c.secret_sha256 == _hash(secret)
    row = connection.execute(select(enrolment_codes).where(mine).with_for_update()).one_or_none()
    if row is None:
        raise Refused(Problem.ENROL_CODE_WRONG)
    if row.kiosk_id is not None:
        known = known_key(connection, cose.key_id(key).hex())
        if known is not None and known.kiosk_id == row.kiosk_id and row.expires_at > moment:
            return known.kiosk_id
        raise Refused(Problem.ENROL_CODE_USED)
    if row.expires_at <= moment:
        raise Refused(Problem.ENROL_CODE_EXPIRED)
    connection.execute(update(enrolment_codes).where(mine).values(used_at=moment, kiosk_id=kiosk_id))
    return kiosk_id


def add_kiosk(
    connection: Connection, kiosk_id: str, *, key: Ed25519PublicKey, site_code: str, moment: str
) -> None:
    """Add a kiosk with its first key. Raises Refused PAYLOAD_INVALID when the key is somebody's already."""
    key_id = cose.key_id(key).hex()
    if known_key(connection, key_id) is not None:
        raise Refused(Problem.PAYLOAD_INVALID, "public_key")
    connection.execute(
        insert(kiosks).values(kiosk_id=kiosk_id, site_code=site_code, enrolled_at=moment, changes=0)
    )
    connection.execute(
        insert(kiosk_keys).values(
            key_id=key_id, kiosk_id=kiosk_id, public_key=text_of_key(key), state="active", since=moment
        )
    )


def known_key(connection: Connection, key_id: str) -> KnownKey | None:
    """Return the key of that id."""
    row = connection.execute(select(kiosk_keys).where(kiosk_keys.c.key_id == key_id)).one_or_none()
    return None if row is None else KnownKey(row.kiosk_id, public_key_of(row.public_key), row.state)


def replace_key(
    connection: Connection, kiosk_id: str, *, old: str, key: Ed25519PublicKey, moment: str
) -> bool:
    """Make `key` the kiosk's and retire the old one; False when that was done before.

    Raises Refused ROLLOVER_REFUSED: the old key isn't active, or the new one is in use.
    """
    query = select(kiosk_keys).where(kiosk_keys.c.kiosk_id == kiosk_id).with_for_update()
    mine = {row.key_id: row for row in connection.execute(query)}
    new = cose.key_id(key).hex()
    if new in mine and mine[new].state == "active" and mine[old].state == "retired":
        return False
    if mine[old].state != "active" or known_key(connection, new) is not None:
        raise Refused(Problem.ROLLOVER_REFUSED, "the old key is not active, or the new one is in use")
    connection.execute(update(kiosk_keys).where(kiosk_keys.c.key_id == old).values(state="retired"))
    row = {"kiosk_id": kiosk_id, "public_key": text_of_key(key), "state": "active", "since": moment}
    connection.execute(insert(kiosk_keys).values(key_id=new, **row))
    return True


def revoke(connection: Connection, kiosk_id: str) -> int:
    """Revoke every key of a kiosk: nothing that they signed proves anything any more. Returns how many."""
    mine = (kiosk_keys.c.kiosk_id == kiosk_id) & (kiosk_keys.c.state != "revoked")
    return connection.execute(update(kiosk_keys).where(mine).values(state="revoked")).rowcount


def proving_keys(connection: Connection, kiosk_id: str) -> dict[bytes, Ed25519PublicKey]:
    """Return a kiosk's keys whose signatures prove something, by key id."""
    query = select(kiosk_keys).where(kiosk_keys.c.kiosk_id == kiosk_id, kiosk_keys.c.state != "revoked")
    return {bytes.fromhex(row.key_id): public_key_of(row.public_key) for row in connection.execute(query)}


def seen(connection: Connection, kiosk_id: str, *, moment: str, heartbeat: str) -> None:
    """Note that a kiosk called, and how it is."""
    mine = kiosks.c.kiosk_id == kiosk_id
    connection.execute(update(kiosks).where(mine).values(seen_at=moment, heartbeat=heartbeat))


def _hash(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()
