"""A draft taken out of this kiosk to be parked, and one that came back. Knows no network and no form."""

from __future__ import annotations

from kiosk.core.parking import ParkedVisit
from kiosk.core.ports import VisitId
from kiosk.storage.drafts import Drafts
from kiosk.storage.keys import Factor


def taken_out(drafts: Drafts, visit: VisitId, *, receipt_code: str, slip_secret: bytes) -> ParkedVisit:
    """Return an open draft, whole; it stays until `Drafts.forget`. Raises KioskError DRAFT_LOST, DISK_*."""
    head = drafts.head(visit)
    keys = drafts.papers(visit)
    pages = tuple(
        (key, number, jpeg) for key in keys for number, jpeg in enumerate(drafts.pages(visit, key), start=1)
    )
    return ParkedVisit(
        dossier_id=head.dossier_id,
        procedure=head.procedure,
        version=head.version,
        receipt_code=receipt_code,
        slip_secret=slip_secret,
        records=drafts.records(visit),
        pages=pages,
    )


def put_back(drafts: Drafts, visit: VisitId, parked: ParkedVisit, factor: Factor) -> None:
    """Make a draft of a parked visit, bound to the factor that opened it; durable on return.

    Its dossier id stays, so a second submission of it anywhere is found out. Raises KioskError DISK_*.
    """
    drafts.begin(visit, dossier_id=parked.dossier_id, procedure=parked.procedure, version=parked.version)
    drafts.bind(visit, factor)
    for name, value in parked.records.items():
        drafts.save(visit, name, value)
    for key, number, jpeg in parked.pages:
        drafts.save_page(visit, key, number, jpeg)
