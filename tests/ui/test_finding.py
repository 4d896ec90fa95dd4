"""Every result opens; what nobody has gathered is said to be unknown; questions lead to the right one."""

from __future__ import annotations

from kiosk.core.centre import Centre, Reception
from kiosk.core.errors import Code
from kiosk.core.ports import VisitId
from kiosk.core.visit import effects as do
from kiosk.core.visit import states as st
from tests.ui.hands import Hands
from tests.ui.shots import CODE


def found(hands: Hands, words: str, code: str) -> None:
    hands.touch("door-file")
    hands.type(words)
    hands.touch(f"result-{code}")


def test_a_procedure_without_facts_opens_and_says_so(hands: Hands) -> None:
    found(hands, "xoa tam tru", "1.010028")
    texts = hands.texts()
    assert "Máy chưa có thông tin chi tiết về thủ tục này" in texts
    assert hands.desk.config.site.counter in texts
    assert "Đăng ký, quản lý cư trú" in texts
    assert "luôn cần" not in texts


def test_back_from_a_procedure_finds_the_words_again(hands: Hands) -> None:
    found(hands, "xoa tam tru", "1.010028")
    hands.touch("back")
    assert hands.has("result-1.010028")


def test_the_questions_of_a_family_lead_to_one_procedure(hands: Hands) -> None:
    hands.touch("door-file")
    hands.type("mat bang lai")
    hands.touch("which-one")
    hands.touch("way-2")
    assert "Bằng bị mất còn thời hạn không?" in hands.texts()
    hands.touch("back")
    hands.touch("way-2")
    hands.touch("way-0")
    state = hands.desk.state
    assert isinstance(state, st.Preparing)
    assert state.procedure == CODE


def test_the_centres_own_list_says_where_and_by_whom(hands: Hands) -> None:
    hands.desk.catalogue.centre = Centre("7:30", {CODE: Reception(CODE, "Quầy số 3", "Công an tỉnh")})
    found(hands, "mat bang lai", CODE)
    assert "Quầy số 3 · Công an tỉnh · 7:30" in hands.texts()


def test_what_the_centre_does_not_receive_is_told(hands: Hands) -> None:
    hands.desk.catalogue.centre = Centre("", {CODE: Reception(CODE)})
    hands.touch("door-file")
    hands.type("xoa tam tru")
    assert "Trung tâm này chưa nhận" in hands.texts()
    hands.touch("result-1.010028")
    assert "Trung tâm này chưa nhận" in hands.texts()


def test_steps_legal_basis_and_confidence_are_shown(hands: Hands) -> None:
    found(hands, "mat bang lai", CODE)
    shown = hands.texts()
    while "Xem tiếp trang" in hands.texts():
        hands.touch("leaf-next")
        shown += hands.texts()
    procedure = hands.desk.procedure(CODE)
    assert procedure.legal[0].text in shown
    assert procedure.steps[0].vi in shown
    assert procedure.source in shown


def test_a_procedure_that_ends_here_ends_with_a_checklist(hands: Hands) -> None:
    found(hands, "xoa tam tru", "1.010028")
    hands.desk.hold()
    hands.touch("main")
    assert do.PrintSheet(VisitId("visit-1"), 1, "1.010028", st.Sheet.CHECKLIST) in hands.desk.effects
    hands.settle(40)
    assert "Đang in…" in hands.texts()
    hands.desk.release()
    hands.settle(40)
    assert "Đã in xong. Lấy giấy ở máy in." in hands.texts()


def test_a_printer_without_paper_is_told_and_can_be_tried_again(hands: Hands) -> None:
    hands.desk.slip_failure = Code.PRINTER_NO_PAPER
    found(hands, "mat bang lai", CODE)
    hands.touch("print-checklist")
    hands.settle(40)
    assert hands.has("sheet-failure")
    hands.desk.slip_failure = None
    hands.touch("print-checklist")
    hands.settle(40)
    assert not hands.has("sheet-failure")
    assert "Đã in xong. Lấy giấy ở máy in." in hands.texts()


def test_a_blank_form_is_offered_where_its_layout_is_here(hands: Hands) -> None:
    hands.desk.put(st.Preparing(VisitId("v"), "1.004222"))
    hands.settle()
    hands.touch("print-form")
    assert hands.desk.effects[-1] == do.PrintSheet(VisitId("v"), 1, "1.004222", st.Sheet.FORM)
