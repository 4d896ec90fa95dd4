"""One paper: scan it, see it, take it again, or bring it to the counter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from kiosk.core.form import PaperNeed
from kiosk.core.visit import events as ev
from kiosk.core.visit.states import Attaching, State
from kiosk.ui.desk import Desk
from kiosk.ui.pages.failures import failure_words
from kiosk.ui.pages.page import Bar, Page
from kiosk.ui.text import Tongue


class PaperPage(Page):
    """The paper on the screen; the last page is shown large."""

    qml = "PaperPage"
    state: Attaching

    def __init__(self, desk: Desk, say: Tongue, state: State) -> None:
        super().__init__(desk, say, state)
        self._looked_at = -1
        self._version = 0

    @property
    def _paper(self) -> PaperNeed:
        return next(paper for paper in self.desk.papers() if paper.key == self.state.paper)

    def show_state(self, state: State) -> None:
        if state != self.state:
            self._looked_at = -1
            self._version += 1
        super().show_state(state)

    def bar(self) -> Bar:
        paper = self._paper
        main = "paperDone" if paper.pages else "scanFirst" if paper.scannable else "paperLater"
        icon = "next" if paper.pages or not paper.scannable else "scan"
        return Bar(
            step=3,
            step_title=self.say("stepPaper"),
            back=self.say("back"),
            main=self.say("scanning" if self.state.scanning else main),
            main_icon="" if self.state.scanning else icon,
            main_on=not self.state.busy,
            help=self.say("helpPaper"),
        )

    def content(self) -> dict[str, Any]:
        paper = self._paper
        what, todo = failure_words(self.state.failure, self.say)
        at = self._looked_at if self._looked_at >= 0 else paper.pages - 1
        return {
            "name": paper.name,
            "detail": paper.detail,
            "condition": paper.condition,
            "scannable": paper.scannable,
            "pages": paper.pages,
            "at": at,
            "pageTitle": self.say("pageOf", at=at + 1, of=paper.pages),
            "picture": f"image://desk/page/{paper.key}/{at}/{self._version}" if paper.pages else "",
            "scanning": self.state.scanning,
            "busy": self.state.busy,
            "what": what,
            "todo": todo,
            "code": self.state.failure.value if self.state.failure else "",
        }

    @Slot()
    def goOn(self) -> None:
        """Scan the first page; with pages: they are good; what can't be scanned comes later."""
        paper = self._paper
        if paper.pages:
            self.desk.send(ev.PaperDone(later=False))
        elif paper.scannable:
            self.desk.send(ev.ScanTouched())
        else:
            self.desk.send(ev.PaperDone(later=True))

    @Slot()
    def scan(self) -> None:
        """One more page."""
        self.desk.send(ev.ScanTouched())

    @Slot()
    def retake(self) -> None:
        """Drop the last page."""
        self.desk.send(ev.RetakeTouched())

    @Slot()
    def later(self) -> None:
        """*Tôi nộp bản giấy tại quầy*."""
        self.desk.send(ev.PaperDone(later=True))

    @Slot(int)
    def lookAt(self, page: int) -> None:
        """Show another page large."""
        self._looked_at = page
        self.retell()
