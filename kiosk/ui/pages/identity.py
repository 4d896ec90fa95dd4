"""What the card said, locked, with how far it can be believed."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.ports import CardResult
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.ui.desk import Desk
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import grouped, masked, short_date

_QR_FIELDS = {
    "personal_number": "personalNumber",
    "full_name": "fullName",
    "date_of_birth": "birthDate",
    "sex": "sex",
    "date_of_issue": "issueDate",
}
"""What the code and the chip both give → the field's word."""


class IdentityPage(Page):
    """What the card said, locked."""

    qml = "IdentityPage"
    state: st.ShowingCard

    def __init__(self, desk: Desk, say: Tongue, state: st.State) -> None:
        super().__init__(desk, say, state)
        self._open = False

    def bar(self) -> Bar:
        return Bar(
            step=3,
            step_title=self.say("stepIdentity"),
            minutes=self.desk.procedure(self.state.filing.procedure).minutes,
            back=self.say("back"),
            main=self.say("identityRight"),
            main_on=not self.state.busy,
            help=self.say("helpIdentity"),
        )

    def content(self) -> dict[str, Any]:
        card = self.state.identity.card
        if card is None:
            return {}
        holder = card.holder
        number = grouped(holder.personal_number) if self._open else masked(holder.personal_number)
        return {
            "name": holder.full_name or "",
            "zoneName": "" if holder.full_name else (holder.zone_name or ""),
            "born": _day(holder.date_of_birth),
            "issued": _day(holder.date_of_issue),
            "number": number,
            "numberOpen": self._open,
            "residence": holder.place_of_residence or "",
            "disagrees": self.say("qrDisagreesText", fields=self._differing()) if self._differing() else "",
            **self._verified(card),
        }

    def _differing(self) -> str:
        words = [self.say(_QR_FIELDS[name]) for name in self.state.identity.disagrees]
        return ", ".join(words).capitalize()

    def _verified(self, card: CardResult) -> dict[str, Any]:
        if card.verified.passive is not True:
            verdict = "cardUnproven"
        elif card.practice:
            verdict = "cardPractice"
        elif False in (card.verified.chip, card.verified.active):
            verdict = "cardCopy"
        else:
            verdict = "cardGenuine"
        return {
            "genuine": verdict == "cardGenuine",
            "verdict": self.say(verdict),
            "verdictText": self.say(f"{verdict}Text"),
        }

    @Slot()
    def turnNumber(self) -> None:
        """*Hiện số* / *Che số*."""
        self._open = not self._open
        self.retell()

    @Slot()
    def goOn(self) -> None:
        """*Đúng*."""
        self.desk.send(ev.IdentityConfirmed())


def _day(day: date | None) -> str:
    return short_date(day) if day else ""
