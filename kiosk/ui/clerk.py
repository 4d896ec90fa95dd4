"""The desk's implementation: feeds events to the visit's machine, and shows what hangs on its state.

It holds no rules: `core/visit` decides, the form knows its questions, `errands` has the effects done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.core.config import Config
from kiosk.core.errors import Code
from kiosk.core.form import PaperNeed, Progress, Question, Section
from kiosk.core.known import Known
from kiosk.core.ports import DossierId, Rng, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.visit import audit_line, step
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.which_one import Family
from kiosk.ui.backroom import Backroom, Link
from kiosk.ui.effects import Lane, Once, Worker, nothing
from kiosk.ui.errands import Errands
from kiosk.ui.timers import Quiet

if TYPE_CHECKING:  # the first frame does not wait for the search
    from kiosk.core.search import Answer

_WATCH_MS = 5_000


@dataclass(frozen=True, slots=True)
class Tools:
    """The clock, identities, chance and the log: given, so that nothing here makes its own.

    `log` takes an event's name and a code or an exception's type, never a value.
    """

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    rng: Rng
    log: Callable[[str, str], None]


class Clerk(QObject):
    """Implements `Desk`. Lives on the screen's thread."""

    changed = Signal()

    def __init__(self, config: Config, open_backroom: Callable[[], Backroom], tools: Tools) -> None:
        """`open_backroom` is called on a worker, after the first frame."""
        super().__init__()
        self._config = config
        self._tools = tools
        self._log = tools.log
        self._state: st.State = st.Idle()
        self._link = Link(online=True)  # "no network" is said only once that is known
        self._room = Once(open_backroom)
        self._worker = Worker(self._bug)
        self._errands = Errands(self._room, self._worker, self.send, self.changed.emit)
        self._quiet = Quiet(config.screen, self.send, self)
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look_around)

    # -- life -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the backroom and begin to watch machine and link; call it after the first frame."""
        self._errands.count_unfinished()
        self._look_around()
        self._watch.start()

    def close(self) -> None:
        """Stop everything; what runs is told to stop and waited for."""
        self._watch.stop()
        self._quiet.stop()
        self._errands.close()
        self._worker.close()
        room = self._room.if_made()
        if room is not None:
            room.close()

    # -- the visit --------------------------------------------------------------------------------------

    @property
    def state(self) -> st.State:
        """The visit's state."""
        return self._state

    @property
    def config(self) -> Config:
        """The kiosk's configuration."""
        return self._config

    def send(self, event: ev.Event) -> None:
        """Let something happen; every touch also restarts the quiet time."""
        before = self._state
        self._state, effects = step(before, event)
        line = audit_line(before, event, self._state)
        if line is not None:
            self._record(line)
        if isinstance(event, ev.MachineFailed):
            self._log("machine.failed", event.code.value)
        self._errands.returning = _returning(before)
        for effect in effects:
            self._errands.run(effect)
        if before != self._state or not isinstance(event, ev.CardProgressed):
            self._quiet.arm(self._state)
        if line is not None or effects:
            self.changed.emit()

    def touched(self) -> None:
        """Restart the quiet time: somebody touched, whatever it did."""
        self._quiet.arm(self._state)

    def new_visit(self) -> VisitId:
        """Return a fresh identity for a visit."""
        return VisitId(self._tools.new_id())

    def new_dossier(self) -> DossierId:
        """Return a fresh identity for a dossier."""
        return DossierId(self._tools.new_id())

    def new_code(self) -> str:
        """Return six unpredictable digits."""
        return f"{int.from_bytes(self._tools.rng(8)) % 1_000_000:06}"

    def now(self) -> datetime:
        """Return the wall clock."""
        return self._tools.now()

    def online(self) -> bool:
        """Say whether the portal answered lately."""
        return self._link.online

    def offline_since(self) -> datetime | None:
        """Return since when it has not; None when that isn't known."""
        return None if self._link.online else self._link.since

    def use_language(self, language: str) -> None:
        """Show the form in another language, until the wipe."""
        self._errands.language = language
        if self._errands.visit.form is not None:
            self._errands.visit.form.set_language(language)
        self.changed.emit()

    # -- finding ----------------------------------------------------------------------------------------

    def search(self, words: str) -> Answer:
        """Return the best five procedures, and how the words were understood."""
        return self._room().search(words)

    def procedure(self, code: str) -> Procedure:
        """Return a procedure's record."""
        return self._room().procedure(code)

    def known(self, code: str) -> Known:
        """Return all that is known of a procedure here."""
        return self._room().known(code)

    def families(self) -> tuple[Family, ...]:
        """Return the families of similar procedures."""
        return self._room().families()

    # -- filling ----------------------------------------------------------------------------------------

    def question(self, ref: str) -> Question:
        """Return one question as it stands."""
        return self._errands.visit.opened_form().question(ref)

    def give(self, ref: str, value: str) -> None:
        """Hold a value for the next `AnswerGiven`."""
        self._errands.visit.given[ref] = value

    def progress(self, ref: str) -> Progress:
        """Say how far the citizen is."""
        return self._errands.visit.opened_form().progress(ref)

    def papers(self) -> tuple[PaperNeed, ...]:
        """Return the papers that the answers call for."""
        return self._errands.visit.opened_form().papers()

    def page_image(self, paper: str, page: int) -> bytes:
        """Return a scanned page as JPEG."""
        return self._errands.visit.pages[paper][page]

    def sections(self) -> tuple[Section, ...]:
        """Return the check screen's rows."""
        return self._errands.visit.opened_form().sections()

    def open_problems(self) -> tuple[Question, ...]:
        """Return what keeps the dossier from being submitted."""
        return self._errands.visit.opened_form().open_problems()

    # -- finishing --------------------------------------------------------------------------------------

    def slip_image(self) -> bytes:
        """Return the slip as a PNG, or nothing yet."""
        slip = self._errands.visit.slip
        return slip.png if slip is not None else b""

    def submitted_at(self) -> datetime | None:
        """Return when the dossier was committed."""
        slip = self._errands.visit.slip
        return slip.submitted_at if slip is not None else None

    def delivered_at(self) -> datetime | None:
        """Return when the portal acknowledged it."""
        return self._errands.visit.delivered_at

    def still_to_bring(self) -> tuple[str, ...]:
        """Return what must still be brought, in words."""
        return self._errands.visit.to_bring

    # -- inside -----------------------------------------------------------------------------------------

    def _record(self, line: str) -> None:
        def failed(error: Exception) -> None:
            self._log("audit.failed", type(error).__name__)

        self._worker.run(Lane.DESK, lambda: self._room().audit(line), nothing, failed)

    def _bug(self, error: BaseException) -> None:
        self._log("bug", type(error).__name__)
        self.send(ev.MachineFailed(Code.INTERNAL))

    @Slot()
    def _look_around(self) -> None:
        def look() -> tuple[Code | None, Link]:
            return self._room().health(), self._room().link()

        self._worker.run(Lane.WATCH, look, self._seen, lambda error: self._seen((error.code, self._link)))

    def _seen(self, found: tuple[Code | None, Link]) -> None:
        code, link = found
        if link != self._link:
            self._link = link
            self.changed.emit()
        state = self._state
        if code is None and isinstance(state, st.OutOfService):
            self.send(ev.MachineMended())
        elif code is not None and (isinstance(state, st.Idle) or _fails_otherwise(state, code)):
            self.send(ev.MachineFailed(code))


def _fails_otherwise(state: st.State, code: Code) -> bool:
    """Say whether the machine is out of service for another reason than the one now."""
    return isinstance(state, st.OutOfService) and state.code is not code


def _returning(state: st.State) -> bool:
    """Say whether the present question or paper was opened from the check screen."""
    match state:
        case st.Asking(place=place):
            return place.returning
        case st.Attaching(returning=returning):
            return returning
        case _:
            return False
