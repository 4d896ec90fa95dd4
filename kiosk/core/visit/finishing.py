"""From the button to the wipe: submit, slip, rating. From here on only forward."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.transition import Transition, answers, next_turn, stay

MAX_COPIES = 3
"""Prints of one slip in one visit; then the counter prints."""


def submitting(state: st.Submitting, event: ev.Event) -> Transition:
    """Waits for the commit; touches change nothing, so nothing is submitted twice."""
    match event:
        case ev.Committed(receipt_code=code) if committed(event, state.filing):
            return slip(state.filing, code)
        case ev.SubmitFailed(code=code) if answers(event, state.filing):
            return st.Checking(state.filing, state.identity, failure=code), ()
        case _:
            return stay(state)


def submitted(state: st.Submitted, event: ev.Event) -> Transition:
    """The slip: printed or shown, then the rating."""
    filing = state.filing
    match event:
        case ev.SlipPrinted() if answers(event, filing):
            return replace(state, paper=st.Paper.PRINTED, failure=None), ()
        case ev.SlipFailed(code=code) if answers(event, filing):
            return replace(state, paper=st.Paper.FAILED, failure=code), ()
        case ev.DeliveryKnown(visit, dossier, delivery) if (visit, dossier) == (filing.visit, filing.dossier):
            return replace(state, delivery=delivery), ()
        case ev.ReprintTouched() if state.paper is not st.Paper.PRINTING and state.copies < MAX_COPIES:
            filing = next_turn(filing)
            again = replace(
                state, filing=filing, paper=st.Paper.PRINTING, copies=state.copies + 1, failure=None
            )
            return again, (do.PrintSlip(filing.visit, filing.turn, filing.dossier, copy=again.copies),)
        case ev.SlipTaken():
            return st.Rating(filing), ()
        case ev.CountdownEnded(visit) if visit == filing.visit:
            return st.Idle(), (do.WipeVisit(visit),)
        case _:
            return stay(state)


def rating(state: st.Rating, event: ev.Event) -> Transition:
    """Five faces; then everything is forgotten."""
    wipe = do.WipeVisit(state.filing.visit)
    match event:
        case ev.Rated(score) if score is not None:
            return st.Idle(), (do.RecordRating(score), wipe)
        case ev.Rated():
            return st.Idle(), (wipe,)
        case ev.CountdownEnded(visit) if visit == state.filing.visit:
            return st.Idle(), (wipe,)
        case _:
            return stay(state)


def committed(event: ev.Committed, filing: st.Filing) -> bool:
    """Say whether this commit is of this filing."""
    return (event.visit, event.dossier) == (filing.visit, filing.dossier)


def slip(filing: st.Filing, receipt_code: str) -> Transition:
    """Return the submitted state with its first print and the wait for the portal's word."""
    filing = next_turn(filing)
    state = st.Submitted(filing, receipt_code, st.Delivery.STORED, st.Paper.PRINTING)
    return state, (
        do.FollowDelivery(filing.visit, filing.dossier),
        do.PrintSlip(filing.visit, filing.turn, filing.dossier, copy=1),
    )
