"""The second stage: a committed dossier is opened, checked and numbered; its failure is a state, not a loss.

Idempotent: what was opened stays as it is, and a number is given in the transaction that moves the stage.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.manifest import Manifest, SealedFile
from portal import payloads
from portal.intake import evidence
from portal.intake.packages import form_of
from portal.intake.parcel import OpenedParcel, open_parcel
from portal.intake.validation import check_answers
from portal.parts import Portal
from portal.problems import Refused
from portal.store import dossiers, numbering
from portal.store.engine import reading, writing


def open_dossier(portal: Portal, dossier_id: str) -> OpenedParcel:
    """Return a dossier's content, opened with the portal's identities. Blocks.

    Raises KioskError: DOSSIER_UNKNOWN, PARCEL_UNREADABLE, PARCEL_MISMATCH.
    """
    with reading(portal.engine) as connection:
        row = dossiers.find(connection, dossier_id)
    if row is None:
        raise KioskError(Code.DOSSIER_UNKNOWN, dossier_id)

    def read(blob: SealedFile) -> bytes:
        try:
            return portal.blobs.read(row.kiosk_id, blob.sha256)
        except Refused as error:
            raise KioskError(Code.PARCEL_UNREADABLE, f"blob {blob.sha256} is gone") from error

    return open_parcel(manifest_of(row), read, portal.authority.identities)


def manifest_of(row: Row[tuple[object, ...]]) -> Manifest:
    """Return the manifest that was verified when the dossier was committed."""
    return payloads.manifest(cose.unverified_payload(row.manifest))


def advance(portal: Portal, dossier_id: str) -> None:
    """Open one dossier and number it, or write down why not. Blocks. Raises KioskError DATABASE_FAILED."""
    try:
        findings = json.dumps(_checked(portal, open_dossier(portal, dossier_id)))
    except KioskError as error:
        if error.code in (Code.DATABASE_FAILED, Code.DOSSIER_UNKNOWN):
            raise
        fail(portal, dossier_id, error.code)
        return
    with writing(portal.engine) as connection:
        row = dossiers.locked(connection, dossier_id)
        if row.stage == "opened":
            return
        code = numbering.next_code(connection, portal.config.unit_of(row.procedure), row.received_at)
        move = dossiers.Move(stage="opened", official_code=code, evidence=findings)
        dossiers.move(connection, dossier_id, move, moment=portal.moment())


def _checked(portal: Portal, opened: OpenedParcel) -> dict[str, Any]:
    """Return what the evidence proves. Raises KioskError as the three checks do."""
    procedure = opened.dossier.procedure
    definition = form_of(portal.forms_dir, procedure.code, procedure.version)
    check_answers(definition, opened.xml, now=datetime.fromisoformat(opened.dossier.submitted_at))
    return evidence.document(evidence.verify_evidence(opened, anchors=portal.anchors, now=portal.clock()))


def fail(portal: Portal, dossier_id: str, reason: Code) -> None:
    """Write down why a dossier could not be opened. Blocks. Raises KioskError DATABASE_FAILED."""
    with writing(portal.engine) as connection:
        row = dossiers.locked(connection, dossier_id)
        if row.stage == "opened" or (row.stage, row.reason) == ("failed", reason.name):
            return
        dossiers.move(
            connection, dossier_id, dossiers.Move(stage="failed"), moment=portal.moment(), reason=reason
        )
