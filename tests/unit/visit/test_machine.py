"""The visit as sequences of events."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.core.errors import Code
from kiosk.core.form import ToCheck, ToIdentity, ToPaper, ToQuestion
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.visit import audit_line, step
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.finishing import MAX_COPIES
from kiosk.idcard.holder import ReadPhase

VISIT = VisitId("v1")
OTHER = VisitId("v0")
DOSSIER = DossierId("d1")
FILING = st.Filing(VISIT, "3.000348", DOSSIER, turn=4)
HAND = st.Identity(st.Method.HAND, reopening_code="246810")
CHECKING = st.Checking(FILING, HAND)
SUBMITTING = st.Submitting(FILING, HAND)
SUBMITTED = st.Submitted(FILING, "TH01-7Q4K-M2HD", st.Delivery.STORED, st.Paper.PRINTING)
ASKING = st.Asking(FILING, HAND, st.Place("/data/why"))
ATTACHING = st.Attaching(FILING, HAND, "health")
EVERY_VISIT_STATE: tuple[st.InVisit, ...] = (
    st.Reopening(VISIT),
    st.Finding(VISIT),
    st.Narrowing(VISIT, st.Trail("bang lai", "licence", ("have",))),
    st.Preparing(VISIT, "3.000348"),
    st.Noticing(FILING),
    st.EnteringDigits(FILING),
    st.ReadingCard(FILING),
    st.Binding(FILING, HAND),
    st.ShowingCard(FILING, HAND),
    ASKING,
    ATTACHING,
    CHECKING,
    SUBMITTING,
    SUBMITTED,
    st.Rating(FILING),
)


def after(state: st.State, *events: ev.Event) -> st.State:
    for event in events:
        state, _ = step(state, event)
    return state


def test_a_whole_visit_by_card(card_of: Callable[[str], CardResult]) -> None:
    state: st.State = st.Idle()
    seen: list[str] = []
    done: list[do.Effect] = []

    def play(event: ev.Event) -> None:
        nonlocal state
        state, effects = step(state, event)
        seen.append(type(state).__name__)
        done.extend(effects)

    def turn() -> int:
        assert isinstance(
            state, st.ReadingCard | st.Binding | st.ShowingCard | st.Asking | st.Attaching | st.Submitted
        )
        return state.filing.turn

    play(ev.DoorOpened(VISIT))
    play(ev.ProcedureChosen("3.000348"))
    play(ev.Started(DOSSIER))
    play(ev.NoticeAccepted())
    play(ev.DigitsEntered("123456"))
    play(ev.CardProgressed(VISIT, turn(), ReadPhase.READING))
    play(ev.CardRead(VISIT, turn(), card_of("014300000001")))
    play(ev.DraftBound(VISIT, turn()))
    play(ev.IdentityConfirmed())
    play(ev.Moved(VISIT, turn(), ToQuestion("/data/a")))
    play(ev.AnswerGiven("/data/a"))
    play(ev.AnswerStored(VISIT, turn(), ToPaper("health")))
    play(ev.ScanTouched())
    play(ev.PageScanned(VISIT, turn()))
    play(ev.PaperDone(later=False))
    play(ev.Moved(VISIT, turn(), ToCheck()))
    play(ev.SubmitTouched())
    play(ev.SubmitTouched())
    play(ev.Committed(VISIT, DOSSIER, "TH01-7Q4K-M2HD"))
    play(ev.DeliveryKnown(VISIT, DOSSIER, st.Delivery.DELIVERED))
    play(ev.SlipPrinted(VISIT, turn()))
    play(ev.SlipTaken())
    play(ev.Rated(5))

    assert " ".join(seen) == (
        "Finding Preparing Noticing EnteringDigits ReadingCard ReadingCard Binding ShowingCard ShowingCard"
        " Asking Asking Attaching Attaching Attaching Attaching Checking Submitting Submitting"
        " Submitted Submitted Submitted Rating Idle"
    )
    assert " ".join(type(effect).__name__ for effect in done) == (
        "BeginDraft ReadCard BindDraft FirstStep StoreAnswer ScanPage KeepPaper Submit FollowDelivery"
        " PrintSlip RecordRating WipeVisit"
    )


@pytest.mark.parametrize("state", EVERY_VISIT_STATE, ids=lambda s: type(s).__name__)
def test_end_and_wipe_ends_every_state_but_a_running_submission(state: st.InVisit) -> None:
    ended, effects = step(state, ev.Abandoned())
    if isinstance(state, st.Submitting):
        assert (ended, effects) == (state, ())
    else:
        assert ended == st.Idle()
        assert effects[-1] == do.WipeVisit(VISIT)


@pytest.mark.parametrize("state", EVERY_VISIT_STATE, ids=lambda s: type(s).__name__)
def test_quiet_warns_then_wipes(state: st.InVisit) -> None:
    warned = after(state, ev.QuietTooLong(VISIT))
    if isinstance(state, st.Submitting | st.Submitted | st.Rating):
        assert warned == state
        return
    assert warned == st.Warned(state)
    assert after(warned, ev.StillHere()) == state
    assert after(warned, ev.CountdownEnded(OTHER)) == warned
    assert step(warned, ev.CountdownEnded(VISIT))[0] == st.Idle()
    assert step(warned, ev.Abandoned())[0] == st.Idle()
    assert after(warned, ev.AnswerGiven("/data/why")) == warned


@pytest.mark.parametrize("state", EVERY_VISIT_STATE, ids=lambda s: type(s).__name__)
def test_another_visits_timers_and_answers_change_nothing(
    state: st.InVisit, card_of: Callable[[str], CardResult]
) -> None:
    late: tuple[ev.Event, ...] = (
        ev.QuietTooLong(OTHER),
        ev.CountdownEnded(OTHER),
        ev.CardProgressed(OTHER, 4, ReadPhase.READING),
        ev.CardRead(OTHER, 4, card_of("014300000002")),
        ev.CardFailed(OTHER, 4, Code.CARD_REMOVED),
        ev.DraftBound(OTHER, 4),
        ev.Reopened(OTHER, 0, FILING, HAND, ToCheck()),
        ev.ReopenedSubmitted(OTHER, 0, FILING, "X"),
        ev.ReopenFailed(OTHER, 0, Code.CARD_REMOVED),
        ev.AnswerStored(OTHER, 4, ToCheck()),
        ev.AnswerRefused(OTHER, 4),
        ev.Moved(OTHER, 4, ToCheck()),
        ev.PageScanned(OTHER, 4),
        ev.ScanFailed(OTHER, 4, Code.SCAN_FAILED),
        ev.Committed(OTHER, DOSSIER, "X"),
        ev.Committed(VISIT, DossierId("d0"), "X"),
        ev.SubmitFailed(OTHER, 4, Code.DISK_FULL),
        ev.DeliveryKnown(OTHER, DOSSIER, st.Delivery.DELIVERED),
        ev.DeliveryKnown(VISIT, DossierId("d0"), st.Delivery.DELIVERED),
        ev.SlipPrinted(OTHER, 4),
        ev.SlipFailed(OTHER, 4, Code.PRINTER_JAM),
    )
    for event in late:
        assert step(state, event) == (state, ())


def test_a_machine_that_fails_leaves_the_draft_locked_and_a_submission_alone() -> None:
    for state in EVERY_VISIT_STATE:
        failed, effects = step(state, ev.MachineFailed(Code.DISK_FAILED))
        if isinstance(state, st.Submitting | st.Submitted | st.Rating):
            assert failed == state
        else:
            assert failed == st.OutOfService(Code.DISK_FAILED)
            assert effects[-1] == do.LockVisit(VISIT)
            assert step(st.Warned(state), ev.MachineFailed(Code.DISK_FAILED))[0] == failed
    assert after(st.Idle(), ev.MachineFailed(Code.DISK_FULL)) == st.OutOfService(Code.DISK_FULL)
    assert after(st.OutOfService(Code.DISK_FULL), ev.MachineFailed(Code.DISK_FAILED)) == st.OutOfService(
        Code.DISK_FAILED
    )
    assert after(st.OutOfService(Code.DISK_FULL), ev.DoorOpened(VISIT)) == st.OutOfService(Code.DISK_FULL)
    assert after(st.OutOfService(Code.DISK_FULL), ev.MachineMended()) == st.Idle()


def test_back_leads_back_from_every_state_before_submitting() -> None:
    asked = step(ASKING, ev.BackTouched())
    assert asked[1] == (do.StepBack(VISIT, 5, "/data/why"),)
    assert after(asked[0], ev.Moved(VISIT, 5, ToIdentity())) == st.ShowingCard(
        st.Filing(VISIT, "3.000348", DOSSIER, 5), HAND
    )
    assert isinstance(
        after(ATTACHING, ev.BackTouched(), ev.Moved(VISIT, 5, ToQuestion("/data/a"))), st.Asking
    )
    assert isinstance(after(CHECKING, ev.BackTouched(), ev.Moved(VISIT, 5, ToPaper("health"))), st.Attaching)
    assert after(CHECKING, ev.BackTouched(), ev.SubmitTouched()) == after(CHECKING, ev.BackTouched())
    assert after(st.ShowingCard(FILING, HAND), ev.BackTouched()) == st.EnteringDigits(FILING)
    assert after(st.EnteringDigits(FILING), ev.BackTouched()) == st.Noticing(FILING)
    assert after(st.Noticing(FILING), ev.BackTouched()) == st.Preparing(VISIT, "3.000348")
    assert after(st.Preparing(VISIT, "3.000348"), ev.BackTouched()) == st.Finding(VISIT)
    assert step(st.Finding(VISIT), ev.BackTouched()) == (st.Idle(), (do.WipeVisit(VISIT),))


def test_a_read_that_was_left_is_cancelled_and_its_late_end_ignored(
    card_of: Callable[[str], CardResult],
) -> None:
    reading, _ = step(st.EnteringDigits(FILING), ev.DigitsEntered("123456"))
    left, effects = step(reading, ev.BackTouched())
    assert effects == (do.CancelCard(VISIT),)
    again, _ = step(left, ev.DigitsEntered("654321"))
    assert after(again, ev.CardRead(VISIT, 5, card_of("014300000001"))) == again
    by_hand, effects = step(again, ev.HandChosen("246810"))
    assert isinstance(by_hand, st.Binding)
    assert effects[0] == do.CancelCard(VISIT)
    assert step(reading, ev.Abandoned())[1] == (do.CancelCard(VISIT), do.WipeVisit(VISIT))


@pytest.mark.parametrize("state", EVERY_VISIT_STATE, ids=lambda s: type(s).__name__)
def test_touches_that_are_not_on_the_screen_change_nothing(state: st.InVisit) -> None:
    assert step(state, ev.MachineMended()) == (state, ())
    assert step(state, ev.DoorOpened(OTHER)) == (state, ())
    assert step(state, ev.CountdownEnded(OTHER)) == (state, ())
    if not isinstance(state, st.Rating):
        assert step(state, ev.Rated(1)) == (state, ())


def test_by_hand_shows_the_code_that_reopens_the_draft() -> None:
    state = after(st.EnteringDigits(FILING), ev.HandChosen("246810"), ev.DraftBound(VISIT, 5))
    assert isinstance(state, st.ShowingCard)
    assert state.identity == HAND


def test_wrong_digits_are_told_with_the_tries_left() -> None:
    reading = st.ReadingCard(FILING)
    assert after(reading, ev.CardFailed(VISIT, 4, Code.CARD_WRONG_CAN, 2)) == st.EnteringDigits(
        FILING, Code.CARD_WRONG_CAN, 2
    )


def test_an_answer_shows_the_next_question_only_once_stored() -> None:
    saving, effects = step(ASKING, ev.AnswerGiven("/data/why"))
    assert effects == (do.StoreAnswer(VISIT, 5, "/data/why"),)
    assert after(saving, ev.AnswerGiven("/data/why"), ev.BackTouched()) == saving
    assert after(saving, ev.AnswerRefused(VISIT, 5)) == st.Asking(
        st.Filing(VISIT, "3.000348", DOSSIER, 5), HAND, st.Place("/data/why")
    )
    assert after(ASKING, ev.AnswerGiven("/data/elsewhere")) == ASKING
    moved = after(saving, ev.AnswerStored(VISIT, 5, ToQuestion("/data/b")))
    assert after(moved, ev.AnswerStored(VISIT, 5, ToCheck())) == moved


def test_what_was_opened_from_the_check_screen_stays_marked_until_it_returns() -> None:
    edited = after(CHECKING, ev.EditTouched("/data/why"))
    assert edited == st.Asking(FILING, HAND, st.Place("/data/why", returning=True))
    deeper = after(edited, ev.AnswerGiven("/data/why"), ev.AnswerStored(VISIT, 5, ToQuestion("/data/new")))
    assert isinstance(deeper, st.Asking)
    assert deeper.place.returning
    paper = after(CHECKING, ev.PaperTouched("health"))
    assert paper == st.Attaching(FILING, HAND, "health", returning=True)


def test_scanning_fails_in_words_and_can_be_taken_again() -> None:
    scanning, effects = step(ATTACHING, ev.ScanTouched())
    assert effects == (do.ScanPage(VISIT, 5, "health"),)
    assert after(scanning, ev.ScanTouched()) == scanning
    failed = after(scanning, ev.ScanFailed(VISIT, 5, Code.SCAN_NO_PAGE))
    assert isinstance(failed, st.Attaching)
    assert failed.failure is Code.SCAN_NO_PAGE
    dropping, effects = step(failed, ev.RetakeTouched())
    assert effects == (do.DropPage(VISIT, 6, "health"),)
    assert after(dropping, ev.PageDropped(VISIT, 6)) == st.Attaching(
        st.Filing(VISIT, "3.000348", DOSSIER, 6), HAND, "health"
    )
    assert after(dropping, ev.DraftBound(VISIT, 6)) == dropping


def test_a_failed_submission_is_told_and_a_late_commit_still_counts() -> None:
    failed = after(SUBMITTING, ev.SubmitFailed(VISIT, 4, Code.DISK_FULL))
    assert failed == st.Checking(FILING, HAND, failure=Code.DISK_FULL)
    assert isinstance(after(failed, ev.Committed(VISIT, DOSSIER, "TH01-7Q4K-M2HD")), st.Submitted)


def test_a_slip_that_does_not_print_is_told_and_reprints_are_counted() -> None:
    failed = after(SUBMITTED, ev.SlipFailed(VISIT, 4, Code.PRINTER_NO_PAPER))
    assert isinstance(failed, st.Submitted)
    assert (failed.paper, failed.failure) == (st.Paper.FAILED, Code.PRINTER_NO_PAPER)
    state: st.State = failed
    for copy in range(2, MAX_COPIES + 1):
        state, effects = step(state, ev.ReprintTouched())
        assert isinstance(state, st.Submitted)
        assert effects == (do.PrintSlip(VISIT, state.filing.turn, DOSSIER, copy),)
        assert after(state, ev.ReprintTouched()) == state
        state = after(state, ev.SlipPrinted(VISIT, state.filing.turn))
    assert after(state, ev.ReprintTouched()) == state


def test_slip_and_rating_end_by_themselves() -> None:
    assert step(SUBMITTED, ev.CountdownEnded(VISIT)) == (st.Idle(), (do.WipeVisit(VISIT),))
    assert step(st.Rating(FILING), ev.CountdownEnded(VISIT)) == (st.Idle(), (do.WipeVisit(VISIT),))
    assert step(st.Rating(FILING), ev.Rated(None)) == (st.Idle(), (do.WipeVisit(VISIT),))
    assert step(st.Rating(FILING), ev.Rated(3)) == (st.Idle(), (do.RecordRating(3), do.WipeVisit(VISIT)))


def test_a_commit_reaches_the_submission_under_the_warning() -> None:
    """The warning can stand over the check screen, which a late commit reaches."""
    warned = st.Warned(CHECKING)
    assert isinstance(after(warned, ev.Committed(VISIT, DOSSIER, "TH01-7Q4K-M2HD")), st.Warned)


LEFT = st.Filing(OTHER, "3.000348", DOSSIER, turn=9)
"""The filing of a draft that a crash left."""


def test_an_unfinished_draft_is_a_door_and_nothing_more() -> None:
    idle = after(st.Idle(), ev.DraftsCounted(1))
    assert idle == st.Idle(unfinished=1)
    assert after(idle, ev.ReopenTouched(VISIT)) == st.Reopening(VISIT)
    assert after(st.Idle(), ev.ReopenTouched(VISIT)) == st.Idle()


def test_the_card_that_began_a_draft_leads_back_to_where_it_stood() -> None:
    trying, effects = step(st.Reopening(VISIT), ev.DigitsEntered("123456"))
    assert effects == (do.ReopenByCard(VISIT, 1, "123456"),)
    assert after(trying, ev.DigitsEntered("123456"), ev.CodeEntered("246810")) == trying
    assert after(trying, ev.DraftBound(VISIT, 1)) == trying
    back = after(trying, ev.Reopened(VISIT, 1, LEFT, HAND, ToQuestion("/data/a")))
    assert back == st.Asking(LEFT, HAND, st.Place("/data/a"))


def test_the_code_of_a_draft_begun_by_hand_leads_to_its_slip_when_it_was_submitted() -> None:
    trying, effects = step(st.Reopening(VISIT), ev.CodeEntered("246810"))
    assert effects == (do.ReopenByCode(VISIT, 1, "246810"),)
    back, effects = step(trying, ev.ReopenedSubmitted(VISIT, 1, LEFT, "TH01-7Q4K-M2HD"))
    assert isinstance(back, st.Submitted)
    assert back.filing.visit == OTHER
    assert effects[-1] == do.PrintSlip(OTHER, 10, DOSSIER, copy=1)


def test_a_factor_that_opens_nothing_is_told_and_can_be_tried_again() -> None:
    trying = after(st.Reopening(VISIT), ev.CodeEntered("111111"))
    failed = after(trying, ev.ReopenFailed(VISIT, 1, Code.CARD_OTHER, 3))
    assert failed == st.Reopening(VISIT, 1, failure=Code.CARD_OTHER, tries_left=3)
    assert step(trying, ev.BackTouched()) == (st.Idle(), (do.CancelCard(VISIT), do.WipeVisit(VISIT)))
    assert step(trying, ev.Abandoned())[1] == (do.CancelCard(VISIT), do.WipeVisit(VISIT))
    assert step(failed, ev.BackTouched()) == (st.Idle(), (do.WipeVisit(VISIT),))


def test_visit_of_names_the_owner() -> None:
    assert st.visit_of(st.Idle()) is None
    assert st.visit_of(st.OutOfService(Code.DISK_FULL)) is None
    assert st.visit_of(st.Warned(CHECKING)) == VISIT
    assert {st.visit_of(state) for state in EVERY_VISIT_STATE} == {VISIT}


def test_audit_lines_name_types_and_codes_never_values() -> None:
    event = ev.CardFailed(VISIT, 4, Code.CARD_WRONG_CAN, 2)
    before = st.ReadingCard(FILING)
    assert audit_line(before, event, after(before, event)) == "ReadingCard CardFailed CARD-002 EnteringDigits"
    assert (
        audit_line(CHECKING, ev.QuietTooLong(VISIT), st.Warned(CHECKING))
        == "Checking QuietTooLong Warned/Checking"
    )
    assert audit_line(CHECKING, ev.NoticeAccepted(), CHECKING) is None
