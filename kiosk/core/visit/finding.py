"""Finding a procedure: by words, by questions; what to know before starting, on screen and on paper."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.transition import Transition, stay


def finding(state: st.Finding, event: ev.Event) -> Transition:
    """Results at each keystroke; a touch opens one, or asks which one fits."""
    match event:
        case ev.ProcedureChosen(procedure, words):
            return st.Preparing(state.visit, procedure, replace(state.trail, words=words)), ()
        case ev.FamilyOpened(family, question, words):
            return st.Narrowing(
                state.visit, replace(state.trail, words=words, family=family, asked=(question,))
            ), ()
        case _:
            return stay(state)


def narrowing(state: st.Narrowing, event: ev.Event) -> Transition:
    """One question of a family: an answer leads to the next question or to a procedure."""
    visit, trail = state.visit, state.trail
    match event:
        case ev.Narrowed(question):
            return st.Narrowing(visit, replace(trail, asked=(*trail.asked, question))), ()
        case ev.ProcedureChosen(procedure):
            return st.Preparing(visit, procedure, trail), ()
        case ev.BackTouched() if len(trail.asked) > 1:
            return st.Narrowing(visit, replace(trail, asked=trail.asked[:-1])), ()
        case ev.BackTouched():
            return st.Finding(visit, replace(trail, family="", asked=())), ()
        case _:
            return stay(state)


def _prints(state: st.Preparing) -> bool:
    return state.printout is not None and state.printout.paper is st.Paper.PRINTING


def preparing(state: st.Preparing, event: ev.Event) -> Transition:
    """Before you start: on to the notice, or back to where it was found."""
    visit, trail = state.visit, state.trail
    match event:
        case ev.Started(dossier):
            return st.Noticing(st.Filing(visit, state.procedure, dossier)), ()
        case ev.SheetTouched(sheet) if not _prints(state):
            trail = replace(trail, turn=trail.turn + 1)
            asked = replace(state, trail=trail, printout=st.Printout(sheet))
            return asked, (do.PrintSheet(visit, trail.turn, state.procedure, sheet),)
        case ev.SheetPrinted(turn=turn) if state.printout and (event.visit, turn) == (visit, trail.turn):
            return replace(state, printout=replace(state.printout, paper=st.Paper.PRINTED)), ()
        case ev.SheetFailed(turn=turn, code=code) if state.printout and (event.visit, turn) == (
            visit,
            trail.turn,
        ):
            return replace(state, printout=st.Printout(state.printout.sheet, st.Paper.FAILED, code)), ()
        case ev.BackTouched() if trail.family:
            return st.Narrowing(visit, trail), ()
        case ev.BackTouched():
            return st.Finding(visit, trail), ()
        case _:
            return stay(state)
