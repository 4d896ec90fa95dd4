"""What the portal told and we keep: membership, signed lists, the cursor. Lists are verified at each load."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.enrolled import Documents, Enrolled, Membership, enrolled
from kiosk.core.errors import Code, KioskError
from kiosk.core.signed_lists import verified_kiosk_keys, verified_portal_key, verified_recipients
from kiosk.storage.db import Database
from kiosk.storage.keys import Keys

_LISTS = ("portal_key", "recipients", "kiosk_keys")


class Enrolment:
    """The kiosk's membership of one portal. Methods block on the disk; failures are KioskError DISK_*."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._db = database
        self._keys = keys

    def load(self) -> Enrolled:
        """Return the verified trust. Raises KioskError NOT_ENROLLED, SIGNATURE_INVALID, SIGNER_UNKNOWN."""
        rows = self._db.rows("SELECT name, document FROM portal_state")
        stored = {row["name"]: bytes(row["document"]) for row in rows}
        if "membership" not in stored:
            raise KioskError(Code.NOT_ENROLLED)
        membership = Membership(**json.loads(stored["membership"]))
        return enrolled(membership, Documents(*(stored[name] for name in _LISTS)))

    def key(self) -> Ed25519PrivateKey:
        """Return the kiosk's own key. Raises KioskError NOT_ENROLLED."""
        return self._keys.kiosk_key(self.load().membership.key_id)

    def joining_key(self, code: str) -> Ed25519PrivateKey:
        """Return the key to join with: the same one when this code was tried before and its answer lost."""
        name = sha256(b"joining" + code.encode()).hexdigest()
        row = self._db.row("SELECT document FROM portal_state WHERE name = 'joining'")
        if row is not None:
            tried = json.loads(row["document"])
            if tried["code"] == name:
                return self._keys.kiosk_key(tried["key_id"])
        key = self._keys.new_kiosk_key()
        tried = {"code": name, "key_id": cose.key_id(key.public_key()).hex()}
        with self._db.transaction() as connection:
            _put(connection, "joining", 1, json.dumps(tried).encode())
        return key

    def join(self, membership: Membership, documents: Documents, cursor: str) -> Enrolled:
        """Keep a new membership, verified first, in one transaction. Errors as `core.enrolled`."""
        trust = enrolled(membership, documents)
        versions = (trust.portal_key.version, trust.recipients.version, trust.kiosk_keys.version)
        with self._db.transaction() as connection:
            connection.execute("DELETE FROM portal_state")
            _put(connection, "membership", 1, json.dumps(asdict(membership)).encode())
            for name, version in zip(_LISTS, versions, strict=True):
                _put(connection, name, version, getattr(documents, name))
            _put(connection, "cursor", 1, cursor.encode())
        self._keys.keep_only_kiosk_key(membership.key_id)
        return trust

    def rolling_key(self) -> Ed25519PrivateKey:
        """Return the key to roll over to: the same one again when an earlier answer was lost."""
        row = self._db.row("SELECT document FROM portal_state WHERE name = 'rolling'")
        if row is not None:
            return self._keys.kiosk_key(bytes(row["document"]).decode())
        key = self._keys.new_kiosk_key()
        with self._db.transaction() as connection:
            _put(connection, "rolling", 1, cose.key_id(key.public_key()).hex().encode())
        return key

    def rolled(self, key: Ed25519PrivateKey, kiosk_keys: bytes) -> Enrolled:
        """Go over to the new key, once the portal's list has it; the old one is wiped. Errors as `load`."""
        membership = replace(self.load().membership, key_id=cose.key_id(key.public_key()).hex())
        rows = self._db.rows("SELECT name, document FROM portal_state")
        stored = {row["name"]: bytes(row["document"]) for row in rows}
        trust = enrolled(membership, Documents(stored["portal_key"], stored["recipients"], kiosk_keys))
        with self._db.transaction() as connection:
            _put(connection, "membership", 1, json.dumps(asdict(membership)).encode())
            _put(connection, "kiosk_keys", trust.kiosk_keys.version, kiosk_keys)
            connection.execute("DELETE FROM portal_state WHERE name = 'rolling'")
        self._keys.keep_only_kiosk_key(membership.key_id)
        return trust

    def keep_list(self, name: str, document: bytes) -> bool:
        """Keep a newer signed list; return whether it was new. `name` is one of the three lists'.

        Raises KioskError SIGNATURE_INVALID, SIGNER_UNKNOWN, LIST_OLDER; SIGNATURE_INVALID also for other
        bytes under a version that we have.
        """
        trust = self.load()
        have = {
            "portal_key": trust.portal_key.version,
            "recipients": trust.recipients.version,
            "kiosk_keys": trust.kiosk_keys.version,
        }[name]
        version = _verified_version(trust, name, document, at_least=have)
        with self._db.transaction() as connection:
            row = connection.execute("SELECT document FROM portal_state WHERE name = ?", (name,)).fetchone()
            if version == have:
                if bytes(row["document"]) != document:
                    raise KioskError(Code.SIGNATURE_INVALID, f"{name} {version} in two forms")
                return False
            _put(connection, name, version, document)
        return True

    def cursor(self) -> str:
        """Return where the state poll goes on; empty: from the start."""
        row = self._db.row("SELECT document FROM portal_state WHERE name = 'cursor'")
        return bytes(row["document"]).decode() if row else ""


def _verified_version(trust: Enrolled, name: str, document: bytes, *, at_least: int) -> int:
    match name:
        case "portal_key":
            return verified_portal_key(document, root=trust.root, at_least=at_least).version
        case "recipients":
            return verified_recipients(document, root=trust.root, at_least=at_least).version
        case _:
            return verified_kiosk_keys(document, portal=trust.portal_key, at_least=at_least).version


def _put(connection: sqlite3.Connection, name: str, version: int, document: bytes) -> None:
    connection.execute(
        "INSERT INTO portal_state (name, version, document) VALUES (?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET version = excluded.version, document = excluded.document",
        (name, version, document),
    )
