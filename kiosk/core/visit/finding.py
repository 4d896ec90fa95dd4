"""Finding a procedure: by words, by the questions of its family, and what to know before starting it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit.transition import Transition, stay


def finding(state: st.Finding, event: ev.Event) -> Transition:
    """Results at each keystroke; a touch opens one, or asks which one fits."""
    match event:
        case ev.ProcedureChosen(procedure, words):
            return st.Preparing(state.visit, procedure, st.Trail(words)), ()
        case ev.FamilyOpened(family, question, words):
            return st.Narrowing(state.visit, st.Trail(words, family, (question,))), ()
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
            return st.Finding(visit, st.Trail(trail.words)), ()
        case _:
            return stay(state)


def preparing(state: st.Preparing, event: ev.Event) -> Transition:
    """Before you start: on to the notice, or back to where it was found."""
    visit, trail = state.visit, state.trail
    match event:
        case ev.Started(dossier):
            return st.Noticing(st.Filing(visit, state.procedure, dossier)), ()
        case ev.BackTouched() if trail.family:
            return st.Narrowing(visit, trail), ()
        case ev.BackTouched():
            return st.Finding(visit, trail), ()
        case _:
            return stay(state)
