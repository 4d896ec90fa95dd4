"""Opens what a power cut left of a portal, as a restarted one does, and holds it against the promises."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kiosk.core.errors import KioskError
from portal import authority
from portal.app import ensure_keys, open_portal
from portal.intake.opening import advance, manifest_of
from portal.parts import Portal
from portal.store import dossiers, kiosks
from portal.store.engine import reading
from tests.torture.bill import Bill
from tests.torture.portal_work import KIOSK


def check(folder: Path, diary: list[dict[str, Any]], bill: Bill) -> None:
    """Count on the bill what of the promises does not hold."""
    data = folder / "machine" / "data"
    bill.checked += len(diary)
    if not any(line["what"] == "keys made" for line in diary):
        ensure_keys(data)  # whatever was left half made, it can be made now
    elif not authority.exists(data):
        bill.lost.append("the portal's keys")
        return
    try:
        portal = open_portal(data)
    except KioskError as error:
        bill.lost.append(f"the portal does not open: {error.code.value} {error.detail}")
        return
    try:
        _held(portal, diary, bill)
    except KioskError as error:
        bill.lost.append(f"the portal does not work: {error.code.value} {error.detail}")
    finally:
        portal.engine.dispose()


def _held(portal: Portal, diary: list[dict[str, Any]], bill: Bill) -> None:
    with reading(portal.engine) as connection:
        integrity = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        proving = kiosks.proving_keys(connection, KIOSK)
        waiting = dossiers.to_open(connection, limit=1000)
    if integrity != "ok" or (any(line["what"] == "joined" for line in diary) and not proving):
        bill.lost.append(f"database: {integrity}, {len(proving)} keys")
    for dossier_id in waiting:
        advance(portal, dossier_id)
    with reading(portal.engine) as connection:
        rows = {row.dossier_id: row for row in dossiers.everything(connection)}
    codes = [row.official_code for row in rows.values()]
    if None in codes:
        bill.stuck.append(f"{codes.count(None)} without a number")
    if len(set(codes)) != len(codes):
        bill.duplicated.append(f"numbers: {codes}")
    for line in diary:
        if not _holds(portal, line, rows):
            bill.lost.append(f"{line['what']} {line['about']}")
    for row in rows.values():
        for blob in manifest_of(row).blobs:
            if hashlib.sha256(portal.blobs.read(KIOSK, blob.sha256)).hexdigest() != blob.sha256:
                bill.lost.append("a file of a dossier")


def _holds(portal: Portal, line: dict[str, Any], rows: dict[str, Any]) -> bool:
    """Say whether one promise is kept."""
    match line["what"]:
        case "kept" | "completed":
            status = portal.blobs.status(KIOSK, line["about"])
            return status is not None and status.offset >= line["bytes"]
        case "acknowledged":
            row = rows.get(line["about"])
            return row is not None and hashlib.sha256(row.acknowledgement).hexdigest() == line["digest"]
        case "numbered":
            return line["about"] in rows and rows[line["about"]].official_code == line["code"]
        case _:
            return True
