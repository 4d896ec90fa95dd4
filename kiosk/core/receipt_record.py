"""A `Receipt` as bytes, for the draft's record that outlives a crash between commit and slip. Pure."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import datetime

from kiosk.core.dossier import Receipt


def to_bytes(receipt: Receipt) -> bytes:
    """Return the record's plaintext; it holds the slip's secret, so it is stored encrypted only."""
    secret = receipt.slip_secret
    return json.dumps(
        {
            "dossier_id": receipt.dossier_id,
            "receipt_code": receipt.receipt_code,
            "procedure": receipt.procedure,
            "kiosk_id": receipt.kiosk_id,
            "submitted_at": receipt.submitted_at.isoformat(),
            "slip_secret": None if secret is None else b64encode(secret).decode(),
        }
    ).encode()


def from_bytes(record: bytes) -> Receipt:
    """Return what `to_bytes` wrote."""
    fields = json.loads(record)
    secret = fields["slip_secret"]
    return Receipt(
        dossier_id=fields["dossier_id"],
        receipt_code=fields["receipt_code"],
        procedure=fields["procedure"],
        kiosk_id=fields["kiosk_id"],
        submitted_at=datetime.fromisoformat(fields["submitted_at"]),
        slip_secret=None if secret is None else b64decode(secret),
    )
