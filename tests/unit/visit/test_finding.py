"""From words, or from the questions of a family, to a procedure, and back."""

from __future__ import annotations

from kiosk.core.errors import Code
from kiosk.core.ports import VisitId
from kiosk.core.visit import effects as do
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
    chosen = after(st.Finding(VISIT), ev.ProcedureChosen("1.010028", "xoa tam tru"))
    assert chosen == st.Preparing(VISIT, "1.010028", st.Trail("xoa tam tru"))
    assert after(chosen, ev.BackTouched()) == st.Finding(VISIT, st.Trail("xoa tam tru"))


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
    assert "xoa tam tru" not in repr(st.Finding(VISIT, st.Trail("xoa tam tru")))
    assert "xoa tam tru" not in repr(ev.ProcedureChosen("1.010028", "xoa tam tru"))


PREPARING = st.Preparing(VISIT, "3.000347")


def printing(state: st.State) -> st.Preparing:
    asked, effects = step(state, ev.SheetTouched(st.Sheet.CHECKLIST))
    assert isinstance(asked, st.Preparing)
    assert effects == (do.PrintSheet(VISIT, asked.trail.turn, "3.000347", st.Sheet.CHECKLIST),)
    assert asked.printout == st.Printout(st.Sheet.CHECKLIST)
    return asked


def test_a_checklist_is_printed_once_however_often_the_button_is_touched() -> None:
    asked = printing(PREPARING)
    assert step(asked, ev.SheetTouched(st.Sheet.FORM)) == (asked, ())
    printed = after(asked, ev.SheetPrinted(VISIT, asked.trail.turn))
    assert isinstance(printed, st.Preparing)
    assert printed.printout == st.Printout(st.Sheet.CHECKLIST, st.Paper.PRINTED)
    printing(printed)


def test_a_checklist_that_did_not_print_says_why_and_can_be_tried_again() -> None:
    asked = printing(PREPARING)
    failed = after(asked, ev.SheetFailed(VISIT, asked.trail.turn, Code.PRINTER_NO_PAPER))
    assert isinstance(failed, st.Preparing)
    assert failed.printout == st.Printout(st.Sheet.CHECKLIST, st.Paper.FAILED, Code.PRINTER_NO_PAPER)
    printing(failed)


def test_the_end_of_an_earlier_print_changes_nothing() -> None:
    first = printing(PREPARING)
    back = after(first, ev.BackTouched(), ev.ProcedureChosen("3.000347"))
    second = printing(back)
    assert after(second, ev.SheetPrinted(VISIT, first.trail.turn)) == second
    assert after(second, ev.SheetPrinted(VisitId("v0"), second.trail.turn)) == second
