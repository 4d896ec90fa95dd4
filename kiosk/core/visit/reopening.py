"""After a crash: the draft's owner shows its card or code, and goes on where they stood."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.finishing import slip
from kiosk.core.visit.identifying import arrive
from kiosk.core.visit.transition import Transition, stay


def reopening(state: st.Reopening, event: ev.Event) -> Transition:
    """Try factors until one fits. The visit then is the draft's own, not the passing one."""
    match event:
        case ev.BackTouched():
            effects: tuple[do.Effect, ...] = (do.CancelCard(state.visit),) if state.busy else ()
            return st.Idle(), (*effects, do.WipeVisit(state.visit))
        case _ if state.busy:
            return _tried(state, event)
        case ev.DigitsEntered(digits):
            busy = replace(state, turn=state.turn + 1, busy=True, failure=None, tries_left=None)
            return busy, (do.ReopenByCard(state.visit, busy.turn, digits),)
        case ev.CodeEntered(code):
            busy = replace(state, turn=state.turn + 1, busy=True, failure=None, tries_left=None)
            return busy, (do.ReopenByCode(state.visit, busy.turn, code),)
        case _:
            return stay(state)


def _tried(state: st.Reopening, event: ev.Event) -> Transition:
    if not isinstance(event, ev.Answer) or (event.visit, event.turn) != (state.visit, state.turn):
        return stay(state)
    match event:
        case ev.Reopened(filing=filing, identity=identity, goes_to=goes_to):
            return arrive(filing, identity, goes_to), ()
        case ev.ReopenedSubmitted(filing=filing, receipt_code=code):
            return slip(filing, code)
        case ev.ReopenFailed(code=code, tries_left=tries_left):
            return replace(state, busy=False, failure=code, tries_left=tries_left), ()
        case _:
            return stay(state)
