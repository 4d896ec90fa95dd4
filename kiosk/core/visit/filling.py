"""Questions, papers and the check screen."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.form import Step
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.finishing import committed, slip
from kiosk.core.visit.identifying import arrive
from kiosk.core.visit.transition import Transition, answers, next_turn, stay


def asking(state: st.Asking, event: ev.Event) -> Transition:
    """One question. While it is busy touches wait; its answer is durable before the next one shows."""
    match event:
        case ev.AnswerGiven(ref) if not state.busy and ref == state.place.ref:
            filing = next_turn(state.filing)
            return replace(state, filing=filing, busy=True), (do.StoreAnswer(filing.visit, filing.turn, ref),)
        case ev.BackTouched() if not state.busy:
            filing = next_turn(state.filing)
            effect = do.StepBack(filing.visit, filing.turn, state.place.ref)
            return replace(state, filing=filing, busy=True), (effect,)
        case ev.AnswerStored(goes_to=goes_to) if state.busy and answers(event, state.filing):
            return _onward(state, goes_to), ()
        case ev.AnswerRefused() if state.busy and answers(event, state.filing):
            return replace(state, busy=False), ()
        case ev.Moved(goes_to=goes_to) if state.busy and answers(event, state.filing):
            return _onward(state, goes_to), ()
        case _:
            return stay(state)


def attaching(state: st.Attaching, event: ev.Event) -> Transition:
    """One paper: scan, look, take again, or bring it to the counter."""
    if state.busy:
        return _attaching_busy(state, event)
    filing = next_turn(state.filing)
    busy = replace(state, filing=filing, busy=True, failure=None)
    match event:
        case ev.ScanTouched():
            return replace(busy, scanning=True), (do.ScanPage(filing.visit, filing.turn, state.paper),)
        case ev.RetakeTouched():
            return busy, (do.DropPage(filing.visit, filing.turn, state.paper),)
        case ev.PaperDone(later):
            return busy, (do.KeepPaper(filing.visit, filing.turn, state.paper, later),)
        case ev.BackTouched():
            return busy, (do.StepBack(filing.visit, filing.turn, state.paper),)
        case _:
            return stay(state)


def _attaching_busy(state: st.Attaching, event: ev.Event) -> Transition:
    if not answers(event, state.filing):
        return stay(state)
    free = replace(state, busy=False, scanning=False)
    match event:
        case ev.PageScanned() | ev.PageDropped():
            return free, ()
        case ev.ScanFailed(code=code):
            return replace(free, failure=code), ()
        case ev.Moved(goes_to=goes_to):
            return _onward(state, goes_to), ()
        case _:
            return stay(state)


def checking(state: st.Checking, event: ev.Event) -> Transition:
    """All answers at once, each with *Sửa*; then once, however often the button is hit, submit."""
    filing, identity = state.filing, state.identity
    match event:
        case ev.Committed(receipt_code=code) if committed(event, filing):
            return slip(filing, code)
        case ev.Moved(goes_to=goes_to) if state.busy and answers(event, filing):
            return arrive(filing, identity, goes_to), ()
        case _ if state.busy:
            return stay(state)
        case ev.SubmitTouched():
            filing = next_turn(filing)
            return st.Submitting(filing, identity), (do.Submit(filing, identity),)
        case ev.EditTouched(ref):
            return st.Asking(filing, identity, st.Place(ref, returning=True)), ()
        case ev.PaperTouched(paper):
            return st.Attaching(filing, identity, paper, returning=True), ()
        case ev.BackTouched():
            filing = next_turn(filing)
            effect = do.StepBack(filing.visit, filing.turn, "")
            return replace(state, filing=filing, busy=True, failure=None), (effect,)
        case _:
            return stay(state)


def _onward(state: st.Asking | st.Attaching, goes_to: Step) -> st.State:
    """Lead on; what was opened from the check screen leads back to it unless something is still open."""
    returning = state.place.returning if isinstance(state, st.Asking) else state.returning
    return arrive(state.filing, state.identity, goes_to, returning=returning)
