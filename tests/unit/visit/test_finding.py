"""From words, or from the questions of a family, to a procedure, and back."""

from __future__ import annotations

from kiosk.core.ports import VisitId
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit import step

VISIT = VisitId("v1")


def after(state: st.State, *events: ev.Event) -> st.State:
    for event in events:
        state, effects = step(state, event)
        assert effects == ()
    return state


def test_the_way_back_from_a_procedure_keeps_what_was_typed() -> None:
    chosen = after(st.Finding(VISIT), ev.ProcedureChosen("1.010038", "tach ho"))
    assert chosen == st.Preparing(VISIT, "1.010038", st.Trail("tach ho"))
    assert after(chosen, ev.BackTouched()) == st.Finding(VISIT, st.Trail("tach ho"))


def test_the_questions_of_a_family_lead_to_a_procedure_and_back_one_by_one() -> None:
    asked = after(st.Finding(VISIT), ev.FamilyOpened("licence", "have", "bang lai"), ev.Narrowed("held"))
    assert asked == st.Narrowing(VISIT, st.Trail("bang lai", "licence", ("have", "held")))
    chosen = after(asked, ev.ProcedureChosen("3.000347"))
    assert isinstance(chosen, st.Preparing)
    assert after(chosen, ev.BackTouched()) == asked
    first = after(asked, ev.BackTouched())
    assert first == st.Narrowing(VISIT, st.Trail("bang lai", "licence", ("have",)))
    assert after(first, ev.BackTouched()) == st.Finding(VISIT, st.Trail("bang lai"))


def test_a_procedure_found_by_questions_can_be_started() -> None:
    asked = st.Narrowing(VISIT, st.Trail("", "licence", ("have",)))
    assert isinstance(after(asked, ev.ProcedureChosen("3.000348")), st.Preparing)


def test_typed_words_are_not_shown_by_repr() -> None:
    assert "tach ho" not in repr(st.Finding(VISIT, st.Trail("tach ho")))
    assert "tach ho" not in repr(ev.ProcedureChosen("1.010038", "tach ho"))
