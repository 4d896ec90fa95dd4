"""The states of a visit. Each holds exactly the data that are legal in it; all are frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.errors import Code
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.qr import CardQr


class Delivery(StrEnum):
    """How far a submitted dossier has come: on this machine's disk, or acknowledged by the portal."""

    STORED = "stored"
    DELIVERED = "delivered"


class Paper(StrEnum):
    """Where the slip is."""

    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


class Method(StrEnum):
    """How the citizen was identified."""

    CARD = "card"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Filing:
    """What stays from choosing a procedure to the slip.

    `turn` counts the requests made of workers and devices in this visit: an answer that carries another
    turn is late or doubled, and is dropped.
    """

    visit: VisitId
    procedure: str
    dossier: DossierId
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who files: the card's verified content, or None by hand, with the code that reopens the draft.

    `disagrees` names the fields in which the card's QR, where it was scanned, differs from its chip.
    """

    method: Method
    card: CardResult | None = field(default=None, repr=False)
    reopening_code: str | None = field(default=None, repr=False)
    disagrees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The question that the citizen stands at.

    `returning`: it was opened from the check screen and leads back to it.
    """

    ref: str
    returning: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is here; the screen shows its doors and nothing of anybody.

    `unfinished` counts drafts that a crash left locked: a door more, and nothing of whose they are.
    """

    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class OutOfService:
    """The machine can't promise durability now; it says so and takes no visit."""

    code: Code


@dataclass(frozen=True, slots=True)
class Reopening:
    """Somebody wants their unfinished dossier back: the card that began it, or its six-digit code.

    Nothing of any draft is known here. `busy` while the factor is being tried, `failure` how that ended.
    """

    visit: VisitId
    turn: int = 0
    busy: bool = False
    failure: Code | None = None
    tries_left: int | None = None


class Sheet(StrEnum):
    """A paper to take away before anything is filed: nobody's words are on it."""

    CHECKLIST = "checklist"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Printout:
    """The sheet that was asked for last, where it is, and why not."""

    sheet: Sheet
    paper: Paper = Paper.PRINTING
    failure: Code | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """How somebody came to a procedure: the words typed, a family's questions so far. "Back" loses none."""

    words: str = field(default="", repr=False)
    family: str = ""
    asked: tuple[str, ...] = ()
    turn: int = 0
    """Counts the sheets asked for in this visit, as a filing's counts its requests."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Looking for the procedure."""

    visit: VisitId
    trail: Trail = Trail()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which one is mine? One of the questions that tell similar procedures apart."""

    visit: VisitId
    trail: Trail


@dataclass(frozen=True, slots=True)
class Preparing:
    """Before you start: who may file, papers, fee, days; or that nobody has gathered them."""

    visit: VisitId
    procedure: str
    trail: Trail = Trail()
    printout: Printout | None = None


@dataclass(frozen=True, slots=True)
class Noticing:
    """What is read, why, by whom."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class EnteringDigits:
    """Put the card down and enter six digits; `failure` says what went wrong the last time."""

    filing: Filing
    failure: Code | None = None
    tries_left: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingCard:
    """The child process reads; `scanned` is the card's QR, to be compared with the chip."""

    filing: Filing
    phase: ReadPhase = ReadPhase.WAITING
    scanned: CardQr | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Binding:
    """The draft's key is being tied to the card or to the code; nothing personal is stored before."""

    filing: Filing
    identity: Identity


@dataclass(frozen=True, slots=True)
class ShowingCard:
    """What was read, locked, for the citizen to confirm (or the code that reopens, by hand)."""

    filing: Filing
    identity: Identity
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """One question. `busy` while its answer is being made durable, or the way back is sought."""

    filing: Filing
    identity: Identity
    place: Place
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Attaching:
    """One paper. `scanning` while the scanner runs, `failure` is what the last scan ended with."""

    filing: Filing
    identity: Identity
    paper: str
    returning: bool = False
    busy: bool = False
    scanning: bool = False
    failure: Code | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """Check your answers. `failure` is why the last attempt to submit did not end well."""

    filing: Filing
    identity: Identity
    busy: bool = False
    failure: Code | None = None


@dataclass(frozen=True, slots=True)
class Submitting:
    """Sealing and committing; the button was hit, however often."""

    filing: Filing
    identity: Identity


@dataclass(frozen=True, slots=True)
class Submitted:
    """Committed. Only now the screen says so. No identity is held any more."""

    filing: Filing
    receipt_code: str
    delivery: Delivery
    paper: Paper
    copies: int = 1
    failure: Code | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """Five faces, skippable, anonymous."""

    filing: Filing


@dataclass(frozen=True, slots=True)
class Warned:
    """Nobody touched for a while: the countdown stands over the state that it came from."""

    over: InVisit


InVisit = (
    Reopening
    | Finding
    | Narrowing
    | Preparing
    | Noticing
    | EnteringDigits
    | ReadingCard
    | Binding
    | ShowingCard
    | Asking
    | Attaching
    | Checking
    | Submitting
    | Submitted
    | Rating
)

State = Idle | OutOfService | Warned | InVisit


def visit_of(state: State) -> VisitId | None:
    """Return whose visit a state belongs to; None when it is nobody's."""
    match state:
        case Idle() | OutOfService():
            return None
        case Warned(over):
            return visit_of(over)
        case Reopening(visit) | Finding(visit) | Narrowing(visit) | Preparing(visit):
            return visit
        case _:
            return state.filing.visit
