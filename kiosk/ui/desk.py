"""What the view-models ask of the shell. `Desk` is the one thing between screens and the visit.

All of it is called on the screen's thread and returns at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.core.config import Config
from kiosk.core.form import PaperNeed, Progress, Question, Section
from kiosk.core.known import Known
from kiosk.core.ports import DossierId, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.visit.events import Event
from kiosk.core.visit.states import State
from kiosk.core.which_one import Family

if TYPE_CHECKING:  # the first frame does not wait for the search
    from kiosk.core.search import Answer


class Desk(Protocol):
    """The visit as screens see it."""

    changed: Any
    """A Qt signal without arguments: the state, or what hangs on it, is another."""

    @property
    def state(self) -> State:
        """The visit's state: it alone decides which screen shows."""
        ...

    @property
    def config(self) -> Config:
        """Site, screen sizes and times."""
        ...

    def send(self, event: Event) -> None:
        """Let something happen: a touch."""
        ...

    def touched(self) -> None:
        """Begin the quiet time anew: somebody touched, whatever it did."""
        ...

    def new_visit(self) -> VisitId:
        """Return a fresh identity for `DoorOpened` and `ReopenTouched`."""
        ...

    def new_dossier(self) -> DossierId:
        """Return a fresh identity for `Started`."""
        ...

    def new_code(self) -> str:
        """Return six unpredictable digits for `HandChosen`."""
        ...

    def use_language(self, language: str) -> None:
        """Let questions, papers and sections be in "vi" or "en" from now on, until the wipe."""
        ...

    def now(self) -> datetime:
        """Return the wall clock."""
        ...

    def online(self) -> bool:
        """Say whether the portal answered lately."""
        ...

    def offline_since(self) -> datetime | None:
        """Return when it was last heard of; None when it never was, or is online."""
        ...

    # -- finding ----------------------------------------------------------------------------------------

    def search(self, words: str) -> Answer:
        """Return the best five procedures for these words, and how the words were understood."""
        ...

    def procedure(self, code: str) -> Procedure:
        """Return a procedure's record. Raises KioskError PROCEDURE_UNKNOWN, PROCEDURE_WITHOUT_FORM."""
        ...

    def known(self, code: str) -> Known:
        """Return all that is known here of a procedure. Raises KioskError PROCEDURE_UNKNOWN."""
        ...

    def families(self) -> tuple[Family, ...]:
        """Return the families of similar procedures, with the questions that tell them apart."""
        ...

    # -- filling: valid from ShowingCard to Checking ----------------------------------------------------

    def question(self, ref: str) -> Question:
        """Return one question as it stands."""
        ...

    def give(self, ref: str, value: str) -> None:
        """Hold the value for the next `AnswerGiven(ref)`; it is checked and stored then."""
        ...

    def progress(self, ref: str) -> Progress:
        """Say how far the citizen is."""
        ...

    def papers(self) -> tuple[PaperNeed, ...]:
        """Return the papers that the answers call for."""
        ...

    def page_image(self, paper: str, page: int) -> bytes:
        """Return a scanned page as JPEG, 0-based."""
        ...

    def sections(self) -> tuple[Section, ...]:
        """Return the check screen's rows."""
        ...

    def open_problems(self) -> tuple[Question, ...]:
        """Return the questions that keep the dossier from being submitted."""
        ...

    # -- finishing --------------------------------------------------------------------------------------

    def slip_image(self) -> bytes:
        """Return the slip as a PNG; empty until it is drawn."""
        ...

    def submitted_at(self) -> datetime | None:
        """Return when the dossier was committed."""
        ...

    def delivered_at(self) -> datetime | None:
        """Return when the portal acknowledged it."""
        ...

    def still_to_bring(self) -> tuple[str, ...]:
        """Return what the citizen must still bring, in words."""
        ...
