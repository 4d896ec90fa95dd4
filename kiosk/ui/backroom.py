"""What the visit's effects need done, out of the screen's sight. Everything blocks and runs on workers.

The implementation is put together outside `ui`, from storage, devices and sync; screens never see those.
Failures are KioskError; anything else is a bug and ends the visit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.core.errors import Code
from kiosk.core.form import Form
from kiosk.core.known import Known
from kiosk.core.ports import CardResult, DossierId, ScannedPage, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.visit.states import Filing, Identity, Sheet
from kiosk.core.which_one import Family
from kiosk.idcard.holder import ReadPhase

if TYPE_CHECKING:  # the first frame does not wait for the search
    from kiosk.core.search import Answer


@dataclass(frozen=True, slots=True)
class Link:
    """How the portal was last met; as long as nobody has tried, it counts as online. `since`: since when."""

    online: bool
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlipPicture:
    """The slip as it will be, or was, printed."""

    png: bytes = field(repr=False)
    submitted_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reopened:
    """A draft that its owner's factor opened.

    `form` with its `pages` is where it goes on; `receipt_code` is set instead when it was submitted.
    """

    filing: Filing
    identity: Identity = field(repr=False)
    form: Form | None = field(default=None, repr=False)
    pages: dict[str, list[bytes]] = field(default_factory=dict, repr=False)
    receipt_code: str | None = None


class Backroom(Protocol):
    """All that is slow or touches a machine."""

    def search(self, words: str) -> Answer:
        """Return the best five procedures. Fast enough for each keystroke; not blocking after `warm`."""
        ...

    def procedure(self, code: str) -> Procedure:
        """Return a procedure's record. Raises PROCEDURE_UNKNOWN."""
        ...

    def known(self, code: str) -> Known:
        """Return all that is known here of a procedure; quick after `search`. Raises PROCEDURE_UNKNOWN."""
        ...

    def families(self) -> tuple[Family, ...]:
        """Return the families of similar procedures. Raises CATALOGUE_BROKEN."""
        ...

    def health(self) -> Code | None:
        """Say what keeps this machine from taking a visit; None when nothing does."""
        ...

    def link(self) -> Link:
        """Say whether the portal answers."""
        ...

    def unfinished(self) -> int:
        """Expire old locked drafts, and return how many are left."""
        ...

    def begin(self, filing: Filing, language: str) -> Form:
        """Make the visit's key and load the procedure's form. Raises PROCEDURE_WITHOUT_FORM, FORM_*."""
        ...

    def read_card(
        self,
        filing: Filing,
        digits: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> CardResult:
        """Read the card for this filing, by its procedure's policy. Raises CARD_*, READER_*."""
        ...

    def reopen_by_card(
        self,
        digits: str,
        language: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> Reopened:
        """Read the card and open the locked draft that it began. Raises CARD_*, READER_*, DRAFT_*."""
        ...

    def reopen_by_code(self, code: str, language: str) -> Reopened:
        """Open the locked draft that this code began. Raises DRAFT_*."""
        ...

    def bind(self, filing: Filing, identity: Identity, form: bytes) -> None:
        """Wrap the visit's key with the card or the code, and store the form's first state, durably."""
        ...

    def save_form(self, visit: VisitId, form: bytes) -> None:
        """Store the form's state; durable on return."""
        ...

    def scan(self, visit: VisitId, paper: str, page_no: int, *, cancelled: Callable[[], bool]) -> ScannedPage:
        """Scan one page and store it in the draft, durably. Raises SCAN_*."""
        ...

    def drop_page(self, visit: VisitId, paper: str, page_no: int) -> None:
        """Forget one page; durable on return."""
        ...

    def submit(self, filing: Filing, identity: Identity, form: Form) -> str:
        """Seal and commit; return the receipt code. The same dossier again gives the same code."""
        ...

    def delivered_at(self, dossier: DossierId) -> datetime | None:
        """Return when the portal's signed acknowledgement was stored. Quick."""
        ...

    def slip_picture(self, visit: VisitId, dossier: DossierId) -> SlipPicture:
        """Draw the slip for the screen."""
        ...

    def print_slip(
        self, visit: VisitId, dossier: DossierId, *, copy: int, cancelled: Callable[[], bool]
    ) -> None:
        """Print the slip and return when the paper is out. Raises PRINT_*."""
        ...

    def print_sheet(
        self, visit: VisitId, procedure: str, sheet: Sheet, *, cancelled: Callable[[], bool]
    ) -> None:
        """Print a checklist or a blank form; return when the paper is out. Raises PRINT_*, FORM_*."""
        ...

    def record_rating(self, score: int) -> None:
        """Keep one face, tied to nothing."""
        ...

    def audit(self, line: str) -> None:
        """Record one line: types and codes only."""
        ...

    def wipe(self, visit: VisitId) -> None:
        """Forget the visit: key, draft, pages, jobs at the printer."""
        ...

    def lock(self, visit: VisitId) -> None:
        """Forget the visit in memory; leave its draft for its owner."""
        ...

    def close(self) -> None:
        """End the card child and whatever else runs."""
        ...
