"""Committing what a kiosk signed, whichever way it came: by network or on a stick. No framework here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from kiosk.core import cose
from kiosk.core.errors import KioskError
from kiosk.core.manifest import Acknowledgement, SealedFile
from portal import payloads
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import dossiers, kiosks
from portal.store.engine import reading, writing


def accept(portal: Portal, kiosk_id: str, document: bytes, *, dossier_id: str) -> tuple[str, bytes]:
    """Commit a manifest whose blobs are here; gives `accepted` or `already there`, and the acknowledgement.

    Blocks until it is durable. Raises Refused, see docs/protocol.
    """
    manifest_sha256 = hashlib.sha256(document).hexdigest()
    known = _known(portal, dossier_id, manifest_sha256, kiosk_id)
    if known is not None:
        return "already there", known
    manifest = payloads.manifest(signed_payload(portal, kiosk_id, document, cose.Kind.MANIFEST))
    if (manifest.dossier_id, manifest.kiosk_id) != (dossier_id, kiosk_id):
        raise Refused(Problem.MANIFEST_MISMATCH, "dossier_id or kiosk_id")
    check_blobs(portal, kiosk_id, manifest.blobs)
    received_at = portal.moment()
    acknowledgement = Acknowledgement(dossier_id, manifest_sha256, received_at, dossiers.FILED)
    signed = acknowledgement.signed(portal.authority.signing_key)
    filing = dossiers.Filing(manifest, document, manifest_sha256, signed, received_at)
    with writing(portal.engine) as connection:
        first = dossiers.file(connection, filing)
    if first:
        return "accepted", signed
    won = _known(portal, dossier_id, manifest_sha256, kiosk_id)
    if won is None:
        raise Refused(Problem.OTHER_MANIFEST, dossier_id)
    return "already there", won


def _known(portal: Portal, dossier_id: str, manifest_sha256: str, kiosk_id: str) -> bytes | None:
    """Return the acknowledgement given before. Raises Refused OTHER_MANIFEST when another holds the id."""
    with reading(portal.engine) as connection:
        row = dossiers.find(connection, dossier_id)
    if row is None:
        return None
    if (row.manifest_sha256, row.kiosk_id) != (manifest_sha256, kiosk_id):
        raise Refused(Problem.OTHER_MANIFEST, dossier_id)
    acknowledgement: bytes = row.acknowledgement
    return acknowledgement


def check_blobs(portal: Portal, kiosk_id: str, blobs: Iterable[SealedFile]) -> None:
    """Raise Refused MISSING_BLOBS for what isn't complete, MANIFEST_MISMATCH for another size."""
    missing = []
    for blob in blobs:
        status = portal.blobs.status(kiosk_id, blob.sha256)
        if status is None or not status.complete:
            offset = 0 if status is None else status.offset
            missing.append({"sha256": blob.sha256, "bytes": blob.bytes, "offset": offset})
        elif status.length != blob.bytes:
            raise Refused(Problem.MANIFEST_MISMATCH, f"{blob.sha256}: {status.length} bytes")
        else:
            portal.blobs.keep(kiosk_id, blob.sha256)
    if missing:
        raise Refused(Problem.MISSING_BLOBS, missing=missing)


def signed_payload(portal: Portal, kiosk_id: str, document: bytes, kind: cose.Kind) -> bytes:
    """Return what a kiosk signed, by a key whose signatures prove something.

    Raises Refused SIGNATURE_INVALID, SIGNER_UNKNOWN.
    """
    with reading(portal.engine) as connection:
        keys = kiosks.proving_keys(connection, kiosk_id)
    try:
        return cose.verify_any(document, kind=kind, keys=keys)
    except KioskError as error:
        raise Refused(Problem[error.code.name], error.detail) from error
