"""Signed lists that change with the database, and settings. Others' lists live beside the keys."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.core import cose
from portal.store.tables import kiosk_keys, settings, signed_lists

KIOSK_KEYS = "kiosk-keys"
_FIRST_REVISION = "first_revision"


def ensure_first(connection: Connection, *, epoch: str, key: Ed25519PrivateKey, moment: str) -> None:
    """Write the epoch and the empty list of kiosk keys if this database is new."""
    if setting(connection, "epoch") is not None:
        return
    connection.execute(insert(settings).values(name="epoch", value=epoch))
    document = _signed_keys(connection, version=1, key=key, moment=moment)
    connection.execute(insert(signed_lists).values(kind=KIOSK_KEYS, version=1, document=document))


def setting(connection: Connection, name: str) -> str | None:
    """Return a setting; None when it was never written."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar()


def first_revision(connection: Connection) -> int:
    """Return where a new row's revisions begin: 1, or beyond whatever was given before a restore."""
    return int(setting(connection, _FIRST_REVISION) or 1)


def leap_first_revision(connection: Connection, leap: int) -> None:
    """Begin revisions of rows to come that much higher."""
    first = first_revision(connection) + leap
    connection.execute(delete(settings).where(settings.c.name == _FIRST_REVISION))
    connection.execute(insert(settings).values(name=_FIRST_REVISION, value=str(first)))


def kiosk_key_list(connection: Connection) -> tuple[int, bytes]:
    """Return version and signed bytes of the newest list of kiosk keys."""
    query = select(signed_lists.c.version, signed_lists.c.document).where(signed_lists.c.kind == KIOSK_KEYS)
    version, document = connection.execute(query).one()
    return version, document


def renew_kiosk_keys(connection: Connection, *, key: Ed25519PrivateKey, moment: str) -> bytes:
    """Sign the list anew after keys changed, in the same transaction. Returns it."""
    mine = signed_lists.c.kind == KIOSK_KEYS
    version = (
        connection.execute(select(signed_lists.c.version).where(mine).with_for_update()).scalar_one() + 1
    )
    document = _signed_keys(connection, version=version, key=key, moment=moment)
    connection.execute(update(signed_lists).where(mine).values(version=version, document=document))
    return document


def _signed_keys(connection: Connection, *, version: int, key: Ed25519PrivateKey, moment: str) -> bytes:
    rows = connection.execute(select(kiosk_keys).order_by(kiosk_keys.c.kiosk_id, kiosk_keys.c.since))
    payload = {"version": version, "issued_at": moment, "keys": [dict(row._mapping) for row in rows]}  # noqa: SLF001 -- SQLAlchemy's public name
    return cose.sign(json.dumps(payload).encode(), kind=cose.Kind.KIOSK_KEYS, key=key)
