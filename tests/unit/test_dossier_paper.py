"""The dossier's listing from what the check screen shows."""

from __future__ import annotations

from kiosk.core.dossier_paper import SOURCES, AnswerRow, papers_of, sections_of
from kiosk.core.form import Kind, PaperNeed, Question, Section, Source


def question(source: Source | None) -> Question:
    return Question(
        "/data/a",
        Kind.DATE,
        "I",
        "Ngày sinh",
        "",
        "",
        required=True,
        value="1986-04-12",
        shown="12/04/1986",
        source=source,
    )


def test_answers_stand_as_people_read_them_with_where_they_came_from() -> None:
    (made,) = sections_of((Section("I", (question(Source.CHIP), question(None))), Section("II", ())))
    assert made.rows == (
        AnswerRow("Ngày sinh", "12/04/1986", "từ chip"),
        AnswerRow("Ngày sinh", "12/04/1986"),
    )


def test_every_source_has_its_words() -> None:
    assert set(SOURCES) == set(Source)


def test_papers_say_whether_they_were_scanned_or_come_later() -> None:
    scanned = PaperNeed("health", "Giấy khám sức khỏe", "", "", scannable=True, pages=2)
    later = PaperNeed("copy", "Bản sao", "", "", scannable=True, later=True)
    assert [row.form for row in papers_of((scanned, later))] == ["bản quét, 2 trang", "nộp bản giấy tại quầy"]
