"""A monkey at the kiosk's window, over the real machine of the visit.

It taps, types, goes back, lets workers wait and fail, pulls the cable, turns every knob and walks away.
Nothing that it does may throw, make Qt warn, leave a screen that leads nowhere, show anything of another
visit, or keep a page for longer than it shows. The same seed does the same again.
"""

from __future__ import annotations

import gc
import random
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt

from kiosk.core.errors import Code
from kiosk.core.ports import VisitId
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.ui.pages.page import Page
from tests.ui import tree
from tests.ui.hands import Hands
from tests.ui.scripted_desk import HOLDER
from tests.ui.sober import FAILURES, Sober

CALM_EVERY = 120
"""Steps after which a sober person takes over, and has to get home."""
LOOK_EVERY = 25
_MOST_PAGES = 4
_MARKS_KEPT = 200
_WIPES, _EVEN = 0.1, 0.5
_LETTERS = "bcghklmnpqtv"
"""Letters that Telex leaves alone: a mark stays readable."""
_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Escape)


class LostError(AssertionError):
    """The monkey found something. The message says what, where, and what it did last."""


class Monkey:
    """Plays on one window. `did` holds its last actions."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self.hands = hands
        self.seed = seed
        self.step = 0
        self.did: deque[str] = deque(maxlen=25)
        self.homes = self.filed = 0
        self._rng = random.Random(seed)  # noqa: S311 -- repeatable, not secret
        self._visit: VisitId | None = None
        self._marks: dict[str, VisitId] = {}
        self._ways: list[tuple[int, Callable[[], str]]] = [
            (45, self._tap),
            (6, self._tap_anywhere),
            (4, self._slip_off),
            (10, self._key),
            (6, self._type_mark),
            (5, self._worker_waits),
            (8, self._worker_ends),
            (5, self._machine_fails_or_works),
            (3, self._cable),
            (3, self._walk_away),
            (5, self._knob),
            (1, self._out_of_service),
        ]

    def play(self, steps: int) -> None:
        """Do so many steps. Raises LostError."""
        for _ in range(steps):
            self.step += 1
            weights = [weight for weight, _ in self._ways]
            way = self._rng.choices([way for _, way in self._ways], weights)[0]
            self.did.append(f"{way.__name__[1:]} {way()} → {type(self.hands.desk.state).__name__}")
            self._settle()
            self._look()
            if self.step % CALM_EVERY == 0:
                self._come_home()

    # -- what it looks at -------------------------------------------------------------------------------

    def _look(self) -> None:
        visit = st.visit_of(self.hands.desk.state)
        turned = visit != self._visit
        self._visit = visit
        if turned or self.step % LOOK_EVERY == 0:
            self._look_for_others(visit)
            pages = [one for one in gc.get_objects() if isinstance(one, Page)]
            if len(pages) > _MOST_PAGES:
                raise self.lost(f"{len(pages)} pages are kept")
        if turned:
            self.hands.desk.sent.clear()
            self.hands.desk.effects.clear()

    def _look_for_others(self, visit: VisitId | None) -> None:
        told = self.hands.everything()
        others = [mark for mark, owner in self._marks.items() if owner != visit]
        others += [HOLDER.full_name, HOLDER.personal_number] if visit is None else []
        for mark in others:
            if mark in told:
                raise self.lost(f"shows {mark}, of another visit")
        self._marks = dict(list(self._marks.items())[-_MARKS_KEPT:])

    def lost(self, what: str) -> LostError:
        """Return the error that tells what was found, and how to get there again."""
        last = "\n  ".join(self.did)
        where = type(self.hands.desk.state).__name__
        return LostError(f"seed {self.seed}, step {self.step}, {where}: {what}\n  {last}")

    def _settle(self) -> None:
        self.hands.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # -- what it does -----------------------------------------------------------------------------------

    def _somewhere(self) -> tuple[str, QPoint]:
        taps = [one for one in tree.walk(self.hands) if one.is_tap and one.item.isEnabled()]
        if not taps:
            raise self.lost("nothing can be touched")
        calm = [one for one in taps if one.item.objectName() != "rail-wipe" or self._rng.random() < _WIPES]
        one = self._rng.choice(calm or taps)
        x, y = self._rng.uniform(0.1, 0.9), self._rng.uniform(0.1, 0.9)
        place = QPointF(one.rect.x() + x * one.rect.width(), one.rect.y() + y * one.rect.height())
        return one.item.objectName() or "?", place.toPoint()

    def _tap(self) -> str:
        name, place = self._somewhere()
        self.hands.touch_at(place)
        return name

    def _tap_anywhere(self) -> str:
        size = self.hands.window.size()
        place = QPoint(self._rng.randrange(size.width()), self._rng.randrange(size.height()))
        self.hands.touch_at(place)
        return f"{place.x()},{place.y()}"

    def _slip_off(self) -> str:
        """Press here, let go there; in between things may change."""
        name, place = self._somewhere()
        other, there = self._somewhere()
        self.hands.press_at(place)
        if self._rng.random() < _EVEN:
            self.hands.desk.release(1)
        self.hands.slide_to(there)
        self.hands.release_at(there)
        return f"{name} to {other}"

    def _key(self) -> str:
        key = self._rng.choice(_KEYS) if self._rng.random() < _EVEN else self._rng.choice(_LETTERS + "159 ")
        self.hands.press(
            key if isinstance(key, Qt.Key) else Qt.Key.Key_A, key if isinstance(key, str) else ""
        )
        return str(key)

    def _type_mark(self) -> str:
        """Type what nobody else types."""
        page = self.hands.window.screens.page
        if self._visit is None or page.shown.value("keyboard") != "letters":
            return "nowhere"
        mark = "qk" + "".join(self._rng.choices(_LETTERS, k=8))
        for letter in mark:
            page.entry.press(letter)
        self._marks[mark] = self._visit
        return mark

    def _worker_waits(self) -> str:
        self.hands.desk.release()
        self.hands.desk.hold()
        return ""

    def _worker_ends(self) -> str:
        count = self._rng.choice((1, 2, 100))
        self.hands.desk.release(count)
        return str(count)

    def _machine_fails_or_works(self) -> str:
        what = self._rng.choice(list(FAILURES))
        code = self._rng.choice((None, *FAILURES[what]))
        setattr(self.hands.desk, what, code)
        return f"{what} {code}"

    def _cable(self) -> str:
        desk = self.hands.desk
        desk.is_online = not desk.is_online
        desk.delivered = desk.is_online
        desk.changed.emit()
        return "in" if desk.is_online else "out"

    def _walk_away(self) -> str:
        state = self.hands.desk.state
        visit = st.visit_of(state)
        if visit is None:
            return "from nothing"
        ended = isinstance(state, st.Warned | st.Submitted | st.Rating)
        self.hands.desk.send(ev.CountdownEnded(visit) if ended else ev.QuietTooLong(visit))
        return "for good" if ended else ""

    def _knob(self) -> str:
        screens = self.hands.window.screens
        knob = self._rng.choice((screens.nextSize, screens.turnContrast, screens.turnLanguage))
        knob()
        return str(knob.__name__)

    def _out_of_service(self) -> str:
        failed = isinstance(self.hands.desk.state, st.OutOfService)
        self.hands.desk.send(ev.MachineMended() if failed else ev.MachineFailed(Code.DISK_FULL))
        return "ends" if failed else "begins"

    # -- the way home -----------------------------------------------------------------------------------

    def _come_home(self) -> None:
        """Every machine works again, and a sober person takes over: the visit ends filed, or left."""
        desk = self.hands.desk
        for what in FAILURES:
            setattr(desk, what, None)
        desk.release()
        desk.is_online = desk.delivered = True
        self._settle()
        filing = self.step // CALM_EVERY % 2 == 0
        sober = Sober(self.hands)
        try:
            (sober.file if filing else sober.leave)()
        except AssertionError as error:
            raise self.lost(f"no way home: {error}") from error
        self.homes += 1
        self.filed += filing
        self.did.append("came home")
        self._settle()
        self._look()
