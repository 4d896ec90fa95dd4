"""The clerk: effects are done in order, their ends come back, and a visit's end drops everything."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, VisitId
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.ui.backroom import Reopened
from kiosk.ui.clerk import Clerk

VISIT = VisitId("v1")
DOSSIER = DossierId("d1")


def reaches(qtbot: QtBot, clerk: Clerk, kind: type[st.State], **holds: Any) -> Any:
    """Wait until the clerk is in such a state with these values, and return it."""

    def there() -> bool:
        state = clerk.state
        return isinstance(state, kind) and all(getattr(state, name) == value for name, value in holds.items())

    qtbot.waitUntil(there, timeout=5000)
    return clerk.state


def go_to_question(qtbot: QtBot, clerk: Clerk) -> None:
    clerk.send(ev.DoorOpened(VISIT))
    clerk.send(ev.ProcedureChosen("3.000348"))
    clerk.send(ev.Started(DOSSIER))
    clerk.send(ev.NoticeAccepted())
    clerk.send(ev.DigitsEntered("000001"))
    reaches(qtbot, clerk, st.ShowingCard)
    clerk.send(ev.IdentityConfirmed())
    reaches(qtbot, clerk, st.Asking, busy=False)


def go_to_check(qtbot: QtBot, clerk: Clerk) -> None:
    go_to_question(qtbot, clerk)
    clerk.give("/data/why", "bị mất")
    clerk.send(ev.AnswerGiven("/data/why"))
    reaches(qtbot, clerk, st.Attaching)
    clerk.send(ev.PaperDone(later=True))
    reaches(qtbot, clerk, st.Checking)


def test_a_visit_is_done_in_order(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    go_to_check(qtbot, clerk)
    clerk.send(ev.SubmitTouched())
    reaches(qtbot, clerk, st.Submitted, paper=st.Paper.PRINTED)
    qtbot.waitUntil(lambda: clerk.slip_image() == b"png", timeout=5000)
    assert clerk.still_to_bring() == ("Giấy khám sức khỏe",)
    clerk.send(ev.SlipTaken())
    clerk.send(ev.Rated(5))
    qtbot.waitUntil(lambda: ("wipe", VISIT) in room.done, timeout=5000)
    assert room.form.filled == "Lò Văn Thử"
    wanted = ["begin", "bind", "save_form", "save_form", "submit", "slip_picture"]
    assert [name for name in room.names() if name in wanted] == wanted
    assert room.names().count("print_slip") == 1
    assert clerk.slip_image() == b""
    assert clerk.still_to_bring() == ()


def test_the_next_question_shows_only_once_the_answer_is_stored(
    qtbot: QtBot, clerk: Clerk, room: Any
) -> None:
    go_to_question(qtbot, clerk)
    room.holds["save_form"] = held = threading.Event()
    clerk.give("/data/why", "bị mất")
    clerk.send(ev.AnswerGiven("/data/why"))
    qtbot.waitUntil(lambda: ("save_form", "bị mất".encode()) in room.done, timeout=5000)
    qtbot.wait(100)
    assert isinstance(clerk.state, st.Asking)
    assert clerk.state.busy
    held.set()
    reaches(qtbot, clerk, st.Attaching)


def test_submitted_is_said_only_once_it_is_committed(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    go_to_check(qtbot, clerk)
    room.holds["submit"] = held = threading.Event()
    clerk.send(ev.SubmitTouched())
    qtbot.waitUntil(lambda: "submit" in room.names(), timeout=5000)
    qtbot.wait(100)
    assert isinstance(clerk.state, st.Submitting)
    held.set()
    reaches(qtbot, clerk, st.Submitted)


def test_an_answer_that_is_refused_stays_on_its_question_and_is_stored(
    qtbot: QtBot, clerk: Clerk, room: Any
) -> None:
    go_to_question(qtbot, clerk)
    clerk.give("/data/why", "?")
    clerk.send(ev.AnswerGiven("/data/why"))
    reaches(qtbot, clerk, st.Asking, busy=False)
    assert clerk.question("/data/why").error == "Ghi rõ hơn."
    assert ("save_form", b"?") in room.done


def test_pages_are_kept_counted_and_dropped(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    go_to_question(qtbot, clerk)
    clerk.give("/data/why", "bị mất")
    clerk.send(ev.AnswerGiven("/data/why"))
    reaches(qtbot, clerk, st.Attaching)
    clerk.send(ev.ScanTouched())
    reaches(qtbot, clerk, st.Attaching, busy=False)
    assert clerk.papers()[0].pages == 1
    assert clerk.page_image("health", 0) == b"jpeg"
    clerk.send(ev.RetakeTouched())
    reaches(qtbot, clerk, st.Attaching, busy=False)
    assert clerk.papers()[0].pages == 0
    room.fails["scan"] = KioskError(Code.SCAN_NO_PAGE)
    clerk.send(ev.ScanTouched())
    assert reaches(qtbot, clerk, st.Attaching, busy=False).failure is Code.SCAN_NO_PAGE


def test_the_portals_word_arrives_while_the_slip_shows(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    go_to_check(qtbot, clerk)
    clerk.send(ev.SubmitTouched())
    reaches(qtbot, clerk, st.Submitted, delivery=st.Delivery.STORED)
    room.delivered = clerk.now()
    reaches(qtbot, clerk, st.Submitted, delivery=st.Delivery.DELIVERED)
    assert clerk.delivered_at() == clerk.now()


def test_a_card_that_answers_after_the_wipe_reaches_nobody(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    room.holds["read_card"] = held = threading.Event()
    clerk.send(ev.DoorOpened(VISIT))
    clerk.send(ev.ProcedureChosen("3.000348"))
    clerk.send(ev.Started(DOSSIER))
    clerk.send(ev.NoticeAccepted())
    clerk.send(ev.DigitsEntered("000001"))
    clerk.send(ev.Abandoned())
    clerk.send(ev.DoorOpened(VisitId("v2")))
    held.set()
    qtbot.wait(100)
    assert clerk.state == st.Finding(VisitId("v2"))
    assert "bind" not in room.names()


def test_a_disk_that_fails_locks_the_visit_and_comes_back_when_mended(
    qtbot: QtBot, clerk: Clerk, room: Any, logged: list[tuple[str, str]]
) -> None:
    go_to_question(qtbot, clerk)
    room.fails["save_form"] = KioskError(Code.DISK_FULL)
    room.sick = Code.DISK_FULL
    clerk.give("/data/why", "bị mất")
    clerk.send(ev.AnswerGiven("/data/why"))
    reaches(qtbot, clerk, st.OutOfService, code=Code.DISK_FULL)
    qtbot.waitUntil(lambda: ("lock", VISIT) in room.done, timeout=5000)
    assert ("wipe", VISIT) not in room.done
    assert ("machine.failed", "STORE-001") in logged
    room.sick = Code.DISK_FAILED
    clerk.start()
    reaches(qtbot, clerk, st.OutOfService, code=Code.DISK_FAILED)
    room.sick = None
    clerk.start()
    reaches(qtbot, clerk, st.Idle)


def test_a_bug_ends_the_visit_in_words_and_leaves_no_value_in_the_log(
    qtbot: QtBot, clerk: Clerk, room: Any, logged: list[tuple[str, str]]
) -> None:
    room.fails["read_card"] = ValueError("014300000001")
    room.sick = Code.INTERNAL
    clerk.send(ev.DoorOpened(VISIT))
    clerk.send(ev.ProcedureChosen("3.000348"))
    clerk.send(ev.Started(DOSSIER))
    clerk.send(ev.NoticeAccepted())
    clerk.send(ev.DigitsEntered("000001"))
    reaches(qtbot, clerk, st.OutOfService, code=Code.INTERNAL)
    assert ("bug", "ValueError") in logged
    assert "014300000001" not in str(logged)


def test_a_submission_that_fails_is_told_on_the_check_screen(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    go_to_check(qtbot, clerk)
    room.fails["submit"] = KioskError(Code.NOT_ENROLLED)
    clerk.send(ev.SubmitTouched())
    assert reaches(qtbot, clerk, st.Checking).failure is Code.NOT_ENROLLED
    room.form.value = ""
    clerk.send(ev.SubmitTouched())
    reaches(qtbot, clerk, st.Checking, failure=Code.FORM_ANSWERS_VIOLATE)
    assert room.names().count("submit") == 1


def test_a_slip_that_does_not_print_is_told_and_shown(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    room.fails["print_slip"] = KioskError(Code.PRINTER_NO_PAPER)
    go_to_check(qtbot, clerk)
    clerk.send(ev.SubmitTouched())
    failed = reaches(qtbot, clerk, st.Submitted, paper=st.Paper.FAILED)
    assert failed.failure is Code.PRINTER_NO_PAPER
    qtbot.waitUntil(lambda: clerk.slip_image() == b"png", timeout=5000)


@pytest.mark.parametrize("factor", [ev.DigitsEntered("000001"), ev.CodeEntered("246810")])
def test_an_unfinished_draft_goes_on_where_it_stood(
    qtbot: QtBot, clerk: Clerk, room: Any, factor: ev.Event
) -> None:
    room.left = 1
    clerk.start()
    reaches(qtbot, clerk, st.Idle, unfinished=1)
    clerk.send(ev.ReopenTouched(VisitId("passing")))
    clerk.send(factor)
    assert reaches(qtbot, clerk, st.Asking).filing.visit == "left"
    assert clerk.page_image("health", 0) == b"jpeg"


def test_a_draft_that_was_submitted_leads_to_its_slip(qtbot: QtBot, clerk: Clerk, room: Any) -> None:
    room.left = 1
    left = st.Filing(VisitId("left"), "3.000348", DOSSIER)
    room.reopened = Reopened(left, st.Identity(st.Method.HAND), receipt_code="TH01-7Q4K-M2HD")
    clerk.start()
    reaches(qtbot, clerk, st.Idle, unfinished=1)
    clerk.send(ev.ReopenTouched(VisitId("passing")))
    clerk.send(ev.CodeEntered("246810"))
    assert reaches(qtbot, clerk, st.Submitted, paper=st.Paper.PRINTED).receipt_code == "TH01-7Q4K-M2HD"


def test_a_draft_that_opens_after_its_owner_left_is_locked_again(
    qtbot: QtBot, clerk: Clerk, room: Any
) -> None:
    room.left = 1
    room.holds["reopen_by_code"] = held = threading.Event()
    clerk.start()
    reaches(qtbot, clerk, st.Idle, unfinished=1)
    clerk.send(ev.ReopenTouched(VisitId("passing")))
    clerk.send(ev.CodeEntered("246810"))
    clerk.send(ev.Abandoned())
    held.set()
    qtbot.waitUntil(lambda: ("lock", "left") in room.done, timeout=5000)
    reaches(qtbot, clerk, st.Idle, unfinished=1)
