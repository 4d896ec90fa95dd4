"""Opening one's unfinished dossier again, with the card or the code that began it."""

from __future__ import annotations

import contextlib
from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Reopening, State
from kiosk.idcard.faults import CardFault
from kiosk.idcard.qr import parse as parse_qr
from kiosk.ui.desk import Desk
from kiosk.ui.digits_entry import CAN_DIGITS, DigitsEntry
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue


class ReopenPage(Page):
    """Six digits: those on the card, or the code that the screen showed."""

    qml = "ReopenPage"
    state: Reopening

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._by_code = False
        self._entry = digits = DigitsEntry()
        digits.changed.connect(self.retell)
        digits.submitted.connect(self.goOn)
        digits.scanned.connect(self._scan)

    def show_state(self, state: State) -> None:
        if state != self.state and not (isinstance(state, Reopening) and state.busy):
            self._entry.clear()
        super().show_state(state)

    def bar(self) -> Bar:
        missing = CAN_DIGITS - len(self._entry.value)
        main = self.say("cardMissing", n=missing) if missing else self.say("reopen")
        return Bar(
            back=self.say("backHome"),
            back_icon="home",
            main=self.say("reopening") if self.state.busy else main,
            main_on=not missing and not self.state.busy,
            help=self.say("helpReopen"),
            keyboard="digits",
        )

    def content(self) -> dict[str, Any]:
        what, todo = failure_words(self.state.failure, self.say, self.state.tries_left)
        return {
            "digits": self._entry.value,
            "byCode": self._by_code,
            "lead": self.say("reopenByCodeLead" if self._by_code else "reopenByCardLead"),
            "other": self.say("reopenByCard" if self._by_code else "reopenByCode"),
            "what": what,
            "todo": todo,
            "code": self.state.failure.value if self.state.failure else "",
        }

    @Slot(str)
    def _scan(self, text: str) -> None:
        """The card's QR opens the card; it is no code of the screen's, and what isn't one is let be."""
        if self.state.busy:
            return
        with contextlib.suppress(CardFault):
            digits = parse_qr(text).can
            self._by_code = False
            self.desk.send(ev.DigitsEntered(digits))

    @Slot()
    def turnFactor(self) -> None:
        """From the card to the code, or back."""
        self._by_code = not self._by_code
        self._entry.clear()

    @Slot()
    def goOn(self) -> None:
        """Try it."""
        if len(self._entry.value) == CAN_DIGITS:
            event = ev.CodeEntered if self._by_code else ev.DigitsEntered
            self.desk.send(event(self._entry.value))
