"""Runs the machine's effects: what is slow goes to the backroom on a worker, its end comes back as an event.

It holds no rules. What it keeps of a visit is one `OpenVisit`, replaced whole when the visit ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.core.errors import Code, KioskError
from kiosk.core.form import Form, ToIdentity, ToQuestion
from kiosk.core.ports import CardResult, DossierId, ScannedPage, VisitId
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.idcard.holder import ReadPhase
from kiosk.ui.backroom import Backroom, Reopened, SlipPicture
from kiosk.ui.effects import Lane, Once, Worker, nothing
from kiosk.ui.open_visit import OpenVisit
from kiosk.ui.printing import Printing

_DELIVERY_POLL_MS = 300
_DISK = (Code.DISK_FULL, Code.DISK_READ_ONLY, Code.DISK_FAILED, Code.DATA_LOCKED, Code.DATA_NEWER)

T = TypeVar("T")
Send = Callable[[ev.Event], None]


class Errands(QObject):
    """Lives on the screen's thread; every method returns at once."""

    def __init__(self, room: Once[Backroom], worker: Worker, send: Send, refresh: Callable[[], None]) -> None:
        """`send` takes events, `refresh` says that something shown has changed without one."""
        super().__init__()
        self._room = room
        self._worker = worker
        self._send = send
        self._refresh = refresh
        self._printing = Printing(room, worker, send)
        self.visit = OpenVisit()
        self.language = "vi"
        self.returning = False
        """Whether the present question or paper was opened from the check screen; the clerk sets it."""
        self._delivery = QTimer(self, interval=_DELIVERY_POLL_MS)
        self._following: tuple[VisitId, DossierId] | None = None
        self._delivery.timeout.connect(self._ask_delivery)

    def run(self, effect: do.Effect) -> None:
        """Begin one effect."""
        match effect:
            case do.BeginDraft(filing):
                self._begin(filing)
            case do.ReadCard(filing, digits):
                self._read_card(filing, digits)
            case do.CancelCard():
                self.visit.reading.set()
            case do.ReopenByCard() | do.ReopenByCode():
                self._reopen(effect)
            case do.BindDraft(filing, identity):
                self._on_desk(partial(self._bind, filing, identity))
            case do.FirstStep(visit, turn):
                self._later(ev.Moved(visit, turn, self.visit.opened_form().first()))
            case do.StepBack(visit, turn, place):
                goes_to = self.visit.opened_form().before(place, returning=self.returning)
                self._later(ev.Moved(visit, turn, goes_to))
            case do.StoreAnswer(visit, turn, ref):
                self._store_answer(visit, turn, ref)
            case do.KeepPaper(visit, turn, paper, later):
                self._keep_paper(visit, turn, paper, later=later)
            case do.ScanPage(visit, turn, paper):
                self._scan(visit, turn, paper)
            case do.DropPage(visit, turn, paper):
                self._drop_page(visit, turn, paper)
            case do.Submit(filing, identity):
                self._submit(filing, identity)
            case do.PrintSlip() | do.PrintSheet():
                self._print(effect)
            case do.FollowDelivery(visit, dossier):
                self._following = (visit, dossier)
                self._delivery.start()
            case do.RecordRating(score):
                self._desk(lambda room: room.record_rating(score), nothing)
            case do.WipeVisit(visit):
                self._leave(lambda room: room.wipe(visit))
            case do.LockVisit(visit):
                self._leave(lambda room: room.lock(visit))

    def close(self) -> None:
        """Stop whoever works for the visit."""
        self._delivery.stop()
        self.visit.end()

    # -- identifying ------------------------------------------------------------------------------------

    def _begin(self, filing: st.Filing) -> None:
        own, language = self.visit, self.language

        def begun(form: Form) -> None:
            own.form = form

        self._desk(lambda room: room.begin(filing, language), begun)

    def _read_card(self, filing: st.Filing, digits: str) -> None:
        visit, turn = filing.visit, filing.turn
        stop = self.visit.reading = threading.Event()

        def work() -> CardResult:
            progress = self._progress(visit, turn)
            return self._room().read_card(filing, digits, on_progress=progress, cancelled=stop.is_set)

        def failed(error: KioskError) -> None:
            self._send(ev.CardFailed(visit, turn, error.code, getattr(error, "tries_left", None)))

        self._worker.run(Lane.CARD, work, lambda result: self._send(ev.CardRead(visit, turn, result)), failed)

    def _progress(self, visit: VisitId, turn: int) -> Callable[[ReadPhase], None]:
        def progressed(phase: ReadPhase) -> None:
            self._later(ev.CardProgressed(visit, turn, phase))

        return progressed

    def _reopen(self, effect: do.ReopenByCard | do.ReopenByCode) -> None:
        own, visit, turn = self.visit, effect.visit, effect.turn
        stop = own.reading = threading.Event()

        def work() -> Reopened:
            if isinstance(effect, do.ReopenByCode):
                return self._room().reopen_by_code(effect.code, self.language)
            progress = self._progress(visit, turn)
            return self._room().reopen_by_card(
                effect.digits, self.language, on_progress=progress, cancelled=stop.is_set
            )

        def opened(found: Reopened) -> None:
            if own.gone.is_set():  # they left meanwhile: lock it again
                self._desk(lambda room: room.lock(found.filing.visit), nothing)
                return
            own.form, own.pages = found.form, found.pages
            self._send(_where_it_stood(visit, turn, found))

        def failed(error: KioskError) -> None:
            self._send(ev.ReopenFailed(visit, turn, error.code, getattr(error, "tries_left", None)))

        self._worker.run(Lane.CARD, work, opened, failed)

    def _bind(self, filing: st.Filing, identity: st.Identity) -> None:
        form = self.visit.form
        if form is None:
            return  # the visit ended, or its form could not be opened, which was told already
        if identity.card is not None:
            form.fill_from_card(identity.card.holder)
        state = form.state()
        bound = ev.DraftBound(filing.visit, filing.turn)
        self._desk(lambda room: room.bind(filing, identity, state), lambda _: self._send(bound))

    # -- filling ----------------------------------------------------------------------------------------

    def _store_answer(self, visit: VisitId, turn: int, ref: str) -> None:
        form = self.visit.opened_form()
        given = self.visit.given.pop(ref, None)
        stands = form.give(ref, given if given is not None else form.question(ref).value)
        goes_to = form.after(ref, returning=self.returning)
        form.stand_at(goes_to if stands else ToQuestion(ref))
        state = form.state()
        stored = ev.AnswerStored(visit, turn, goes_to) if stands else ev.AnswerRefused(visit, turn)
        self._desk(lambda room: room.save_form(visit, state), lambda _: self._send(stored))

    def _keep_paper(self, visit: VisitId, turn: int, paper: str, *, later: bool) -> None:
        form = self.visit.opened_form()
        form.set_later(paper, later=later)
        goes_to = form.after_paper(paper, returning=self.returning)
        form.stand_at(goes_to)
        state = form.state()
        moved = ev.Moved(visit, turn, goes_to)
        self._desk(lambda room: room.save_form(visit, state), lambda _: self._send(moved))

    def _scan(self, visit: VisitId, turn: int, paper: str) -> None:
        own = self.visit
        number = len(own.pages.get(paper, ()))

        def scanned(page: ScannedPage) -> None:
            own.pages.setdefault(paper, []).append(page.jpeg)
            own.count_pages(paper)
            self._send(ev.PageScanned(visit, turn))

        def failed(error: KioskError) -> None:
            if error.code in _DISK:
                self._failed(error)
            else:
                self._send(ev.ScanFailed(visit, turn, error.code))

        def work() -> ScannedPage:
            return self._room().scan(visit, paper, number, cancelled=own.gone.is_set)

        self._worker.run(Lane.SCAN, work, scanned, failed)

    def _drop_page(self, visit: VisitId, turn: int, paper: str) -> None:
        own = self.visit
        number = len(own.pages.get(paper, ())) - 1

        def dropped(_: object) -> None:
            del own.pages[paper][number:]
            own.count_pages(paper)
            self._send(ev.PageDropped(visit, turn))

        self._desk(lambda room: room.drop_page(visit, paper, number), dropped)

    # -- finishing --------------------------------------------------------------------------------------

    def _submit(self, filing: st.Filing, identity: st.Identity) -> None:
        own, form = self.visit, self.visit.opened_form()
        visit, dossier = filing.visit, filing.dossier

        def failed(error: KioskError) -> None:
            self._send(ev.SubmitFailed(visit, filing.turn, error.code))

        def committed(receipt_code: str) -> None:
            own.to_bring = form.to_bring()
            own.form = None
            self._send(ev.Committed(visit, dossier, receipt_code))

        if form.open_problems():
            self._worker.post(lambda: failed(KioskError(Code.FORM_ANSWERS_VIOLATE)))
        else:
            self._worker.run(
                Lane.DESK, lambda: self._room().submit(filing, identity, form), committed, failed
            )

    def _print(self, effect: do.PrintSlip | do.PrintSheet) -> None:
        own = self.visit

        def drawn(picture: SlipPicture) -> None:
            own.slip = picture
            self._refresh()

        if isinstance(effect, do.PrintSlip):
            self._desk(lambda room: room.slip_picture(effect.visit, effect.dossier), drawn)
        self._printing.run(effect, own)

    @Slot()
    def _ask_delivery(self) -> None:
        if self._following is None:
            self._delivery.stop()
            return
        own, (visit, dossier) = self.visit, self._following

        def drawn(picture: SlipPicture) -> None:
            own.slip = picture
            own.delivered_at = picture.delivered_at
            self._send(ev.DeliveryKnown(visit, dossier, st.Delivery.DELIVERED))

        def known(delivered: bool) -> None:  # noqa: FBT001 -- the worker's result
            if delivered and self._following is not None:
                self._following = None
                self._desk(lambda room: room.slip_picture(visit, dossier), drawn)

        self._desk(lambda room: room.delivered_at(dossier) is not None, known)

    def _leave(self, forget: Callable[[Backroom], None]) -> None:
        """Drop everything of the visit, here at once, and on the disk right after."""
        self.visit.end()
        self.visit = OpenVisit()
        self.language = "vi"
        self._following = None
        self._desk(forget, nothing)
        self.count_unfinished()

    def count_unfinished(self) -> None:
        """Find out how many locked drafts there are → DraftsCounted."""
        self._desk(lambda room: room.unfinished(), lambda count: self._send(ev.DraftsCounted(count)))

    # -- lanes ------------------------------------------------------------------------------------------

    def _desk(self, work: Callable[[Backroom], T], done: Callable[[T], None]) -> None:
        self._worker.run(Lane.DESK, lambda: work(self._room()), done, self._failed)

    def _on_desk(self, call: Callable[[], None]) -> None:
        """Run `call` here once the disk's lane has done what it was asked before."""
        self._worker.run(Lane.DESK, lambda: None, lambda _: call(), self._failed)

    def _later(self, event: ev.Event) -> None:
        self._worker.post(lambda: self._send(event))

    def _failed(self, error: KioskError) -> None:
        self._send(ev.MachineFailed(error.code))


def _where_it_stood(visit: VisitId, turn: int, found: Reopened) -> ev.Event:
    if found.receipt_code is not None:
        return ev.ReopenedSubmitted(visit, turn, found.filing, found.receipt_code)
    goes_to = found.form.stood_at() if found.form is not None else ToIdentity()
    return ev.Reopened(visit, turn, found.filing, found.identity, goes_to)
