"""Check your answers: by section, each with *Sửa* or a lock; papers; the fee."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.form import Kind, PaperNeed, Question, Source
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Checking, State
from kiosk.ui.desk import Desk
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.pages.preparing import fee_of
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import grouped, masked

_LONG_NUMBER = 9


class CheckPage(Page):
    """What will be filed."""

    qml = "CheckPage"
    state: Checking

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._seen = False

    def bar(self) -> Bar:
        problems = len(self.desk.open_problems())
        main = self.say("submit" if self._seen else "seeAll")
        if problems:
            main = self.say("problemsLeft", n=problems)
        return Bar(
            step=4,
            step_title=self.say("stepCheck"),
            minutes=1,
            back=self.say("back"),
            main=main,
            main_icon="check",
            main_on=not self.state.busy and not problems and self._seen,
            help=self.say("helpCheck"),
        )

    def content(self) -> dict[str, Any]:
        procedure = self.desk.procedure(self.state.filing.procedure)
        what, todo = failure_words(self.state.failure, self.say)
        problems = {question.ref for question in self.desk.open_problems()}
        rows: list[dict[str, Any]] = []
        for section in self.desk.sections():
            answers = [self._row(question, wrong=question.ref in problems) for question in section.questions]
            rows += _card(section.title, answers)
        rows += _card(self.say("papersAndFee"), self._papers())
        return {
            "lead": procedure.name.in_(self.say.language),
            "rows": rows,
            "what": what,
            "todo": todo,
            "code": self.state.failure.value if self.state.failure else "",
        }

    def _row(self, question: Question, *, wrong: bool) -> dict[str, Any]:
        return {
            "key": question.ref,
            "paper": False,
            "label": question.label,
            "value": _value(question) or self.say("notAnswered"),
            "answered": bool(question.shown),
            "locked": question.locked,
            "source": self.say("fromChip") if question.source is Source.CHIP else "",
            "wrong": question.error or self.say("answerMissing") if wrong else "",
        }

    def _papers(self) -> list[dict[str, Any]]:
        rows = [self._paper(paper) for paper in self.desk.papers()]
        procedure = self.desk.procedure(self.state.filing.procedure)
        fee, _ = fee_of(procedure, self.desk.now().date(), self.say)
        row = self._plain(self.say("fee"), self.say("feeLater", fee=fee))
        return [*rows, row]

    def _paper(self, paper: PaperNeed) -> dict[str, Any]:
        scanned = self.say("scannedPages", n=paper.pages)
        value = scanned if paper.pages else self.say("paperAtCounter")
        return self._plain(paper.name, value) | {"key": paper.key, "paper": True, "locked": False}

    def _plain(self, label: str, value: str) -> dict[str, Any]:
        return {
            "key": "",
            "paper": False,
            "label": label,
            "value": value,
            "answered": True,
            "locked": True,
            "source": "",
            "wrong": "",
        }

    @Slot(bool)
    def see(self, seen: bool) -> None:  # noqa: FBT001 -- a Qt slot
        """All leaves of the page have been on the screen, or not yet."""
        if seen != self._seen:
            self._seen = seen
            self.retell()

    @Slot(str)
    def edit(self, ref: str) -> None:
        """*Sửa* beside an answer."""
        self.desk.send(ev.EditTouched(ref))

    @Slot(str)
    def editPaper(self, key: str) -> None:
        """*Sửa* beside a paper."""
        self.desk.send(ev.PaperTouched(key))

    @Slot()
    def goOn(self) -> None:
        """*Nộp hồ sơ*."""
        if self._shown.value("mainOn"):
            self.desk.send(ev.SubmitTouched())


def _card(title: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a section as lines: its title, then its rows, the first and last of them knowing it."""
    if not rows:
        return []
    ends = [row | {"heads": False, "first": n == 0, "last": n == len(rows) - 1} for n, row in enumerate(rows)]
    head = {"heads": True, "title": title, "first": False, "last": False, "key": "", "paper": False}
    return [head | {"locked": True, "answered": True}, *ends]


def _value(question: Question) -> str:
    """Long numbers in groups; the card's, which need no checking, with the middle hidden."""
    number = question.shown
    if question.kind is not Kind.DIGITS or not number.isdecimal() or len(number) < _LONG_NUMBER:
        return number
    return masked(number) if question.locked else grouped(number)
