"""No sequence of touches, cards, timeouts, late and doubled answers breaks the visit's promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as hs
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.core.errors import Code
from kiosk.core.form import Step, ToCheck, ToIdentity, ToPaper, ToQuestion
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit import step
from kiosk.idcard.holder import ReadPhase

STEPS = hs.sampled_from([ToQuestion("/data/a"), ToQuestion("/data/b"), ToPaper("p"), ToCheck(), ToIdentity()])
TOUCHES = hs.sampled_from(
    [
        ev.ProcedureChosen("3.000348"),
        ev.FamilyOpened("licence", "have", "bang lai"),
        ev.Narrowed("held"),
        ev.SheetTouched(st.Sheet.CHECKLIST),
        ev.NoticeAccepted(),
        ev.DigitsEntered("123456"),
        ev.HandChosen("246810"),
        ev.IdentityConfirmed(),
        ev.AnswerGiven("/data/a"),
        ev.AnswerGiven("/data/b"),
        ev.BackTouched(),
        ev.EditTouched("/data/a"),
        ev.PaperTouched("p"),
        ev.ScanTouched(),
        ev.RetakeTouched(),
        ev.PaperDone(later=True),
        ev.CodeEntered("246810"),
        ev.SubmitTouched(),
        ev.ReprintTouched(),
        ev.SlipTaken(),
        ev.Rated(4),
        ev.Abandoned(),
        ev.StillHere(),
    ]
)
FAILURES = hs.sampled_from([Code.CARD_REMOVED, Code.CARD_WRONG_CAN, Code.DISK_FULL, Code.PRINTER_JAM])


_ORDINARY: dict[type, ev.Event] = {
    st.Reopening: ev.DigitsEntered("123456"),
    st.Finding: ev.ProcedureChosen("3.000348"),
    st.Noticing: ev.NoticeAccepted(),
    st.EnteringDigits: ev.DigitsEntered("123456"),
    st.ShowingCard: ev.IdentityConfirmed(),
    st.Asking: ev.AnswerGiven("/data/a"),
    st.Attaching: ev.PaperDone(later=False),
    st.Checking: ev.SubmitTouched(),
    st.Submitted: ev.SlipTaken(),
    st.Rating: ev.Rated(5),
}


class AnyVisit(RuleBasedStateMachine):
    """Citizens come and go; workers answer late, twice or never."""

    card_of: Callable[[str], CardResult]

    def __init__(self) -> None:
        super().__init__()
        self.state: st.State = st.Idle()
        self.visits = 0
        self.dossiers = 0
        self.asked: list[do.Effect] = []
        self.submitting: set[str] = set()
        self.committed: set[str] = set()

    def play(self, event: ev.Event) -> None:
        before = self.state
        self.state, effects = step(before, event)
        ended = st.visit_of(before)
        reopened = isinstance(event, ev.Reopened | ev.ReopenedSubmitted) and self.state != before
        if ended is not None and st.visit_of(self.state) != ended and not reopened:
            closing = effects[-1]
            assert isinstance(closing, do.WipeVisit | do.LockVisit)
            assert closing.visit == ended, "a visit that is left is wiped or locked"
        for effect in effects:
            self._note(effect)
        self.asked += effects

    def _note(self, effect: do.Effect) -> None:
        if isinstance(effect, do.Submit):
            dossier = effect.filing.dossier
            assert dossier not in self.submitting, "a running submission is not started again"
            assert not (isinstance(self.state, st.Submitted) and dossier in self.committed)
            self.submitting.add(dossier)
        if isinstance(effect, do.PrintSlip):
            assert effect.dossier in self.committed, "a slip is printed only for what was committed"
            assert st.visit_of(self.state) == effect.visit, "and only for the present visit"

    @rule()
    def somebody_touches_the_idle_screen(self) -> None:
        self.visits += 1
        self.play(ev.DoorOpened(VisitId(f"v{self.visits}")))

    @rule(unfinished=hs.integers(0, 2))
    def drafts_are_counted(self, unfinished: int) -> None:
        self.play(ev.DraftsCounted(unfinished))

    @rule()
    def somebody_wants_their_draft_back(self) -> None:
        self.visits += 1
        self.play(ev.ReopenTouched(VisitId(f"v{self.visits}")))

    @rule()
    def they_start(self) -> None:
        self.dossiers += 1
        self.play(ev.Started(DossierId(f"d{self.dossiers}")))

    @rule(touch=TOUCHES)
    def they_touch(self, touch: ev.Event) -> None:
        self.play(touch)

    @rule()
    def it_goes_well(self) -> None:
        """One step along the ordinary way, so that walks get far enough to matter."""
        match self.state:
            case st.Idle():
                self.somebody_touches_the_idle_screen()
            case st.Preparing():
                self.they_start()
            case state:
                touch = _ORDINARY.get(type(state))
                if touch is not None:
                    self.play(touch)

    @precondition(lambda self: self.asked)
    @rule()
    def the_last_request_goes_well(self) -> None:
        event = self._answer(self.asked[-1], Code.CARD_REMOVED, ToCheck(), good=True)
        if event is not None:
            self.play(event)

    @precondition(lambda self: self.asked)
    @rule(data=hs.data())
    def a_worker_answers(self, data: hs.DataObject) -> None:
        """Any request made so far may be answered, in any order, any number of times."""
        effect = data.draw(hs.sampled_from(self.asked))
        event = self._answer(effect, data.draw(FAILURES), data.draw(STEPS), good=data.draw(hs.booleans()))
        if event is not None:
            self.play(event)

    def _answer(self, effect: do.Effect, code: Code, goes_to: Step, *, good: bool) -> ev.Event | None:
        match effect:
            case do.ReadCard(filing):
                visit, turn = filing.visit, filing.turn
                if good:
                    return ev.CardRead(visit, turn, self.card_of(visit))
                return ev.CardFailed(visit, turn, code)
            case do.ReopenByCard(visit, turn) | do.ReopenByCode(visit, turn):
                return self._reopened(visit, turn, code, goes_to, good=good)
            case do.BindDraft(filing):
                return ev.DraftBound(filing.visit, filing.turn)
            case do.StoreAnswer(visit, turn):
                return ev.AnswerStored(visit, turn, goes_to) if good else ev.AnswerRefused(visit, turn)
            case do.FirstStep(visit, turn) | do.StepBack(visit, turn) | do.KeepPaper(visit, turn):
                return ev.Moved(visit, turn, goes_to)
            case do.ScanPage(visit, turn):
                return ev.PageScanned(visit, turn) if good else ev.ScanFailed(visit, turn, code)
            case do.DropPage(visit, turn):
                return ev.PageDropped(visit, turn)
            case do.Submit(filing):
                return self._submission_ends(filing, code, good=good)
            case do.PrintSlip(visit, turn):
                return ev.SlipPrinted(visit, turn) if good else ev.SlipFailed(visit, turn, code)
            case do.FollowDelivery(visit, dossier):
                return ev.DeliveryKnown(visit, dossier, st.Delivery.DELIVERED)
            case _:
                return None

    def _reopened(self, visit: VisitId, turn: int, code: Code, goes_to: Step, *, good: bool) -> ev.Event:
        """A factor opens the draft that was locked with it, here always the same person's."""
        self.dossiers += 1
        left = VisitId(f"{visit}-left")
        filing = st.Filing(left, "3.000348", DossierId(f"d{self.dossiers}"))
        identity = st.Identity(st.Method.CARD, self.card_of(left))
        if good:
            return ev.Reopened(visit, turn, filing, identity, goes_to)
        return ev.ReopenFailed(visit, turn, code)

    def _submission_ends(self, filing: st.Filing, code: Code, *, good: bool) -> ev.Event:
        """The store answers a dossier's submission the same way again once it is committed."""
        self.submitting.discard(filing.dossier)
        if good or filing.dossier in self.committed:
            self.committed.add(filing.dossier)
            return ev.Committed(filing.visit, filing.dossier, "TH01-7Q4K-M2HD")
        return ev.SubmitFailed(filing.visit, filing.turn, code)

    @precondition(lambda self: self.asked)
    @rule(data=hs.data())
    def the_card_comes_to_a_phase(self, data: hs.DataObject) -> None:
        effect = data.draw(hs.sampled_from(self.asked))
        if isinstance(effect, do.ReadCard):
            self.play(ev.CardProgressed(effect.filing.visit, effect.filing.turn, ReadPhase.READING))

    @rule(late=hs.integers(0, 2), ends=hs.booleans())
    def nobody_touches(self, late: int, ends: bool) -> None:  # noqa: FBT001 -- hypothesis gives it by name
        visit = st.visit_of(self.state) if not late else VisitId(f"v{self.visits - late}")
        if visit is None:
            return
        self.play(ev.CountdownEnded(visit) if ends else ev.QuietTooLong(visit))

    @rule(mended=hs.booleans())
    def the_machine_fails_or_is_mended(self, mended: bool) -> None:  # noqa: FBT001 -- the same
        self.play(ev.MachineMended() if mended else ev.MachineFailed(Code.DISK_FAILED))

    @invariant()
    def only_the_present_persons_card_is_held(self) -> None:
        state = self.state.over if isinstance(self.state, st.Warned) else self.state
        identity = getattr(state, "identity", None)
        if identity is not None and identity.card is not None:
            assert identity.card.holder.personal_number == st.visit_of(state)

    @invariant()
    def there_is_always_a_way_out(self) -> None:
        state = self.state
        if isinstance(state, st.Submitting):
            filing = state.filing
            state, _ = step(state, ev.SubmitFailed(filing.visit, filing.turn, Code.DISK_FULL))
        way_out = ev.MachineMended() if isinstance(state, st.OutOfService) else ev.Abandoned()
        assert isinstance(step(state, way_out)[0], st.Idle)

    @invariant()
    def submitted_is_said_only_after_the_commit(self) -> None:
        state = self.state.over if isinstance(self.state, st.Warned) else self.state
        if isinstance(state, st.Submitted | st.Rating):
            assert state.filing.dossier in self.committed


@pytest.mark.timeout(120)
def test_no_sequence_breaks_a_promise(card_of: Callable[[str], CardResult]) -> None:
    AnyVisit.card_of = staticmethod(card_of)
    run_state_machine_as_test(  # type: ignore[no-untyped-call] -- hypothesis leaves it untyped
        AnyVisit,
        settings=settings(
            max_examples=60,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
