"""A long list is narrowed by typing; where nothing is left, that is said."""

from __future__ import annotations

from kiosk.core.form import Choice
from kiosk.core.visit import states as st
from tests.ui.hands import Hands
from tests.ui.shots import BY_CARD, FILING

PEOPLES = ("Kinh", "Tày", "Thái", "Mường", "Khmer", "Hoa", "Nùng", "Mông", "Dao", "Gia-rai")
PEOPLES += ("Ê-đê", "Ba-na", "Chăm", "Xơ-đăng", "Sán-chay", "Lào")


def listed(hands: Hands) -> None:
    hands.desk.offer("reason", tuple(Choice(name, name) for name in PEOPLES))
    hands.desk.put(st.Asking(FILING, BY_CARD, st.Place("reason")))
    hands.settle()


def test_typing_narrows_a_long_list(hands: Hands) -> None:
    listed(hands)
    hands.type("tha")
    assert hands.has("choice-Thái")
    assert not hands.has("choice-Kinh")
    assert not hands.has("no-such-choice")


def test_a_list_with_nothing_left_says_so(hands: Hands) -> None:
    listed(hands)
    hands.type("qq")
    assert "Không có mục nào có chữ “qq”" in hands.texts()
    hands.touch("key-backspace")
    hands.touch("key-backspace")
    assert hands.has("choice-Kinh")
