"""One question a screen: typed, by date columns, or chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from kiosk.core.form import Kind, Question
from kiosk.core.text import fold
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Asking, State
from kiosk.ui.date_entry import DateEntry
from kiosk.ui.desk import Desk
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.selection import Selection
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import date_in_words, time_past

_TYPED = {Kind.TEXT, Kind.NAME, Kind.LONG_TEXT, Kind.DIGITS, Kind.INTEGER}
_CHOSEN = {Kind.ONE_OF, Kind.SOME_OF}
_LONG_TEXT_LETTERS = 1000
_MANY = 14
"""From this many choices on, typing narrows the list."""


class QuestionPage(Page):
    """A question. What is typed stays here until it is given to the desk."""

    qml = "QuestionPage"
    state: Asking

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._letters = False
        question = self._question
        self._date = DateEntry()
        self._selection = Selection(
            tuple(choice.value for choice in question.choices),
            many=question.kind is Kind.SOME_OF,
            ticked=question.value if question.kind in _CHOSEN else "",
        )
        self._prepare(question)

    def _prepare(self, question: Question) -> None:
        entry = self._entry
        entry.capitals = question.kind is Kind.NAME
        entry.digits_only = question.kind is Kind.INTEGER
        entry.lines = question.kind is Kind.LONG_TEXT
        entry.limit = _LONG_TEXT_LETTERS if entry.lines else entry.limit
        if question.kind in _TYPED:
            entry.start(question.value)
        if question.kind is Kind.DATE:
            self._date.start(question.value)
        entry.submitted.connect(self.goOn)
        self._date.submitted.connect(self.goOn)
        self._date.changed.connect(self.retell)
        self._narrows = len(question.choices) > _MANY
        if self._narrows:
            entry.changed.connect(self.retell)

    @property
    def _question(self) -> Question:
        return self.desk.question(self.state.place.ref)

    @Property(QObject, constant=True)
    def date(self) -> DateEntry:
        """The date's three columns."""
        return self._date

    @Property(QObject, constant=True)
    def pad(self) -> QObject:
        """What the digits pad types into."""
        return self._date if self._question.kind is Kind.DATE else self._entry

    @Property(QObject, constant=True)
    def selection(self) -> Selection:
        """The ticks."""
        return self._selection

    def bar(self) -> Bar:
        question = self._question
        progress = self.desk.progress(question.ref)
        return Bar(
            step=3,
            step_title=self.say("stepQuestion", at=progress.at, of=progress.of),
            minutes=progress.minutes,
            back=self.say("back"),
            main=self.say("backToCheck" if self.state.place.returning else "next"),
            main_on=not self.state.busy,
            help=self._help(question),
            keyboard=self._keyboard(question),
        )

    def _keyboard(self, question: Question) -> str:
        if question.locked:
            return ""
        if question.kind in {Kind.DATE, Kind.INTEGER}:
            return "digits"
        if question.kind is Kind.DIGITS:
            return "letters" if self._letters else "digits+letters"
        if question.kind in _TYPED or len(question.choices) > _MANY:
            return "letters"
        return ""

    def _help(self, question: Question) -> str:
        parts = [question.hint, self.say("helpExample", example=question.example) if question.example else ""]
        parts.append(self.say("helpRequired" if question.required else "helpOptional"))
        if question.kind in {Kind.TEXT, Kind.NAME, Kind.LONG_TEXT}:
            parts.append(self.say("helpTyping"))
        return "\n\n".join(part for part in parts if part)

    def content(self) -> dict[str, Any]:
        question = self._question
        words, past = self._date_words(question)
        choices, typed = self._choices(question), self._entry.value.strip()
        nothing = bool(question.choices) and not choices
        return {
            "ref": question.ref,
            "kind": "typed" if question.kind in _TYPED else question.kind.value,
            "lines": question.kind is Kind.LONG_TEXT,
            "many": question.kind is Kind.SOME_OF,
            "section": question.section,
            "label": question.label,
            "hint": question.hint,
            "example": self.say("example", example=question.example) if question.example else "",
            "optional": not question.required and question.kind is not Kind.NOTE,
            "locked": question.locked,
            "value": question.shown,
            "suggestions": list(question.suggestions[:3]),
            "choices": choices,
            "noSuch": self.say("noSuchChoice", typed=typed) if nothing else "",
            "narrows": len(question.choices) > _MANY,
            "error": question.error,
            "dateWords": words,
            "datePast": past,
        }

    def _choices(self, question: Question) -> list[dict[str, str]]:
        sought = fold(self._entry.value) if len(question.choices) > _MANY else ""
        return [
            {"value": choice.value, "label": choice.label}
            for choice in question.choices
            if sought in fold(choice.label)
        ]

    def _date_words(self, question: Question) -> tuple[str, str]:
        if question.kind is not Kind.DATE:
            return "", ""
        try:
            day = date.fromisoformat(self._date.value)
        except ValueError:
            return "", ""
        today = self.desk.now().date()
        return date_in_words(day, self.say.language), time_past(day, today, self.say.language)

    def forget(self) -> None:
        self._date.changed.disconnect(self.retell)  # the visit, and with it the question, may be gone already
        if self._narrows:
            self._entry.changed.disconnect(self.retell)
        self._date.forget()
        super().forget()

    @Slot()
    def useLetters(self) -> None:
        """The number has letters in it: the whole keyboard."""
        self._letters = True
        self.retell()

    @Slot(str)
    def suggest(self, text: str) -> None:
        """A suggestion was touched: it fills the field."""
        self._entry.fill(text)

    @Slot()
    def goOn(self) -> None:
        """*Tiếp tục*: give the answer."""
        question = self._question
        if self.state.busy:
            return
        if not question.locked and question.kind is not Kind.NOTE:
            self.desk.give(question.ref, self._value(question))
        self.desk.send(ev.AnswerGiven(question.ref))

    def _value(self, question: Question) -> str:
        if question.kind in _CHOSEN:
            return self._selection.value
        return self._date.value if question.kind is Kind.DATE else self._entry.value.strip()
