"""A person who knows what they want: from whatever screen, to a filed dossier or simply out."""

from __future__ import annotations

from kiosk.core.errors import Code
from kiosk.core.form import Kind
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from tests.ui.hands import Hands

FAILURES: dict[str, tuple[Code, ...]] = {
    "card_failure": (Code.CARD_WRONG_CAN, Code.CARD_REMOVED, Code.READER_LOST, Code.CARD_FOREIGN),
    "scan_failure": (Code.SCAN_NO_PAGE,),
    "slip_failure": (Code.PRINTER_NO_PAPER,),
    "submit_failure": (Code.DISK_FULL,),
}
"""What can fail at the desk of the tests, and how."""
_MOST_MOVES = 60
_MOST_LEAVES = 6
_ON = {
    "page-NoticePage": "main",
    "page-IdentityPage": "main",
    "page-HandPage": "main",
    "page-SlipPage": "main",
    "page-RatingPage": "face-5",
    "page-NarrowPage": "back",
    "page-ReopenPage": "back",
}
_ANSWERS = {
    "phone": "0987000214",
    "classes": "B",
    "issuer": "Công an tỉnh Sơn La",
    "issued": "17052017",
    "reason": "lost",
    "story": "Mất trên xe khách",
}


class Sober:
    """Moves by touches; what is typed goes in by keys."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    def leave(self) -> None:
        """End the visit by *Kết thúc và xóa*, or find that there is none."""
        for _ in range(_MOST_MOVES):
            if self._nobody():
                return
            self._close_what_is_over()
            self.hands.touch("rail-wipe" if self.hands.has("rail-wipe") else "back")
            if self.hands.has("wipe-yes"):
                self.hands.touch("wipe-yes")
        raise AssertionError("there is no way out")

    def file(self) -> None:
        """Go on until a dossier has been filed and the screen is idle again."""
        filed = False
        for _ in range(_MOST_MOVES):
            if self._nobody() and filed:
                return
            self._close_what_is_over()
            filed = filed or isinstance(self.hands.desk.state, st.Submitted)
            self._on()
        raise AssertionError("there is no way to the slip")

    def _nobody(self) -> bool:
        desk = self.hands.desk
        if isinstance(desk.state, st.OutOfService):
            desk.send(ev.MachineMended())
        return isinstance(desk.state, st.Idle)

    def _close_what_is_over(self) -> None:
        for name in ("stay", "wipe-keep", "help-close"):
            if self.hands.has(name):
                self.hands.touch(name)

    def _on(self) -> None:
        page, hands = str(self.hands.window.screens.name), self.hands
        match page:
            case "page-IdlePage":
                hands.touch("door-file")
            case "page-FindPage":
                self._find()
            case "page-PreparePage":
                can = hands.desk.state.procedure == "3.000348"  # type: ignore[union-attr]
                hands.touch("main" if can else "back")
            case "page-CardPage":
                self._type("003512")
                hands.touch("main")
            case "page-CheckPage":
                self._check()
            case "paper-health":
                hands.touch("paper-later" if hands.has("paper-later") else "main")
            case _ if page.startswith("question-"):
                self._answer(page.removeprefix("question-"))
            case _:
                hands.touch(_ON[page])

    def _turn_to(self, name: str) -> None:
        """Turn leaves until it is there, and touch it."""
        for _ in range(_MOST_LEAVES):
            self.hands.still()
            if not self.hands.has(name) and self.hands.has("leaf-next"):
                self.hands.touch("leaf-next")
        self.hands.touch(name)

    def _type(self, keys: str) -> None:
        pad = self.hands.window.screens.page.pad
        pad.forget()  # wherever the cursor stands
        for key in keys:
            pad.press(key)

    def _find(self) -> None:
        self._type("mat bang lai")
        self._turn_to("result-3.000348")

    def _answer(self, ref: str) -> None:
        page, question = self.hands.window.screens.page, self.hands.desk.question(ref)
        answer = _ANSWERS[ref]
        if question.choices:
            if answer not in page.selection.value.split():
                self._turn_to(f"choice-{answer}")
        elif question.kind is Kind.DATE:
            self._type(answer)
        else:
            page.entry.fill(answer)
        self.hands.touch("main")

    def _check(self) -> None:
        missing = [question.ref for question in self.hands.desk.open_problems()]
        edits = [f"edit-{ref}" for ref in missing if self.hands.has(f"edit-{ref}")]
        if edits:
            self.hands.touch(edits[0])
        elif self.hands.has("leaf-next"):
            self.hands.touch("leaf-next")
            if not missing:
                self.hands.touch("main")
        else:
            self.hands.touch("main")
