"""A whole visit by touches at places on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt

from kiosk.core.errors import Code
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from tests.ui.hands import Hands


def to_digits(hands: Hands) -> None:
    hands.touch("door-file")
    hands.type("mat bang lai")
    hands.touch("result-3.000348")
    hands.touch("main")
    hands.touch("main")


def to_questions(hands: Hands) -> None:
    to_digits(hands)
    hands.type("000512")
    hands.touch("main")
    hands.touch("main")


def to_check(hands: Hands) -> None:
    to_questions(hands)
    hands.type("0987000214")
    hands.touch("main")
    hands.touch("choice-A1")
    hands.touch("choice-B")
    hands.touch("main")
    hands.touch("suggestion-0")
    hands.touch("main")
    hands.type("17052017")
    hands.touch("main")
    hands.touch("choice-lost")
    hands.touch("main")
    hands.touch("main")
    hands.touch("main")
    hands.touch("main")


def test_a_visit_from_the_door_to_the_rating(hands: Hands) -> None:
    to_check(hands)
    assert isinstance(hands.desk.state, st.Checking)
    assert "Sở Giao thông vận tải Sơn La" in hands.texts()
    hands.touch("main")
    assert isinstance(hands.desk.state, st.Submitted)
    assert "Đã gửi lúc 9:38" in hands.texts()
    hands.touch("main")
    hands.touch("face-5")
    assert hands.desk.state == st.Idle()
    assert ev.Rated(5) in hands.desk.sent


ENTER, TAB, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space


def write(hands: Hands, text: str) -> None:
    for letter in text:
        hands.press(Qt.Key.Key_A, letter)


def reach(hands: Hands, name: str) -> None:
    """Press Tab until the item has the focus."""
    for _ in range(40):
        item = hands.window.activeFocusItem()
        if item is not None and item.objectName() == name:
            return
        hands.press(TAB)
    raise AssertionError(name)


def test_the_same_visit_by_keys_alone(hands: Hands) -> None:
    hands.press(ENTER)
    write(hands, "mat bang lai")
    for _ in range(3):
        hands.press(ENTER)
    write(hands, "000512")
    hands.press(ENTER)
    hands.press(ENTER)
    write(hands, "0987000214")
    hands.press(ENTER)
    hands.settle(60)
    reach(hands, "choice-B")
    hands.press(SPACE)
    hands.press(ENTER)
    write(hands, "Coong an tinhr Sown La")
    hands.press(ENTER)
    write(hands, "17052017")
    hands.press(ENTER)
    hands.settle(60)
    reach(hands, "choice-lost")
    hands.press(SPACE)
    hands.press(ENTER)
    reach(hands, "main")
    hands.press(SPACE)
    hands.press(ENTER)
    hands.press(ENTER)
    assert isinstance(hands.desk.state, st.Checking)
    assert "Công an tỉnh Sơn La" in hands.texts()
    hands.settle(60)
    hands.press(ENTER)
    hands.press(ENTER)
    hands.press(ENTER)
    assert hands.desk.state == st.Idle()


def test_the_focus_is_seen_when_keys_are_used_and_gone_after_a_touch(hands: Hands) -> None:
    hands.press(TAB)
    assert any(item.property("corner") and item.property("shown") is True for item in hands.items())
    hands.touch("door-file")
    hands.touch("back")
    assert not any(item.property("corner") and item.property("shown") is True for item in hands.items())


def test_the_cursor_goes_where_the_text_is_touched(hands: Hands) -> None:
    hands.touch("door-file")
    hands.type("lo hoa")
    field = hands.find("field")
    start = field.mapToScene(QPointF(8, field.height() / 2)).toPoint()
    hands.touch_at(start)
    hands.touch("row-grave")
    assert field.property("text") == "lò hoa"


def test_hiding_the_keyboard_gives_the_room_back_and_the_field_brings_it_again(hands: Hands) -> None:
    hands.touch("door-file")
    hands.touch("key-hide")
    assert not hands.has("key-a")
    hands.touch("field")
    assert hands.has("key-a")


def test_size_and_contrast_are_back_to_normal_for_the_next_person(hands: Hands) -> None:
    hands.touch("door-file")
    hands.touch("rail-size")
    hands.touch("rail-contrast")
    assert hands.window.screens.frame.value("sizeStep") == 1
    hands.touch("back")
    assert hands.window.screens.frame.value("sizeStep") == 0
    assert hands.window.screens.frame.value("contrast") is False


def test_wrong_digits_are_said_and_asked_again(hands: Hands) -> None:
    hands.desk.card_failure = Code.CARD_WRONG_CAN
    to_digits(hands)
    hands.type("111111")
    hands.touch("main")
    assert isinstance(hands.desk.state, st.EnteringDigits)
    assert "Sáu số vừa nhập chưa đúng." in hands.texts()
    assert "Còn 2\u00a0lần thử." in hands.texts()
    hands.desk.card_failure = None
    hands.type("000512")
    hands.touch("main")
    assert "ĐINH VĂN VIỆT" in hands.texts()


def test_before_the_last_try_an_officer_is_to_be_asked(hands: Hands) -> None:
    to_digits(hands)
    hands.type("111111")
    hands.desk.hold()
    hands.touch("main")
    state = hands.desk.state
    assert isinstance(state, st.ReadingCard)
    hands.desk.send(ev.CardFailed(state.filing.visit, state.filing.turn, Code.CARD_WRONG_CAN, 1))
    hands.settle(60)
    assert "Chỉ còn 1\u00a0lần thử trước khi thẻ bị khóa: nhờ cán bộ trước khi nhập lại." in hands.texts()


def test_by_hand_shows_the_code_that_reopens(hands: Hands) -> None:
    to_digits(hands)
    hands.touch("by-hand")
    assert hands.find("reopening-code").isVisible()
    hands.touch("main")
    assert isinstance(hands.desk.state, st.Asking)


def test_a_refused_answer_says_how_to_mend_it_and_keeps_what_was_typed(hands: Hands) -> None:
    to_questions(hands)
    hands.touch("main")
    hands.touch("choice-B")
    hands.touch("main")
    hands.type("soo giao thoong vaanj tair")
    hands.touch("main")
    assert "Thêm tên tỉnh vào cuối" in hands.texts()
    assert hands.find("field").property("text") == "sô giao thông vận tải"
    assert hands.has("error-summary")


def test_the_number_is_masked_until_asked_for(hands: Hands) -> None:
    to_digits(hands)
    hands.type("000512")
    hands.touch("main")
    assert "014\u00a0087\u00a0•••\u00a0512" in hands.texts()
    hands.touch("show-number")
    assert "014\u00a0087\u00a0000\u00a0512" in hands.texts()


def test_change_leads_to_the_question_and_back_to_the_check_screen(hands: Hands) -> None:
    to_check(hands)
    hands.touch("edit-reason")
    hands.touch("choice-broken")
    hands.touch("main")
    assert isinstance(hands.desk.state, st.Checking)
    assert "Bị hỏng, không đọc được" in hands.texts()


def test_pages_are_scanned_seen_and_dropped(hands: Hands) -> None:
    hands.desk.scan_failure = Code.SCAN_NO_PAGE
    to_questions(hands)
    state = hands.desk.state
    assert isinstance(state, st.Asking)
    hands.desk.put(st.Attaching(state.filing, state.identity, "health"))
    hands.settle()
    hands.touch("main")
    assert hands.has("failure")
    hands.desk.scan_failure = None
    hands.touch("main")
    assert hands.has("page-picture")
    hands.touch("scan-more")
    assert "Trang 2/2" in hands.texts()
    hands.touch("retake")
    assert "Trang 1/1" in hands.texts()
    hands.touch("paper-later")
    assert isinstance(hands.desk.state, st.Checking)


def test_a_printer_that_fails_leaves_the_slip_on_the_screen(hands: Hands) -> None:
    hands.desk.slip_failure = Code.PRINTER_NO_PAPER
    hands.desk.delivered = False
    hands.desk.is_online = False
    to_check(hands)
    hands.touch("main")
    assert "Đã lưu an toàn tại máy này, sẽ gửi khi có mạng" in hands.texts()
    assert hands.has("print-failure")
    assert hands.has("slip-picture")
    hands.desk.slip_failure = None
    hands.touch("back")
    assert not hands.has("print-failure")


def test_the_warning_is_stopped_by_a_touch(open_window: Callable[..., Hands]) -> None:
    hands = open_window(idle_s=0.2, countdown_s=30)
    hands.touch("door-file")
    hands.settle(400)
    assert isinstance(hands.desk.state, st.Warned)
    hands.touch("stay")
    assert isinstance(hands.desk.state, st.Finding)


def test_nobody_touches_and_everything_is_wiped(open_window: Callable[..., Hands]) -> None:
    hands = open_window(idle_s=0.2, countdown_s=1)
    hands.touch("door-file")
    hands.type("mat")
    hands.settle(1600)
    assert hands.desk.state == st.Idle()


def test_ending_asks_once_before_it_wipes(hands: Hands) -> None:
    to_questions(hands)
    hands.touch("rail-wipe")
    hands.touch("wipe-keep")
    assert isinstance(hands.desk.state, st.Asking)
    hands.touch("rail-wipe")
    hands.touch("wipe-yes")
    assert hands.desk.state == st.Idle()


def test_nothing_of_the_visit_is_left_when_idle(hands: Hands) -> None:
    to_questions(hands)
    hands.touch("main")
    hands.touch("choice-B")
    hands.touch("main")
    hands.type("lo thi hoa")
    hands.touch("rail-wipe")
    hands.touch("wipe-yes")
    left = hands.everything()
    for trace in ("ĐINH VĂN VIỆT", "000512", "lo thi hoa", "Bản Hìn", "mat bang lai", "014"):
        assert trace not in left


def test_the_machine_out_of_service_says_so_with_a_code(hands: Hands) -> None:
    hands.desk.send(ev.MachineFailed(Code.DISK_FULL))
    hands.settle()
    assert "Máy tạm ngừng phục vụ" in hands.texts()
    assert "STORE-001" in hands.texts()


def test_english_stays_until_the_wipe(hands: Hands) -> None:
    hands.touch("rail-language")
    assert "File a dossier" in hands.everything()
    hands.touch("door-file")
    hands.touch("back")
    assert "Nộp hồ sơ" in hands.everything()


def test_who_only_turns_a_knob_and_leaves_is_followed_by_the_normal_screen(
    open_window: Callable[..., Hands],
) -> None:
    hands = open_window(idle_s=0.2)
    hands.touch("rail-contrast")
    hands.touch("rail-language")
    assert "File a dossier" in hands.everything()
    hands.settle(400)
    assert hands.window.screens.frame.value("contrast") is False
    assert "Nộp hồ sơ" in hands.everything()
