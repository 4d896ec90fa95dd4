"""The card's QR, typed by a hand scanner: it opens the chip, fills nothing, and is compared with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.idcard.holder import Verified
from tests.ui.hands import Hands
from tests.ui.test_main_path import to_digits

OF_2021 = "014087000512||Đinh Văn Việt|14031987|Nam|Bản Hìn, phường Chiềng An, tỉnh Sơn La|{issued}"
OF_2024 = OF_2021 + "||||"


def scan(hands: Hands, text: str) -> None:
    """Type as a hand scanner does: every letter a key press, then Enter."""
    for letter in text:
        press(Qt.Key.Key_unknown, letter, hands)
    press(Qt.Key.Key_Return, "\r", hands)
    hands.settle()


def press(key: Qt.Key, text: str, hands: Hands) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    QGuiApplication.sendEvent(hands.window, event)


def issued(hands: Hands) -> str:
    day = hands.desk.card.holder.date_of_issue
    assert day is not None
    return f"{day:%d%m%Y}"


@pytest.mark.parametrize("form", [OF_2021, OF_2024], ids=["2021", "2024"])
def test_a_scan_and_a_tap_are_enough(hands: Hands, form: str) -> None:
    to_digits(hands)
    scan(hands, form.format(issued=issued(hands)))
    sent = [event for event in hands.desk.sent if isinstance(event, ev.DigitsEntered)]
    assert [event.digits for event in sent] == ["000512"]
    assert isinstance(hands.desk.state, st.ShowingCard)
    assert not hands.has("qr-disagrees")


def test_what_chip_and_code_say_differently_is_told(hands: Hands) -> None:
    to_digits(hands)
    scan(hands, OF_2021.format(issued="01012020").replace("Việt|", "Viện|"))
    assert "Mã QR in trên thẻ khác với chip" in hands.texts()
    assert "Họ và tên, ngày cấp thẻ." in hands.texts()
    hands.touch("main")
    assert isinstance(hands.desk.state, st.Asking)


@pytest.mark.parametrize("text", ["https://a.vn/x|y", "014087000512|x", "||||||", "1" * 30 + "|" * 3000])
def test_another_code_tries_no_digits_on_the_card(hands: Hands, text: str) -> None:
    to_digits(hands)
    scan(hands, text)
    assert isinstance(hands.desk.state, st.EnteringDigits)
    assert "Mã vừa quét không phải mã QR trên thẻ căn cước." in hands.texts()
    assert not any(isinstance(event, ev.DigitsEntered) for event in hands.desk.sent)
    hands.type("000512")
    assert "Mã vừa quét" not in hands.texts()
    hands.touch("main")
    assert isinstance(hands.desk.state, st.ShowingCard)


def test_a_scan_opens_the_unfinished_dossier_and_is_never_taken_for_its_code(hands: Hands) -> None:
    for by_code in (False, True):
        hands.desk.put(st.Idle(unfinished=1))
        hands.desk.send(ev.ReopenTouched(hands.desk.new_visit()))
        hands.settle(40)
        if by_code:
            hands.touch("other-factor")
        scan(hands, OF_2021.format(issued="10052021"))
        assert isinstance(hands.desk.sent[-1], ev.DigitsEntered)
        assert hands.desk.sent[-1].digits == "000512"
        hands.desk.send(ev.BackTouched())


def test_a_practice_issuers_card_is_never_called_genuine(hands: Hands) -> None:
    hands.desk.card = replace(hands.desk.card, practice=True)
    to_digits(hands)
    hands.type("000512")
    hands.touch("main")
    assert "Thẻ luyện tập, không phải thẻ thật" in hands.texts()
    assert "Thẻ thật" not in hands.texts()


def test_a_card_that_may_be_a_copy_is_never_called_genuine(hands: Hands) -> None:
    hands.desk.card = replace(hands.desk.card, verified=Verified(passive=True, chip=None, active=False))
    to_digits(hands)
    hands.type("000512")
    hands.touch("main")
    assert "Chip không chứng minh được là thẻ gốc" in hands.texts()
    assert "Thẻ thật" not in hands.texts()
