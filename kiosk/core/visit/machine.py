"""The one function between states: `step(state, event) -> (state, effects)`.

    Idle → Reopening → where the draft stood
    Idle → Finding (→ Narrowing*) → Preparing → Noticing → EnteringDigits ⇄ ReadingCard → Binding
      → ShowingCard → Asking* → Attaching* → Checking → Submitting → Submitted → Rating → Idle

Every state inside a visit also goes to Warned (nobody touched) and from there back or to Idle; to Idle by
*Kết thúc và xóa*; and to OutOfService when the machine fails. From Submitting on, only forward. A worker's
answer is taken only by the state that waits for it: same visit, same turn. All else is late, doubled or not
legal now, and changes nothing.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.core.ports import VisitId
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.filling import asking, attaching, checking
from kiosk.core.visit.finding import finding, narrowing, preparing
from kiosk.core.visit.finishing import rating, submitted, submitting
from kiosk.core.visit.identifying import binding, entering_digits, noticing, reading_card, showing_card
from kiosk.core.visit.reopening import reopening
from kiosk.core.visit.transition import Transition, stay

_QUIET_IS_FINE = (st.Submitting, st.Submitted, st.Rating)
"""Submitting ends by itself; the slip and the rating have a time of their own (`CountdownEnded`)."""


def step(state: st.State, event: ev.Event) -> Transition:
    """Return the next state and what the shell must do. Illegal, late and doubled events change nothing."""
    match state:
        case st.Idle() | st.OutOfService():
            return _nobody(state, event)
        case st.Warned(over):
            return _warned(over, event)
        case _:
            return _in_visit(state, event)


def _nobody(state: st.Idle | st.OutOfService, event: ev.Event) -> Transition:
    match state, event:
        case st.Idle(), ev.DoorOpened(visit):
            return st.Finding(visit), ()
        case st.Idle(unfinished), ev.ReopenTouched(visit) if unfinished:
            return st.Reopening(visit), ()
        case st.Idle(), ev.DraftsCounted(unfinished):
            return st.Idle(unfinished), ()
        case _, ev.MachineFailed(code):
            return st.OutOfService(code), ()
        case st.OutOfService(), ev.MachineMended():
            return st.Idle(), ()
        case _:
            return stay(state)


def _warned(over: st.InVisit, event: ev.Event) -> Transition:
    """Nothing shows but the countdown; workers' answers still reach the state below."""
    match event:
        case ev.Abandoned():
            return _wipe(over)
        case ev.CountdownEnded(visit) if visit == st.visit_of(over):
            return _wipe(over)
        case ev.StillHere():
            return stay(over)
        case ev.MachineFailed():
            return _in_visit(over, event)
        case _ if isinstance(event, ev.Report):
            below, effects = _in_visit(over, event)
            return _still_warned(below), effects
        case _:
            return stay(st.Warned(over))


def _still_warned(below: st.State) -> st.State:
    return st.Warned(below) if isinstance(below, st.InVisit) else below


def _in_visit(state: st.InVisit, event: ev.Event) -> Transition:
    """Events that mean the same in every state of a visit; then the state's own."""
    committed = isinstance(state, st.Submitting | st.Submitted | st.Rating)
    match event:
        case ev.Abandoned() if not isinstance(state, st.Submitting):
            return _wipe(state)
        case ev.QuietTooLong(visit) if visit == st.visit_of(state) and not isinstance(state, _QUIET_IS_FINE):
            return st.Warned(state), ()
        case ev.MachineFailed(code) if not committed:
            return st.OutOfService(code), (*_cancel(state), do.LockVisit(_visit(state)))
        case _:
            return _own(state, event)


def _own(state: st.InVisit, event: ev.Event) -> Transition:
    match state:
        case st.Reopening():
            return reopening(state, event)
        case st.Finding():
            return _finding(state, event)
        case st.Narrowing():
            return narrowing(state, event)
        case st.Preparing():
            return preparing(state, event)
        case st.Noticing():
            return noticing(state, event)
        case st.EnteringDigits():
            return entering_digits(state, event)
        case st.ReadingCard():
            return reading_card(state, event)
        case st.Binding():
            return binding(state, event)
        case st.ShowingCard():
            return showing_card(state, event)
        case st.Asking():
            return asking(state, event)
        case st.Attaching():
            return attaching(state, event)
        case st.Checking():
            return checking(state, event)
        case st.Submitting():
            return submitting(state, event)
        case st.Submitted():
            return submitted(state, event)
        case st.Rating():
            return rating(state, event)
        case _:
            assert_never(state)


def _finding(state: st.Finding, event: ev.Event) -> Transition:
    return _wipe(state) if isinstance(event, ev.BackTouched) else finding(state, event)


def _wipe(state: st.InVisit) -> Transition:
    return st.Idle(), (*_cancel(state), do.WipeVisit(_visit(state)))


def _cancel(state: st.InVisit) -> tuple[do.Effect, ...]:
    reads = isinstance(state, st.ReadingCard) or (isinstance(state, st.Reopening) and state.busy)
    return (do.CancelCard(_visit(state)),) if reads else ()


def _visit(state: st.InVisit) -> VisitId:
    visit = st.visit_of(state)
    assert visit is not None  # noqa: S101 -- every state of a visit has one
    return visit
