"""The notice says exactly what will be read: also what a procedure declares beyond the ordinary."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import states as st
from kiosk.ui.pages.identifying import NoticePage
from kiosk.ui.text import Tongue
from tests.ui.hands import Hands
from tests.ui.shots import FILING


def rows(hands: Hands) -> dict[str, str]:
    page = NoticePage(hands.desk, Tongue(), st.Noticing(FILING))
    return {row["title"]: row["text"] for row in page.content()["rows"]}


def test_an_ordinary_procedure_reads_nothing_sensitive(hands: Hands) -> None:
    assert "dân tộc" not in rows(hands)["Đọc và dùng"]
    assert rows(hands)["Không dùng"] == "Dân tộc, tôn giáo, vân tay, ảnh."


def test_what_a_procedure_declares_is_told_and_not_denied(hands: Hands) -> None:
    ordinary = hands.desk.procedure
    hands.desk.procedure = lambda code: replace(ordinary(code), sensitive=("ethnicity", "father_name"))
    assert "nơi cư trú, dân tộc, họ tên cha." in rows(hands)["Đọc và dùng"]
    assert rows(hands)["Không dùng"] == "Tôn giáo, vân tay, ảnh."
