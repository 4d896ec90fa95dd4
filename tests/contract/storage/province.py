"""A province in the tests' hands: the keys of the other end, and dossiers of invented citizens."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.dossier import Attachment, Submission
from kiosk.core.enrolled import Documents, Membership
from kiosk.core.enrolment import text_of_key
from kiosk.core.ports import DossierId, VisitId
from kiosk.core.receipt_code import new_receipt_code
from kiosk.storage.drafts import Uptime
from kiosk.storage.store import Store

ISSUED = "2026-11-23T08:00:00+07:00"
KIOSK = "K-0A1B2C3D"

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


@dataclass
class Province:
    """The other end's keys, in the test's hands."""

    root: Ed25519PrivateKey
    portal: Ed25519PrivateKey
    opening: pyrage.x25519.Identity
    recovery: pyrage.x25519.Identity

    @classmethod
    def new(cls) -> Self:
        root, portal = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        return cls(root, portal, pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate())

    def save(self, file: Path) -> None:
        """Write the keys down for another process of the same test."""
        keys = [key.private_bytes_raw().hex() for key in (self.root, self.portal)]
        file.write_text(json.dumps([*keys, str(self.opening), str(self.recovery)]), encoding="ascii")

    @classmethod
    def load(cls, file: Path) -> Self:
        root, portal, opening, recovery = json.loads(file.read_text(encoding="ascii"))
        keys = (Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)) for key in (root, portal))
        return cls(*keys, *(pyrage.x25519.Identity.from_str(text) for text in (opening, recovery)))

    def portal_key(self, version: int = 1) -> bytes:
        key = text_of_key(self.portal.public_key())
        return self._list(self.root, cose.Kind.PORTAL_KEY, version, public_key=key)

    def recipients(self, version: int = 1) -> bytes:
        entries = [
            {"purpose": "portal", "age": str(self.opening.to_public())},
            {"purpose": "recovery", "age": str(self.recovery.to_public())},
        ]
        return self._list(self.root, cose.Kind.RECIPIENTS, version, recipients=entries)

    def kiosk_keys(self, key: Ed25519PrivateKey, version: int = 1, kiosk_id: str = KIOSK) -> bytes:
        entry = {
            "kiosk_id": kiosk_id,
            "key_id": cose.key_id(key.public_key()).hex(),
            "public_key": text_of_key(key.public_key()),
            "state": "active",
            "since": ISSUED,
        }
        return self._list(self.portal, cose.Kind.KIOSK_KEYS, version, keys=[entry])

    def join(self, store: Store) -> None:
        key = store.enrolment.joining_key("a code")
        membership = Membership(
            portal_url="https://portal.test",
            kiosk_id=KIOSK,
            key_id=cose.key_id(key.public_key()).hex(),
            ca_pem="(not used here)",
            root=text_of_key(self.root.public_key()),
        )
        documents = Documents(self.portal_key(), self.recipients(), self.kiosk_keys(key))
        store.enrolment.join(membership, documents, "")

    def _list(self, by: Ed25519PrivateKey, kind: cose.Kind, version: int, **members: object) -> bytes:
        payload = json.dumps({"version": version, "issued_at": ISSUED, **members}).encode()
        return cose.sign(payload, kind=kind, key=by)


def open_store(folder: Path) -> Store:
    return Store(folder, rng=secrets.token_bytes, uptime=Uptime(lambda: 100.0, "boot-1"), now=lambda: NOW)


def submission_of(number: int) -> Submission:
    """Return the n-th dossier of an invented citizen."""
    at = datetime(2026, 11, 23, 9, number // 60 % 60, number % 60, tzinfo=UTC)
    return Submission(
        visit=VisitId(f"0192f0c1-0000-7000-8000-{number:012x}"),
        dossier_id=DossierId(f"0192f0c1-0000-7000-9000-{number:012x}"),
        receipt_code=new_receipt_code("TH01", secrets.token_bytes),
        procedure="3.000348",
        version="2026-07-01",
        procedure_name="Cấp lại giấy phép lái xe",
        started_at=at,
        submitted_at=at,
        method="hand",
        instance_xml="<data><name>Lò Thị Mẩy</name></data>".encode(),
        pdf=b"%PDF-1.7 the form",
        provenance={"/data/name": "typed"},
        attachments=(Attachment("giay_kham", "giay_kham.pdf", "application/pdf", b"%PDF a paper"),),
        later=("anh",),
    )
