"""The notice, the card and its six digits, reading, and what was read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.errors import Code
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import ReadPhase
from kiosk.idcard.qr import parse as parse_qr
from kiosk.ui.desk import Desk
from kiosk.ui.digits_entry import CAN_DIGITS, DigitsEntry
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue

_PRIVATE = ("ethnicity", "religion", "fingerprints", "photo")
"""What is said not to be read, unless the procedure declares it."""


class NoticePage(Page):
    """What is read, why, by whom, rights."""

    qml = "NoticePage"
    state: st.Noticing

    def bar(self) -> Bar:
        procedure = self.desk.procedure(self.state.filing.procedure)
        return Bar(
            step=2,
            step_title=self.say("stepNotice"),
            minutes=procedure.minutes,
            back=self.say("back"),
            main=self.say("noticeRead"),
            help=self.say("helpNotice"),
        )

    def content(self) -> dict[str, Any]:
        procedure = self.desk.procedure(self.state.filing.procedure)
        title = procedure.name.in_(self.say.language)
        agency = procedure.agency.unit.in_(self.say.language) or procedure.agency.decides.in_(
            self.say.language
        )
        read = [self.say(f"field_{name}") for name in procedure.sensitive]
        unread = [self.say(f"field_{name}") for name in _PRIVATE if name not in procedure.sensitive]
        rows = [
            ("chip", "noticeReads", self.say("noticeReadsText", more="".join(f", {w}" for w in read))),
            ("close", "noticeNot", f"{', '.join(unread)}.".capitalize()),
            ("people", "noticeWho", self.say("noticeWhoText", agency=agency)),
            ("lock", "noticeKept", self.say("noticeKeptText")),
            ("person", "noticeRights", self.say("noticeRightsText", counter=self.desk.config.site.counter)),
        ]
        return {
            "lead": self.say("noticeLead", name=title),
            "rows": [{"icon": icon, "title": self.say(key), "text": text} for icon, key, text in rows],
        }

    @Slot()
    def goOn(self) -> None:
        """*Đã đọc*."""
        self.desk.send(ev.NoticeAccepted())


class CardPage(Page):
    """Put the card down, enter six digits."""

    qml = "CardPage"
    state: st.EnteringDigits

    def __init__(self, desk: Desk, say: Tongue, state: st.State) -> None:
        super().__init__(desk, say, state)
        self._unread = False
        self._entry = digits = DigitsEntry()
        digits.changed.connect(self._typed)
        digits.submitted.connect(self.goOn)
        digits.scanned.connect(self._scan)

    def show_state(self, state: st.State) -> None:
        if state != self.state:  # the network, say, may have changed: that takes nobody's digits away
            self._entry.clear()
        super().show_state(state)

    @Slot()
    def _typed(self) -> None:
        self._unread = False
        self.retell()

    @Slot(str)
    def _scan(self, text: str) -> None:
        """The card's QR: its six digits open the chip, and the rest is compared with it."""
        try:
            code = parse_qr(text)
        except CardFault:
            self._unread = True
            self.retell()
        else:
            self.desk.send(ev.DigitsEntered(code.can, code))

    def bar(self) -> Bar:
        missing = CAN_DIGITS - len(self._entry.value)
        return Bar(
            step=2,
            step_title=self.say("stepCard"),
            back=self.say("back"),
            main=self.say("cardMissing", n=missing) if missing else self.say("cardRead"),
            main_on=not missing,
            help=self.say("helpCard"),
            keyboard="digits",
        )

    def content(self) -> dict[str, Any]:
        failure = None if self._unread else self.state.failure
        what, todo = failure_words(failure, self.say, self.state.tries_left)
        return {
            "digits": self._entry.value,
            "what": self.say("scanUnread") if self._unread else what,
            "todo": self.say("scanUnreadTodo") if self._unread else todo,
            "code": failure.value if failure else "",
            "digitsWrong": self.state.failure is Code.CARD_WRONG_CAN,
        }

    @Slot()
    def goOn(self) -> None:
        """*Đọc thẻ*, once there are six digits."""
        if len(self._entry.value) == CAN_DIGITS:
            self.desk.send(ev.DigitsEntered(self._entry.value))

    @Slot()
    def byHand(self) -> None:
        """*Tự nhập*."""
        self.desk.send(ev.HandChosen(self.desk.new_code()))


_PHASES = (ReadPhase.CONNECTING, ReadPhase.ACCESS, ReadPhase.READING, ReadPhase.VERIFYING)
_WAITING = {ReadPhase.WAITING: "readingWaiting", ReadPhase.LIFTED: "readingLifted"}
_PHASE_SECONDS = {
    ReadPhase.LIFTED: 7,
    ReadPhase.WAITING: 7,
    ReadPhase.CONNECTING: 6,
    ReadPhase.ACCESS: 5,
    ReadPhase.READING: 4,
    ReadPhase.VERIFYING: 1,
}
"""About how long a read still takes from each phase on, at 106 kbit/s."""


class ReadingPage(Page):
    """Four named steps, and a bar."""

    qml = "ReadingPage"
    state: st.ReadingCard

    def bar(self) -> Bar:
        return Bar(
            step=2,
            step_title=self.say("stepReading"),
            back=self.say("stopReading"),
            back_icon="close",
            main=self.say("reading"),
            main_on=False,
            main_icon="",
            help=self.say("helpReading"),
        )

    def content(self) -> dict[str, Any]:
        phase = self.state.phase
        waiting = phase not in _PHASES
        now = 0 if waiting else _PHASES.index(phase)
        return {
            "waiting": waiting,
            "steps": [
                {
                    "title": self.say(f"phase{n + 1}"),
                    "done": n < now,
                    "doing": n == now,
                    "state": self.say("phaseDone" if n < now else "phaseDoing" if n == now else "phaseWait"),
                }
                for n in range(len(_PHASES))
            ],
            "now": self.say(f"phase{now + 1}" if not waiting else _WAITING[phase]),
            "part": 0.06 if waiting else 0.2 + 0.22 * now,
            "seconds": self.say("secondsLeft", n=_PHASE_SECONDS[phase]),
        }


class HandPage(Page):
    """By hand: the six-digit code that opens the dossier again after a power cut."""

    qml = "HandPage"
    state: st.ShowingCard

    def bar(self) -> Bar:
        return Bar(
            step=3,
            step_title=self.say("stepHand"),
            minutes=self.desk.procedure(self.state.filing.procedure).minutes,
            back=self.say("back"),
            main=self.say("codeNoted"),
            main_on=not self.state.busy,
            help=self.say("helpHand"),
        )

    def content(self) -> dict[str, Any]:
        return {"code": self.state.identity.reopening_code or ""}

    @Slot()
    def goOn(self) -> None:
        """*Đã ghi lại*."""
        self.desk.send(ev.IdentityConfirmed())


class WaitPage(Page):
    """The machine works for a moment: binding the draft, or sealing the dossier."""

    qml = "WaitPage"
    state: st.Binding | st.Submitting

    def bar(self) -> Bar:
        submitting = isinstance(self.state, st.Submitting)
        return Bar(
            step=4 if submitting else 2,
            step_title=self.say("stepCheck" if submitting else "stepReading"),
            main=self.say("pleaseWait"),
            main_icon="",
            main_on=False,
            wipes=not submitting,
        )

    def content(self) -> dict[str, Any]:
        kind = "submitting" if isinstance(self.state, st.Submitting) else "binding"
        return {
            "title": self.say(f"{kind}Title"),
            "text": self.say(f"{kind}Text"),
            "icon": "lock" if kind == "submitting" else "doc",
        }
