"""A portal's intake at work, to be cut off: makes its keys, takes uploads in pieces, acknowledges, numbers.

`python -m tests.torture.portal_work FOLDER DOSSIERS` works in `FOLDER/machine`; its diary is beside that.
It does what the calls do, without the network, so that a promise has its place between the disk's calls.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.manifest import SealedFile
from kiosk.core.signed_lists import verified_recipients
from portal import filing
from portal.app import ensure_keys, open_portal
from portal.intake.opening import advance
from portal.parts import Portal
from portal.store import dossiers, kiosks
from portal.store.engine import reading, writing
from tests.contract.portal.conftest import Kiosk, new_sample
from tests.torture.promises import Diary

KIOSK = "K-0A1B2C3D"
PIECES = 3


class KioskBeside(Kiosk):
    """A kiosk whose calls reach the portal's parts directly."""

    diary: Diary

    def upload(self, data: bytes) -> SealedFile:
        """Upload in pieces; each is promised once it is taken."""
        sha256, size = hashlib.sha256(data).hexdigest(), -(-len(data) // PIECES)
        for offset in range(0, len(data), size):
            piece = data[offset : offset + size]
            status = self.portal.blobs.append(KIOSK, sha256, piece, offset=offset, length=len(data))
            self.diary.note("completed" if status.complete else "kept", sha256, bytes=status.offset)
        return SealedFile(sha256, len(data))


def work(folder: Path, count: int) -> None:
    diary, data = Diary(folder / "promises"), folder / "machine" / "data"
    ensure_keys(data)
    diary.note("keys made", "")
    portal = open_portal(data)
    kiosk = _joined(portal, diary)
    for _ in range(count):
        sample = new_sample(kiosk)
        document = sample.uploaded(kiosk)
        _, acknowledgement = filing.accept(portal, KIOSK, document, dossier_id=sample.dossier_id)
        diary.note("acknowledged", sample.dossier_id, digest=hashlib.sha256(acknowledgement).hexdigest())
        advance(portal, sample.dossier_id)
        with reading(portal.engine) as connection:
            row = dossiers.find(connection, sample.dossier_id)
        if row is not None and row.official_code:
            diary.note("numbered", sample.dossier_id, code=row.official_code)
    portal.engine.dispose()


def _joined(portal: Portal, diary: Diary) -> KioskBeside:
    key = Ed25519PrivateKey.generate()
    with writing(portal.engine) as connection:
        kiosks.add_kiosk(connection, KIOSK, key=key.public_key(), site_code="TH01", moment=portal.moment())
    diary.note("joined", KIOSK)
    kiosk = KioskBeside(portal, key, requests.Session(), kiosk_id=KIOSK)
    kiosk.diary = diary
    kiosk.recipients = verified_recipients(portal.authority.recipients, root=portal.authority.anchors.root)
    return kiosk


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
