"""The dossier as the office can print it: questions and answers by section. A pure value; no drawing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.config import Site
from kiosk.core.form import PaperNeed, Section, Source
from kiosk.core.printed import PrintedForm

SOURCES = {
    Source.CHIP: "từ chip",
    Source.QR: "từ mã QR",
    Source.TYPED: "tự nhập",
    Source.FILE: "từ tệp",
    Source.CARRIED: "từ hồ sơ trước",
}


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One relevant question with its answer, as people read it, and where the answer came from."""

    question: str
    answer: str = field(repr=False)
    source: str = ""
    """In words: "từ chip", "tự nhập"."""


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """Answers that belong together, under their heading."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of the dossier: how it comes ("bản quét, 2 trang", "nộp bản giấy tại quầy")."""

    name: str
    form: str


@dataclass(frozen=True, slots=True)
class DossierPaper:
    """Everything that stands on it. `submitted_at` carries the office's zone."""

    site: Site
    title: str
    procedure_code: str
    receipt_code: str
    submitted_at: datetime
    sections: tuple[AnswerSection, ...]
    papers: tuple[PaperRow, ...] = ()
    form: PrintedForm | None = None
    """The official form with the answers, where the procedure has its layout; it stands first."""


def sections_of(sections: tuple[Section, ...]) -> tuple[AnswerSection, ...]:
    """Return the check screen's sections as they are printed; a group without questions is left out."""
    return tuple(
        AnswerSection(
            section.title,
            tuple(
                AnswerRow(question.label, question.shown, SOURCES[question.source] if question.source else "")
                for question in section.questions
            ),
        )
        for section in sections
        if section.questions
    )


def papers_of(papers: tuple[PaperNeed, ...]) -> tuple[PaperRow, ...]:
    """Return the papers with how each comes: scanned here, or handed in at the counter."""
    return tuple(
        PaperRow(paper.name, f"bản quét, {paper.pages} trang" if paper.pages else "nộp bản giấy tại quầy")
        for paper in papers
    )
