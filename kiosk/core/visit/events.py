"""What can happen.

Answers from devices and workers carry the visit and the turn that asked, so that a late one changes nothing.
Touches are the present visitor's by nature.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.core.errors import Code
from kiosk.core.form import Step
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.visit.states import Delivery, Filing, Identity, Sheet
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.qr import CardQr

# -- touches --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorOpened:
    """The idle screen was touched; `visit` is the new visit's identity, made by the shell."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class ReopenTouched:
    """*Mở lại hồ sơ đang làm dở*; `visit` is a passing identity, until the draft's own is known."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """The six-digit code that the screen showed when the draft was begun by hand."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProcedureChosen:
    """A result was touched, or the last answer of a family leads here; `words` is what had been typed."""

    procedure: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FamilyOpened:
    """*Chưa biết chọn cái nào?*: the family's first question; `words` is what had been typed."""

    family: str
    question: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An answer that leads to another question of the same family."""

    question: str


@dataclass(frozen=True, slots=True)
class SheetTouched:
    """*In danh mục giấy tờ* or *In mẫu đơn*."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Started:
    """*Tôi có đủ*: the filing begins; its dossier's identity is fixed before the card is read."""

    dossier: DossierId


@dataclass(frozen=True, slots=True)
class NoticeAccepted:
    """The notice was read."""


@dataclass(frozen=True, slots=True)
class DigitsEntered:
    """Six digits (the card access number), and the card's QR when they were scanned from it."""

    digits: str = field(repr=False)
    scanned: CardQr | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HandChosen:
    """Go on without a card; `code` is the fresh six-digit code that reopens the draft after a power cut."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentityConfirmed:
    """Yes, this is me (or, by hand: I have noted the code)."""


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The question on the screen was answered. The value lies with the form session, not here."""

    ref: str


@dataclass(frozen=True, slots=True)
class BackTouched:
    """One step back; never loses anything."""


@dataclass(frozen=True, slots=True)
class EditTouched:
    """*Sửa* beside an answer on the check screen."""

    ref: str


@dataclass(frozen=True, slots=True)
class PaperTouched:
    """*Sửa* beside a paper on the check screen."""

    paper: str


@dataclass(frozen=True, slots=True)
class ScanTouched:
    """Scan one page of the paper on the screen."""


@dataclass(frozen=True, slots=True)
class RetakeTouched:
    """Drop this paper's last page."""


@dataclass(frozen=True, slots=True)
class PaperDone:
    """Go on: this paper's pages are good, or (`later`) it is handed in at the counter."""

    later: bool


@dataclass(frozen=True, slots=True)
class SubmitTouched:
    """*Nộp hồ sơ*."""


@dataclass(frozen=True, slots=True)
class ReprintTouched:
    """*In lại phiếu*."""


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """*Đã lấy phiếu*."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A face, 1 (worst) to 5; None: skipped."""

    score: int | None


@dataclass(frozen=True, slots=True)
class Abandoned:
    """*Kết thúc và xóa*."""


@dataclass(frozen=True, slots=True)
class StillHere:
    """*Tôi còn ở đây*, or any touch under the warning."""


# -- answers of workers and devices ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardProgressed:
    """The read came to a phase."""

    visit: VisitId
    turn: int
    phase: ReadPhase


@dataclass(frozen=True, slots=True)
class CardRead:
    """The card was read and verified."""

    visit: VisitId
    turn: int
    result: CardResult = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardFailed:
    """The read ended with a public code."""

    visit: VisitId
    turn: int
    code: Code
    tries_left: int | None = None


@dataclass(frozen=True, slots=True)
class Reopened:
    """The factor fits: the draft's own filing, and where it stood.

    `turn` and `visit` are those of the request; `filing` and `identity` are the draft's.
    """

    visit: VisitId
    turn: int
    filing: Filing
    identity: Identity
    goes_to: Step


@dataclass(frozen=True, slots=True)
class ReopenedSubmitted:
    """The factor fits, and the dossier was committed before the crash: what is left is its slip."""

    visit: VisitId
    turn: int
    filing: Filing
    receipt_code: str


@dataclass(frozen=True, slots=True)
class ReopenFailed:
    """No draft opens with this card or code, or the card could not be read."""

    visit: VisitId
    turn: int
    code: Code
    tries_left: int | None = None


@dataclass(frozen=True, slots=True)
class DraftBound:
    """The draft's key is wrapped; answers may be stored."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class AnswerStored:
    """The answer is durable; `goes_to` is the next open question, paper or the check screen."""

    visit: VisitId
    turn: int
    goes_to: Step


@dataclass(frozen=True, slots=True)
class AnswerRefused:
    """The form did not accept it; the words stand with the form session."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Where "back", "confirm" or "done" leads, worked out by the form session."""

    visit: VisitId
    turn: int
    goes_to: Step


@dataclass(frozen=True, slots=True)
class PageScanned:
    """The page is in the draft, durable."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class PageDropped:
    """The page is gone from the draft."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class ScanFailed:
    """No page; the public code says why."""

    visit: VisitId
    turn: int
    code: Code


@dataclass(frozen=True, slots=True)
class Committed:
    """Sealed, durable, in the outbox. True whenever it comes, so it carries no turn."""

    visit: VisitId
    dossier: DossierId
    receipt_code: str


@dataclass(frozen=True, slots=True)
class SubmitFailed:
    """Nothing was submitted; the draft is as it was."""

    visit: VisitId
    turn: int
    code: Code


@dataclass(frozen=True, slots=True)
class DeliveryKnown:
    """The portal's signed acknowledgement for this dossier is stored."""

    visit: VisitId
    dossier: DossierId
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """The printer confirmed the slip."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class SlipFailed:
    """The printer did not; the slip is on the screen."""

    visit: VisitId
    turn: int
    code: Code


@dataclass(frozen=True, slots=True)
class SheetPrinted:
    """The printer confirmed the checklist or the blank form."""

    visit: VisitId
    turn: int


@dataclass(frozen=True, slots=True)
class SheetFailed:
    """The printer did not."""

    visit: VisitId
    turn: int
    code: Code


# -- time and the machine itself ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietTooLong:
    """Nobody touched for the idle time."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class CountdownEnded:
    """The warning ran out, or the slip's and rating's own time did."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class MachineFailed:
    """The disk or something as deep failed: no promise can be kept."""

    code: Code


@dataclass(frozen=True, slots=True)
class DraftsCounted:
    """How many locked drafts there are."""

    unfinished: int


@dataclass(frozen=True, slots=True)
class MachineMended:
    """It works again."""


Touch = (
    DoorOpened
    | ReopenTouched
    | CodeEntered
    | ProcedureChosen
    | FamilyOpened
    | Narrowed
    | SheetTouched
    | Started
    | NoticeAccepted
    | DigitsEntered
    | HandChosen
    | IdentityConfirmed
    | AnswerGiven
    | BackTouched
    | EditTouched
    | PaperTouched
    | ScanTouched
    | RetakeTouched
    | PaperDone
    | SubmitTouched
    | ReprintTouched
    | SlipTaken
    | Rated
    | Abandoned
    | StillHere
)
Answer = (
    CardProgressed
    | CardRead
    | CardFailed
    | Reopened
    | ReopenedSubmitted
    | ReopenFailed
    | DraftBound
    | AnswerStored
    | AnswerRefused
    | Moved
    | PageScanned
    | PageDropped
    | ScanFailed
    | SubmitFailed
    | SlipPrinted
    | SlipFailed
    | SheetPrinted
    | SheetFailed
)
"""Answers to a request: they carry its visit and turn."""
Report = Answer | Committed | DeliveryKnown
Timer = QuietTooLong | CountdownEnded
Event = Touch | Report | Timer | MachineFailed | MachineMended | DraftsCounted
