"""The dossier as the office can print it: questions and answers by section. A pure value; no drawing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.config import Site


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
