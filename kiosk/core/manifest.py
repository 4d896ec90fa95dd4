"""What is filed: the manifest that a kiosk signs, and the portal's acknowledgement of it.

Pure. The schemas manifest and acknowledgement of docs/protocol are the source; a dossier counts as
delivered only when `verified_acknowledgement` has returned.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One age file as it is uploaded."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a kiosk hands in. Times are RFC 3339 text; `sequence` orders a kiosk's submissions."""

    dossier_id: str
    procedure: str
    procedure_version: str
    parcel: SealedFile
    attachments: tuple[SealedFile, ...]
    kiosk_id: str
    sequence: int
    submitted_at: str
    receipt_code: str
    slip_sha256: str
    track_sha256: str

    @property
    def blobs(self) -> tuple[SealedFile, ...]:
        """Every file that the portal must hold, the parcel first."""
        return (self.parcel, *self.attachments)

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """Return the body of `PUT /v1/dossiers/{id}`: to be stored, and sent the same each time."""
        payload = json.dumps(asdict(self), ensure_ascii=False).encode()
        return cose.sign(payload, kind=cose.Kind.MANIFEST, key=key)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The portal has it, durably."""

    dossier_id: str
    manifest_sha256: str
    received_at: str
    state: int

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """Return the signed acknowledgement (the portal's side)."""
        return cose.sign(json.dumps(asdict(self)).encode(), kind=cose.Kind.ACKNOWLEDGEMENT, key=key)


def verified_acknowledgement(
    document: bytes, *, manifest: bytes, dossier_id: str, key: Ed25519PublicKey
) -> Acknowledgement:
    """Return the portal's acknowledgement of exactly this signed manifest.

    Raises KioskError SIGNATURE_INVALID (also when it is for another manifest) or SIGNER_UNKNOWN.
    """
    payload = cose.verify(document, kind=cose.Kind.ACKNOWLEDGEMENT, key=key)
    try:
        acknowledgement = Acknowledgement(**json.loads(payload))
    except (ValueError, TypeError) as error:
        raise KioskError(Code.SIGNATURE_INVALID, "acknowledgement of another shape") from error
    expected = (dossier_id, hashlib.sha256(manifest).hexdigest())
    if (acknowledgement.dossier_id, acknowledgement.manifest_sha256) != expected:
        raise KioskError(Code.SIGNATURE_INVALID, "acknowledgement of another dossier")
    return acknowledgement
