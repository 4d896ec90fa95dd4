"""The idle screen and the one that says that the machine is out of service."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot

from kiosk.core.error_words import WORDS
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Idle, OutOfService
from kiosk.ui.pages.page import Bar, Page


class IdlePage(Page):
    """Doors, and nothing of anybody."""

    languageChosen = Signal(str)
    qml = "IdlePage"
    state: Idle

    def bar(self) -> Bar:
        return Bar(help=self.say("helpIdle"), wipes=False)

    def content(self) -> dict[str, Any]:
        return {"unfinished": self.state.unfinished, "language": self.say.language}

    @Slot(str)
    def speak(self, language: str) -> None:
        """A language was touched."""
        self.languageChosen.emit(language)

    @Slot()
    def file(self) -> None:
        """*Nộp hồ sơ*."""
        self.desk.send(ev.DoorOpened(self.desk.new_visit()))

    @Slot()
    def reopen(self) -> None:
        """*Mở lại hồ sơ đang làm dở*."""
        self.desk.send(ev.ReopenTouched(self.desk.new_visit()))

    @Slot()
    def goOn(self) -> None:
        """Enter opens the first door."""
        self.file()


class OutOfServicePage(Page):
    """What failed, in words, and where to go instead."""

    qml = "OutOfServicePage"
    state: OutOfService

    def bar(self) -> Bar:
        return Bar(wipes=False)

    def content(self) -> dict[str, Any]:
        words = WORDS[self.state.code]
        english = self.say.language == "en"
        return {
            "what": words.en if english else words.vi,
            "todo": words.do_en if english else words.do_vi,
            "code": self.state.code.value,
            "counter": self.desk.config.site.counter,
        }
