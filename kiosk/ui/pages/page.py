"""What every screen's view-model has: what it shows, its bar of actions, its words. It holds no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QQmlPropertyMap

from kiosk.core.visit import events as ev
from kiosk.core.visit.states import State
from kiosk.ui.desk import Desk
from kiosk.ui.entry import Entry
from kiosk.ui.shown import value_map
from kiosk.ui.text import Tongue


@dataclass(frozen=True, slots=True)
class Bar:
    """The frame around a page: steps above, actions below. Empty texts leave their place empty."""

    step: int = 0
    step_title: str = ""
    minutes: int = 0
    back: str = ""
    back_icon: str = "back"
    main: str = ""
    main_icon: str = "next"
    main_on: bool = True
    help: str = ""
    keyboard: str = ""
    wipes: bool = True
    """Whether *Kết thúc và xóa* is offered."""


class Page(QObject):
    """One screen. `shown` holds every value that QML reads; each key notifies by itself."""

    qml: ClassVar[str]

    def __init__(self, desk: Desk, say: Tongue, state: Any) -> None:
        super().__init__()
        self.desk = desk
        self.say = say
        self.state = state
        self._shown = value_map()
        self._entry: Entry = Entry()

    @Property(QObject, constant=True)
    def shown(self) -> QQmlPropertyMap:
        """What the screen reads."""
        return self._shown

    @Property(QObject, constant=True)
    def entry(self) -> Entry:
        """What is being typed."""
        return self._entry

    @Property(QObject, constant=True)
    def pad(self) -> QObject:
        """What the digits pad types into."""
        return self._entry

    def show_state(self, state: State) -> None:
        """Take the visit's new state, of the same kind as before."""
        self.state = state
        self.retell()

    @Slot()
    def retell(self) -> None:
        """Work everything out again: the state, or the language, is another."""
        bar = self.bar()
        values: dict[str, Any] = {
            "step": bar.step,
            "stepTitle": bar.step_title,
            "minutes": self.say("minutesLeft", n=bar.minutes) if bar.minutes else "",
            "minutesShort": self.say("minutesShort", n=bar.minutes) if bar.minutes else "",
            "backText": bar.back,
            "backIcon": bar.back_icon,
            "mainText": bar.main,
            "mainIcon": bar.main_icon,
            "mainOn": bar.main_on,
            "helpText": bar.help,
            "keyboard": bar.keyboard,
            "wipes": bar.wipes,
        }
        for key, value in (values | self.content()).items():
            self._shown.insert(key, value)

    def bar(self) -> Bar:
        """Return the frame's part."""
        return Bar()

    def content(self) -> dict[str, Any]:
        """Return the page's own values."""
        return {}

    def forget(self) -> None:
        """Drop what was typed and shown; the page is about to go."""
        self._entry.forget()
        for key in list(self._shown.keys()):
            self._shown.clear(key)

    @Slot()
    def back(self) -> None:
        """*Quay lại*."""
        self.desk.send(ev.BackTouched())

    @Slot()
    def goOn(self) -> None:
        """Do the main action."""
