"""Slips: drawn for the screen, printed once a touch, and kept only as long as their visit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from kiosk import app
from kiosk.backroom.adapters import Adapters
from kiosk.core.config import OFFICE_ZONE
from kiosk.core.dossier import Receipt
from kiosk.core.errors import Code, KioskError
from kiosk.core.filing import Counter, SlipPurpose, slip_facts
from kiosk.core.ports import DossierId, PrintJob, VisitId
from kiosk.core.receipt import slip
from kiosk.core.slip_code import SlipClaim, signed_text
from kiosk.ui.backroom import SlipPicture

JOB_TITLE = "Phieu nop ho so"
"""What stands in the printer's queue: the same for everybody."""
SHEET_TITLE = "Giay huong dan"
_DELIVERY_WAIT_S = 4.0
"""With the link up, the first slip waits this long to be able to say "sent"."""
_WIDTH_PX = 1400
_SWEEP_AGAIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Filed:
    """What a visit's slip needs after the form is gone."""

    receipt: Receipt = field(repr=False)
    purpose: SlipPurpose = field(repr=False)


class Slips:
    """The slips of the visits that are open."""

    def __init__(self, adapters: Adapters) -> None:
        """Draws, prints and asks through these."""
        self._adapters = adapters
        self._filed: dict[VisitId, Filed] = {}
        self._sweep_at_s: float | None = 0.0
        """When to look for sheets left at the printer: at the start, for a crash may have left some."""

    def keep(self, visit: VisitId, receipt: Receipt, purpose: SlipPurpose) -> None:
        """Hold a slip's facts until `drop`."""
        self._filed[visit] = Filed(receipt, purpose)

    def drop(self, visit: VisitId) -> None:
        """Forget them."""
        self._filed.pop(visit, None)

    def picture(self, visit: VisitId, dossier: DossierId) -> SlipPicture:
        """Draw the slip for the screen."""
        delivered_at = self.delivered_at(dossier)
        pdf = self.drawn(visit, delivered_at=delivered_at, copy=1)
        return SlipPicture(
            png=self._adapters.pages.picture(pdf, width_px=_WIDTH_PX),
            submitted_at=self._of(visit).receipt.submitted_at,
            delivered_at=delivered_at,
        )

    def print(self, visit: VisitId, dossier: DossierId, *, copy: int, cancelled: Callable[[], bool]) -> None:
        """Print it and return when the paper is out. Raises PRINT_*."""
        delivered_at = self._soon(dossier, cancelled) if copy == 1 else self.delivered_at(dossier)
        job = PrintJob(visit, JOB_TITLE, self.drawn(visit, delivered_at=delivered_at, copy=copy))
        deadline_s = self._adapters.place.config.printer.deadline_s
        try:
            self._adapters.printer.print(job, deadline_s=deadline_s, cancelled=cancelled)
            self._adapters.store.fees.printed(dossier, at=app.now())
        except KioskError:
            self._sweep_at_s = 0.0
            raise

    def print_sheet(self, visit: VisitId, pdf: bytes, *, cancelled: Callable[[], bool]) -> None:
        """Print a sheet with nobody's words on it, and return when the paper is out. Raises PRINT_*."""
        deadline_s = self._adapters.place.config.printer.deadline_s
        try:
            job = PrintJob(visit, SHEET_TITLE, pdf)
            self._adapters.printer.print(job, deadline_s=deadline_s, cancelled=cancelled)
        except KioskError:
            self._sweep_at_s = 0.0
            raise

    def sweep(self) -> None:
        """Take back what a crash or a failed print left at the printer; blocks up to 3 s when that is due."""
        if self._sweep_at_s is None or app.monotonic_s() < self._sweep_at_s:
            return
        done = self._adapters.printer.withdraw()
        self._sweep_at_s = None if done else app.monotonic_s() + _SWEEP_AGAIN_S

    def delivered_at(self, dossier: DossierId) -> datetime | None:
        """Return when the portal's signed acknowledgement says that it received the dossier."""
        received = self._adapters.store.outbox.filed(dossier).received_at
        return None if received is None else datetime.fromisoformat(received).astimezone(OFFICE_ZONE)

    # -- inside -----------------------------------------------------------------------------------------

    def _of(self, visit: VisitId) -> Filed:
        filed = self._filed.get(visit)
        if filed is None or filed.receipt.slip_secret is None:
            raise KioskError(Code.DRAFT_LOST, "slip")
        return filed

    def drawn(self, visit: VisitId, *, delivered_at: datetime | None, copy: int) -> bytes:
        """Return the slip as a PDF. Raises DRAFT_LOST when the visit has none here."""
        filed = self._of(visit)
        config = self._adapters.place.config
        portal_url = self._adapters.store.enrolment.load().membership.portal_url
        facts = slip_facts(
            filed.receipt,
            filed.purpose,
            Counter(config.site, portal_url, config.card.practice),
            delivered_at=delivered_at,
            signed_code=self._signed_code(filed.receipt),
            copy=copy,
        )
        paid_dong = self._adapters.store.fees.paid_vnd(filed.receipt.dossier_id)
        return self._adapters.pages.slip(slip(replace(facts, paid_dong=paid_dong)))

    def _signed_code(self, receipt: Receipt) -> str:
        claim = SlipClaim(
            receipt.receipt_code,
            receipt.slip_secret or b"",
            receipt.procedure,
            receipt.submitted_at,
            receipt.kiosk_id,
        )
        return signed_text(claim, self._adapters.store.enrolment.key())

    def _soon(self, dossier: DossierId, cancelled: Callable[[], bool]) -> datetime | None:
        """Wait a little for the acknowledgement when the link is up, so that the slip can say so."""
        link = self._adapters.store.outbox.link()
        until_s = app.monotonic_s() + (_DELIVERY_WAIT_S if link is not None and link[0] else 0.0)
        while True:
            at = self.delivered_at(dossier)
            if at is not None or app.monotonic_s() >= until_s or cancelled():
                return at
            time.sleep(0.1)


def purpose_bytes(purpose: SlipPurpose) -> bytes:
    """Return the purpose as the draft's record; personal, so it is stored encrypted only."""
    return json.dumps(asdict(purpose)).encode()


def purpose_of(record: bytes) -> SlipPurpose:
    """Return what `purpose_bytes` wrote."""
    fields = json.loads(record)
    return SlipPurpose(**{**fields, "to_bring": tuple(fields["to_bring"])})
