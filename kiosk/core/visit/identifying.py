"""Notice, card, or by hand: everything until the draft is bound to its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.core.form import Step, ToCheck, ToIdentity, ToPaper, ToQuestion
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.transition import Transition, answers, next_turn, stay
from kiosk.idcard.qr import disagreements


def noticing(state: st.Noticing, event: ev.Event) -> Transition:
    """The notice: on to the card, or back."""
    match event:
        case ev.NoticeAccepted():
            return st.EnteringDigits(state.filing), (do.BeginDraft(state.filing),)
        case ev.BackTouched():
            return st.Preparing(state.filing.visit, state.filing.procedure), ()
        case _:
            return stay(state)


def entering_digits(state: st.EnteringDigits, event: ev.Event) -> Transition:
    """Six digits, or by hand."""
    match event:
        case ev.DigitsEntered(digits, scanned):
            filing = next_turn(state.filing)
            return st.ReadingCard(filing, scanned=scanned), (do.ReadCard(filing, digits),)
        case ev.HandChosen(code):
            return _by_hand(state.filing, code)
        case ev.BackTouched():
            return st.Noticing(state.filing), ()
        case _:
            return stay(state)


def reading_card(state: st.ReadingCard, event: ev.Event) -> Transition:
    """The read: its progress, its end, or leaving it."""
    filing = state.filing
    match event:
        case ev.CardProgressed(phase=phase) if answers(event, filing):
            return replace(state, phase=phase), ()
        case ev.CardRead(result=result) if answers(event, filing):
            differing = disagreements(state.scanned, result.holder) if state.scanned else ()
            identity = st.Identity(st.Method.CARD, result, disagrees=differing)
            return _bind(filing, identity)
        case ev.CardFailed(code=code, tries_left=tries_left) if answers(event, filing):
            return st.EnteringDigits(filing, code, tries_left), ()
        case ev.BackTouched():
            return st.EnteringDigits(filing), (do.CancelCard(filing.visit),)
        case ev.HandChosen(code):
            bound, effects = _by_hand(filing, code)
            return bound, (do.CancelCard(filing.visit), *effects)
        case _:
            return stay(state)


def binding(state: st.Binding, event: ev.Event) -> Transition:
    """Waits for the wrapped key; there is nothing to touch."""
    if isinstance(event, ev.DraftBound) and answers(event, state.filing):
        return st.ShowingCard(state.filing, state.identity), ()
    return stay(state)


def showing_card(state: st.ShowingCard, event: ev.Event) -> Transition:
    """Confirm what was read, then the first question."""
    match event:
        case ev.IdentityConfirmed() if not state.busy:
            filing = next_turn(state.filing)
            return replace(state, filing=filing, busy=True), (do.FirstStep(filing.visit, filing.turn),)
        case ev.Moved(goes_to=goes_to) if state.busy and answers(event, state.filing):
            return arrive(state.filing, state.identity, goes_to), ()
        case ev.BackTouched():
            return st.EnteringDigits(state.filing), (do.BeginDraft(state.filing),)
        case _:
            return stay(state)


def arrive(filing: st.Filing, identity: st.Identity, goes_to: Step, *, returning: bool = False) -> st.State:
    """Return the state that a step leads to."""
    match goes_to:
        case ToQuestion(ref):
            return st.Asking(filing, identity, st.Place(ref, returning))
        case ToPaper(paper):
            return st.Attaching(filing, identity, paper, returning)
        case ToCheck():
            return st.Checking(filing, identity)
        case ToIdentity():
            return st.ShowingCard(filing, identity)
        case _:
            assert_never(goes_to)


def _by_hand(filing: st.Filing, code: str) -> Transition:
    return _bind(filing, st.Identity(st.Method.HAND, reopening_code=code))


def _bind(filing: st.Filing, identity: st.Identity) -> Transition:
    filing = next_turn(filing)
    return st.Binding(filing, identity), (do.BindDraft(filing, identity),)
