"""A citizen who goes on from whatever screen shows, until told to stop: for visits that are interrupted.

Where `visit.py` follows a script and takes pictures, this looks at the page and does what leads on from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from demo.child import PartFailedError
from demo.stage import Stage
from demo.visit import ANSWERS, DIGITS

_PAGES = ("page-", "question-", "paper-")
_QUESTION = "question-/data/"
_STUCK_S = 60.0
_TURN_S = 4.0


@dataclass(slots=True)
class Walker:
    """What was done so far is told by `answered`: the questions after which the next page was seen."""

    stage: Stage
    answered: set[str] = field(default_factory=set)
    receipts: list[str] = field(default_factory=list)
    digits: str = DIGITS

    def walk(self, *, until: str, stopped: Callable[[], bool] = lambda: False) -> None:
        """Go on until the page `until` shows, or `stopped`. Raises PartFailedError when nothing moves."""
        moved_s, last = time.monotonic(), ""
        while True:
            page = self.page()
            if page == until or stopped():
                return
            if page != last:
                if page and last.startswith(_QUESTION):
                    self.answered.add(last.removeprefix(_QUESTION))
                moved_s, last = time.monotonic(), page
            elif time.monotonic() - moved_s > _STUCK_S:
                raise PartFailedError(f"stuck on {page}")
            self._go_on_from(page)
            self._let_it_turn(page)

    def _let_it_turn(self, page: str) -> None:
        """Give the page a moment to change; an answer is stored before the next question shows."""
        deadline_s = time.monotonic() + _TURN_S
        while self.page() == page and time.monotonic() < deadline_s:
            if "error-summary" in self.stage.screen.names():
                return
            time.sleep(0.05)

    def page(self) -> str:
        """Return the name of the page that shows."""
        names = self.stage.screen.names()
        return next((name for name in names if name.startswith(_PAGES)), "")

    def _go_on_from(self, page: str) -> None:
        screen = self.stage.screen
        match page:
            case "page-IdlePage":
                if "door-reopen" in screen.names():
                    self._try("door-reopen")
                else:
                    self._try("door-file")
                    self.answered.clear()
            case "page-ReopenPage" | "page-CardPage":
                self._card()
            case "page-FindPage":
                screen.type("mat bang lai")
                self._try("result-3.000348")
            case "page-PreparePage" | "page-NoticePage" | "page-IdentityPage":
                self._try("main")
            case "page-CheckPage":
                if "leaf-next" in screen.names():
                    self._try("leaf-next")
                self._try("main")
            case "paper-health_certificate":
                self._try("paper-later")
            case "page-SlipPage":
                self._slip()
            case "page-RatingPage":
                self._try("face-4")
            case _ if page.startswith(_QUESTION):
                self._question(page.removeprefix(_QUESTION))
            case _:
                time.sleep(0.1)

    def _card(self) -> None:
        if not self.stage.card.running():
            self.stage.card.insert()
        self.stage.screen.type(self.digits)
        self._try("main")

    def _question(self, name: str) -> None:
        screen = self.stage.screen
        if "error-summary" in screen.names():
            self._try("suggestion-0")
        else:
            for touch in dict(ANSWERS)[name]:
                if touch.startswith("keys:"):
                    screen.type(touch.removeprefix("keys:"))
                else:
                    self._try(touch)
        self._try("main")

    def _slip(self) -> None:
        receipt = self.stage.screen.wait_for("receipt-code")
        if receipt not in self.receipts:
            self.receipts.append(receipt)
        self._try("main")

    def _try(self, name: str) -> None:
        """Touch it; what is gone meanwhile is looked for again from the page that shows then."""
        self.stage.screen.touch(name, timeout_s=5.0)
