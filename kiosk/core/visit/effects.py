"""What the shell must do. Each names the visit it works for; its answer comes back as an event with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.core.ports import DossierId, VisitId
from kiosk.core.visit.states import Filing, Identity, Sheet


@dataclass(frozen=True, slots=True)
class BeginDraft:
    """Make the visit's key, in RAM only, and load the procedure's form."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read the card with these digits → CardProgressed*, then CardRead or CardFailed."""

    filing: Filing
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CancelCard:
    """Stop the read, if one runs."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class ReopenByCard:
    """Read the card and try it on the locked drafts → Reopened, ReopenedSubmitted or ReopenFailed."""

    visit: VisitId
    turn: int
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReopenByCode:
    """Try the code on the locked drafts → Reopened, ReopenedSubmitted or ReopenFailed."""

    visit: VisitId
    turn: int
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BindDraft:
    """Wrap the visit's key with the card or the code, fill the form from the card → DraftBound."""

    filing: Filing
    identity: Identity


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Find the first open question → Moved."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """Give the answer to the form and make it durable → AnswerStored or AnswerRefused."""

    visit: VisitId
    turn: int
    ref: str


@dataclass(frozen=True, slots=True)
class StepBack:
    """Find what stands before this question or paper → Moved."""

    visit: VisitId
    turn: int
    before: str


@dataclass(frozen=True, slots=True)
class KeepPaper:
    """Record that the paper is complete or comes later, durably; find what stands behind it → Moved."""

    visit: VisitId
    turn: int
    paper: str
    later: bool


@dataclass(frozen=True, slots=True)
class DropPage:
    """Forget this paper's last page → PageDropped."""

    visit: VisitId
    turn: int
    paper: str


@dataclass(frozen=True, slots=True)
class ScanPage:
    """Scan one page into the draft → PageScanned or ScanFailed."""

    visit: VisitId
    turn: int
    paper: str


@dataclass(frozen=True, slots=True)
class Submit:
    """Check, seal, commit → Committed or SubmitFailed."""

    filing: Filing
    identity: Identity


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print this visit's slip → SlipPrinted or SlipFailed."""

    visit: VisitId
    turn: int
    dossier: DossierId
    copy: int


@dataclass(frozen=True, slots=True)
class PrintSheet:
    """Print a procedure's checklist or blank form → SheetPrinted or SheetFailed."""

    visit: VisitId
    turn: int
    procedure: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class FollowDelivery:
    """Tell when the portal acknowledges → DeliveryKnown."""

    visit: VisitId
    dossier: DossierId


@dataclass(frozen=True, slots=True)
class RecordRating:
    """Keep one face, tied to no dossier."""

    score: int


@dataclass(frozen=True, slots=True)
class WipeVisit:
    """Forget all of it: key, draft, form, card, typed text, pending jobs, audio and text size."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class LockVisit:
    """The machine failed: forget the visit here, but leave the wrapped draft for its owner."""

    visit: VisitId


Effect = (
    BeginDraft
    | ReadCard
    | CancelCard
    | ReopenByCard
    | ReopenByCode
    | BindDraft
    | FirstStep
    | StoreAnswer
    | StepBack
    | KeepPaper
    | DropPage
    | ScanPage
    | Submit
    | PrintSlip
    | PrintSheet
    | FollowDelivery
    | RecordRating
    | WipeVisit
    | LockVisit
)
