"""After the button: what has happened and what hasn't, the slip, five faces."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.visit import events as ev
from kiosk.core.visit.finishing import MAX_COPIES
from kiosk.core.visit.states import Delivery, Paper, Rating, State, Submitted
from kiosk.ui.desk import Desk
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue
from kiosk.ui.text.written import clock, dated


class SlipPage(Page):
    """Committed. The title says how far the dossier has come, and no further."""

    qml = "SlipPage"
    state: Submitted

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._version = 0

    def bar(self) -> Bar:
        again = self.state.paper is not Paper.PRINTING and self.state.copies < MAX_COPIES
        return Bar(
            step=5,
            step_title=self.say("stepSlip"),
            back=self.say("reprint") if again else "",
            back_icon="print",
            main=self.say("slipTaken" if self.state.paper is Paper.PRINTED else "finish"),
            main_icon="check",
            help=self.say("helpSlip"),
        )

    def content(self) -> dict[str, Any]:
        what, todo = failure_words(self.state.failure, self.say)
        delivered = self.state.delivery is Delivery.DELIVERED
        drawn = bool(self.desk.slip_image())
        return {
            "title": self._title(delivered=delivered),
            "offline": "" if delivered or self.desk.online() else self._offline(),
            "delivered": delivered,
            "events": self._events(delivered=delivered),
            "printing": self.state.paper is Paper.PRINTING,
            "printed": self.state.paper is Paper.PRINTED,
            "print": self.say(f"slip_{self.state.paper.value}"),
            "what": what,
            "todo": todo,
            "failureCode": self.state.failure.value if self.state.failure else "",
            "picture": f"image://desk/slip/{self.state.filing.dossier}/{self.state.delivery}"
            if drawn
            else "",
            "receiptCode": self.state.receipt_code,
            "bring": list(self.desk.still_to_bring()),
            "wipes": self.say("slipWipes", n=int(self.desk.config.screen.slip_s)),
        }

    def _title(self, *, delivered: bool) -> str:
        at = self.desk.delivered_at()
        if delivered:
            return self.say("sentAt", time=clock(at)) if at else self.say("sent")
        return self.say("savedSending" if self.desk.online() else "savedWaiting")

    def _offline(self) -> str:
        since = self.desk.offline_since()
        return self.say("offlineSince", time=clock(since)) if since else self.say("offlineNow")

    def _events(self, *, delivered: bool) -> list[dict[str, str]]:
        at, sent = self.desk.submitted_at(), self.desk.delivered_at()
        when = f"{clock(at)}, {dated(at.date(), self.say.language).lower()}" if at else ""
        second = (
            {"mark": "done", "title": self.say("eventSent"), "text": clock(sent) if sent else ""}
            if delivered
            else {"mark": "waiting", "title": self.say("eventWaiting"), "text": self.say("eventWaitingText")}
        )
        return [
            {"mark": "done", "title": self.say("eventSealed"), "text": when},
            second,
            {"mark": "open", "title": self.say("eventAccepted"), "text": self.say("eventAcceptedText")},
        ]

    @Slot()
    def back(self) -> None:
        """*In lại phiếu*."""
        self.desk.send(ev.ReprintTouched())

    @Slot()
    def goOn(self) -> None:
        """*Đã lấy phiếu*."""
        self.desk.send(ev.SlipTaken())


class RatingPage(Page):
    """Five faces, skippable, tied to no dossier."""

    qml = "RatingPage"
    state: Rating

    def bar(self) -> Bar:
        return Bar(
            step=5,
            step_title=self.say("stepRating"),
            main=self.say("ratingSkip"),
            main_icon="check",
            help=self.say("helpRating"),
        )

    def content(self) -> dict[str, Any]:
        return {
            "faces": [{"score": n, "label": self.say(f"face{n}")} for n in range(5, 0, -1)],
            "wipes": self.say("slipWipes", n=int(self.desk.config.screen.slip_s)),
        }

    @Slot(int)
    def rate(self, score: int) -> None:
        """A face was touched."""
        self.desk.send(ev.Rated(score))

    @Slot()
    def goOn(self) -> None:
        """No face."""
        self.desk.send(ev.Rated(None))
