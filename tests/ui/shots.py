"""Writes a PNG of every screen to build/screens/: `python -m tests.ui.shots portrait+2+contrast [name…]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from kiosk.core.centre import Centre, Reception
from kiosk.core.config import Config, Screen
from kiosk.core.errors import Code
from kiosk.core.form import Choice
from kiosk.core.ports import DossierId, VisitId
from kiosk.core.visit import states as st
from kiosk.idcard.holder import ReadPhase
from kiosk.ui.window import build
from tests.ui.hands import Hands
from tests.ui.scripted_desk import CARD, CODE, ScriptedDesk

FILING = st.Filing(VisitId("v"), CODE, DossierId("d"), 3)
BY_CARD = st.Identity(st.Method.CARD, CARD)
BY_HAND = st.Identity(st.Method.HAND, None, "407218")
SIZES = {"portrait": (1080, 1920, 4.03), "landscape": (1920, 1080, 4.03), "small": (1024, 768, 3.37)}
"""Width and height in pixels, pixels a millimetre: a 22-inch screen upright and lying, a 15-inch one."""


def _asking(ref: str) -> st.Asking:
    return st.Asking(FILING, BY_CARD, st.Place(ref))


def _type(hands: Hands, keys: str) -> None:
    """Press keys without looking for each on the screen."""
    for key in keys:
        hands.window.screens.page.pad.press(key)


def _find(hands: Hands, words: str = "mat bang lai") -> None:
    hands.desk.put(st.Finding(VisitId("v")))
    hands.settle()
    hands.type(words)


def _received(hands: Hands, code: str) -> None:
    """Show a procedure at a centre that has a list of its own."""
    police = Reception(CODE, "Quầy số 3", "Công an tỉnh", "07:30–11:30, 13:30–16:30")
    hands.desk.catalogue.centre = Centre("", {CODE: police})
    hands.desk.put(st.Preparing(VisitId("v"), code))


def _printout(hands: Hands, code: str, printout: st.Printout) -> None:
    hands.desk.put(st.Preparing(VisitId("v"), code, printout=printout))


def _card(hands: Hands, failure: Code | None = None) -> None:
    hands.desk.put(st.EnteringDigits(FILING, failure, 2 if failure else None))
    _type(hands, "0005")


def _refused(hands: Hands) -> None:
    hands.desk.refuse(
        "issuer", "Sở Giao thông vận tải", "Thêm tên tỉnh vào cuối, ví dụ: Sở Giao thông vận tải Sơn La."
    )
    hands.desk.put(_asking("issuer"))


def _date(hands: Hands) -> None:
    hands.desk.put(_asking("issued"))
    _type(hands, "17052017")


def _choice(hands: Hands, ref: str, value: str) -> None:
    hands.desk.put(_asking(ref))
    hands.settle()
    hands.touch(f"choice-{value}")


def _no_such_choice(hands: Hands) -> None:
    hands.desk.offer("reason", tuple(Choice(f"c{n}", f"Lý do thứ {n}") for n in range(20)))
    hands.desk.put(_asking("reason"))
    hands.settle()
    hands.type("qq")


def _paper(hands: Hands, pages: int, failure: Code | None = None) -> None:
    hands.desk.scanned(pages)
    hands.desk.put(st.Attaching(FILING, BY_CARD, "health", failure=failure))


def _check(hands: Hands, *, filled: bool) -> None:
    if filled:
        hands.desk.fill()
        hands.desk.scanned(2)
    hands.desk.put(st.Checking(FILING, BY_CARD))


def _slip(hands: Hands, delivery: st.Delivery, paper: st.Paper, failure: Code | None = None) -> None:
    hands.desk.is_online = delivery is st.Delivery.DELIVERED
    hands.desk.delivered = hands.desk.is_online
    hands.desk.put(st.Submitted(FILING, "TH01-7Q4K-M2HD", delivery, paper, 1, failure))


def _warned(hands: Hands) -> None:
    _refused(hands)
    hands.settle()
    hands.desk.put(st.Warned(_asking("issuer")))


def _help(hands: Hands) -> None:
    hands.desk.put(_asking("issuer"))
    hands.settle()
    hands.touch("help")


def _wipe(hands: Hands) -> None:
    hands.desk.put(_asking("reason"))
    hands.settle()
    hands.touch("rail-wipe")


SCREENS: dict[str, Callable[[Hands], None]] = {
    "01-idle": lambda h: h.desk.put(st.Idle()),
    "01-idle-unfinished": lambda h: h.desk.put(st.Idle(1)),
    "02-find-empty": lambda h: h.desk.put(st.Finding(VisitId("v"))),
    "02-find": _find,
    "02-find-unheard": lambda h: _find(h, "xoa tam tru"),
    "02-narrow": lambda h: h.desk.put(st.Narrowing(VisitId("v"), st.Trail("bang lai", "licence", ("have",)))),
    "02-narrow-last": lambda h: h.desk.put(st.Narrowing(VisitId("v"), st.Trail("", "residence", ("what",)))),
    "03-prepare": lambda h: h.desk.put(st.Preparing(VisitId("v"), CODE)),
    "03-prepare-counter": lambda h: h.desk.put(st.Preparing(VisitId("v"), "3.000347")),
    "03-prepare-unheard": lambda h: h.desk.put(st.Preparing(VisitId("v"), "1.010028")),
    "03-prepare-received": lambda h: _received(h, CODE),
    "03-prepare-not-received": lambda h: _received(h, "1.010028"),
    "03-prepare-printing": lambda h: _printout(h, "1.010028", st.Printout(st.Sheet.CHECKLIST)),
    "03-prepare-printed": lambda h: _printout(h, "1.004222", st.Printout(st.Sheet.FORM, st.Paper.PRINTED)),
    "03-prepare-unprinted": lambda h: _printout(
        h, CODE, st.Printout(st.Sheet.CHECKLIST, st.Paper.FAILED, Code.PRINTER_NO_PAPER)
    ),
    "04-notice": lambda h: h.desk.put(st.Noticing(FILING)),
    "05-card": _card,
    "05-card-wrong": lambda h: _card(h, Code.CARD_WRONG_CAN),
    "06-reading": lambda h: h.desk.put(st.ReadingCard(FILING, ReadPhase.READING)),
    "06-reading-waiting": lambda h: h.desk.put(st.ReadingCard(FILING, ReadPhase.WAITING)),
    "06-binding": lambda h: h.desk.put(st.Binding(FILING, BY_CARD)),
    "07-identity": lambda h: h.desk.put(st.ShowingCard(FILING, BY_CARD)),
    "07-hand": lambda h: h.desk.put(st.ShowingCard(FILING, BY_HAND)),
    "08-digits": lambda h: h.desk.put(_asking("phone")),
    "08-some-of": lambda h: _choice(h, "classes", "B"),
    "08-text-refused": _refused,
    "08-date": _date,
    "08-one-of": lambda h: _choice(h, "reason", "lost"),
    "08-no-such-choice": _no_such_choice,
    "08-long-text": lambda h: h.desk.put(_asking("story")),
    "09-paper": lambda h: _paper(h, 0),
    "09-paper-scanned": lambda h: _paper(h, 2),
    "09-paper-failed": lambda h: _paper(h, 0, Code.SCAN_NO_PAGE),
    "10-check": lambda h: _check(h, filled=True),
    "10-check-open": lambda h: _check(h, filled=False),
    "10-submitting": lambda h: h.desk.put(st.Submitting(FILING, BY_CARD)),
    "11-slip-sent": lambda h: _slip(h, st.Delivery.DELIVERED, st.Paper.PRINTED),
    "11-slip-offline": lambda h: _slip(h, st.Delivery.STORED, st.Paper.PRINTING),
    "11-slip-unprinted": lambda h: _slip(h, st.Delivery.STORED, st.Paper.FAILED, Code.PRINTER_NO_PAPER),
    "12-rating": lambda h: h.desk.put(st.Rating(FILING)),
    "13-still-here": _warned,
    "13-help": _help,
    "13-wipe": _wipe,
    "14-out-of-service": lambda h: h.desk.put(st.OutOfService(Code.DISK_FULL)),
    "15-reopen": lambda h: h.desk.put(st.Reopening(VisitId("v"))),
}


def opened(layout: str) -> Hands:
    """Return a window of that layout over a scripted desk, idle."""
    width, height, px_per_mm = SIZES[layout]
    screen = replace(Screen(), width_px=width, height_px=height, px_per_mm=px_per_mm)
    desk = ScriptedDesk(Config(screen=screen))
    window = build(desk, desk.config)
    window.show()
    return Hands(window, desk)


def stage(hands: Hands, name: str) -> None:
    """Bring a screen up, from nothing."""
    hands.desk.is_online = hands.desk.delivered = True
    hands.desk.catalogue.centre = Centre()
    if isinstance(hands.desk.state, st.Idle):
        hands.desk.put(st.Finding(VisitId("before")))
    hands.desk.put(st.Idle())
    hands.desk.forget()
    hands.settle()
    SCREENS[name](hands)
    hands.still()


def apply(hands: Hands, options: list[str]) -> None:
    """Look at it in a text size (1 to 3), in `contrast`, in `en`; what isn't named is as always."""
    screens = hands.window.screens
    before = hands.texts(), screens.frame.value("sizeStep"), screens.frame.value("contrast")
    size = next((int(option) for option in options if option.isdigit()), 0)
    while screens.frame.value("sizeStep") != size:
        screens.nextSize()
    if screens.frame.value("contrast") != ("contrast" in options):
        screens.turnContrast()
    screens.speak("en" if "en" in options else "vi")
    if (hands.texts(), screens.frame.value("sizeStep"), screens.frame.value("contrast")) != before:
        hands.still()


def main() -> None:
    app = QGuiApplication(sys.argv[:1])
    folder = Path("build/screens")
    folder.mkdir(parents=True, exist_ok=True)
    look, *wanted = sys.argv[1:] or ["portrait"]
    layout, *options = look.split("+")
    hands = opened(layout)
    for name in SCREENS:
        if wanted and not name.startswith(tuple(wanted)):
            continue
        stage(hands, name)
        apply(hands, options)
        path = folder / f"{name}-{look.replace('+', '-')}.png"
        hands.picture().save(str(path))
        sys.stdout.write(f"{path}\n")
    hands.window.end()
    app.processEvents()


if __name__ == "__main__":
    main()
