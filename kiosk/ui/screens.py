"""The root view-model: which page shows, the frame around it, size, contrast and language of this visit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QQmlPropertyMap

from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.ui.desk import Desk
from kiosk.ui.pages.asking import QuestionPage
from kiosk.ui.pages.attaching import PaperPage
from kiosk.ui.pages.checking import CheckPage
from kiosk.ui.pages.finding import FindPage, NarrowPage
from kiosk.ui.pages.finishing import RatingPage, SlipPage
from kiosk.ui.pages.identifying import CardPage, HandPage, NoticePage, ReadingPage, WaitPage
from kiosk.ui.pages.identity import IdentityPage
from kiosk.ui.pages.idle import IdlePage, OutOfServicePage
from kiosk.ui.pages.page import Page
from kiosk.ui.pages.preparing import PreparePage
from kiosk.ui.pages.reopening import ReopenPage
from kiosk.ui.quiet import Quiet
from kiosk.ui.shown import value_map
from kiosk.ui.text import LANGUAGES, Tongue
from kiosk.ui.text.written import clock

_SIZES = 4
_CLOCK_MS = 1000


class Screens(QObject):
    """Follows the desk. Everything of a visitor goes with the page, at the latest when the desk is idle."""

    pageChanged = Signal()
    wordsChanged = Signal()
    wiped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._say = Tongue()
        self._frame = value_map()
        self._page: Page = IdlePage(desk, self._say, st.Idle())
        self._key: tuple[object, ...] = ()
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._tell_frame)
        self.quiet = Quiet(desk)
        self.quiet.changed.connect(self._tell_frame)
        self._frame.insert("sizeStep", 0)
        self._frame.insert("contrast", False)
        self._frame.insert("keysUsed", False)
        self.quiet.keysUsedChanged.connect(self._tell_frame)
        desk.changed.connect(self.follow)
        self.follow()
        self._clock.start()
        self._left_alone = QTimer(self)
        self._left_alone.setSingleShot(True)
        self._left_alone.timeout.connect(self._as_always)

    @Property(QObject, notify=pageChanged)
    def page(self) -> Page:
        """The page's view-model."""
        return self._page

    @Property(str, notify=pageChanged)
    def qml(self) -> str:
        """The page's file, without its ending."""
        return self._page.qml

    @Property(str, notify=pageChanged)
    def name(self) -> str:
        """What the page is called: by its question or paper where it has one."""
        match self._page.state:
            case st.Asking(place=place):
                return f"question-{place.ref}"
            case st.Attaching(paper=paper):
                return f"paper-{paper}"
            case _:
                return f"page-{self._page.qml}"

    @Property(QObject, constant=True)
    def frame(self) -> QQmlPropertyMap:
        """What the frame shows: place, clock, network, size, contrast, the idle warning."""
        return self._frame

    @Property("QVariantMap", notify=wordsChanged)  # type: ignore[arg-type]  # the stub leaves out Qt's type names
    def words(self) -> dict[str, str]:
        """Every text that stands in QML, in the visit's language."""
        return self._say.table()

    @Slot()
    def follow(self) -> None:
        """Show what the desk's state says."""
        state = self._desk.state
        below = state.over if isinstance(state, st.Warned) else state
        key = _key(below)
        if key == self._key:
            self._page.show_state(below)
        else:
            self._turn_to(below, key)
        self.quiet.follow(state)
        self._tell_frame()

    def _turn_to(self, state: st.State, key: tuple[object, ...]) -> None:
        old, self._key = self._page, key
        if isinstance(state, st.Idle):
            self._reset()
        self._page = _page(state)(self._desk, self._say, state)
        if isinstance(self._page, IdlePage):
            self._page.languageChosen.connect(self.speak)
        self._page.retell()
        self.pageChanged.emit()
        old.forget()
        old.deleteLater()
        if isinstance(state, st.Idle):
            self.wiped.emit()

    def _reset(self) -> None:
        """The next person finds the machine as it always is."""
        self._frame.insert("sizeStep", 0)
        self._frame.insert("contrast", False)
        self._speak("vi")

    def _speak(self, language: str) -> None:
        if language != self._say.language:
            self._say.language = language
            self._desk.use_language(language)
            self.wordsChanged.emit()

    @Slot()
    def _tell_frame(self) -> None:
        desk, frame = self._desk, self._frame
        values: dict[str, Any] = {
            "centre": desk.config.site.centre,
            "place": desk.config.site.place,
            "clock": clock(desk.now()),
            "online": desk.online(),
            "pxPerMm": desk.config.screen.px_per_mm,
            "language": self._say.language,
            "warned": isinstance(desk.state, st.Warned),
            "secondsLeft": self.quiet.seconds_left,
            "secondsOf": int(desk.config.screen.countdown_s),
            "keysUsed": self.quiet.keys_used,
            "askWipe": not isinstance(
                desk.state, st.Finding | st.Narrowing | st.Preparing | st.Submitted | st.Rating
            ),
        }
        for name, value in values.items():
            frame.insert(name, value)

    def _expect_leaving(self) -> None:
        """Somebody who only turns a knob on the idle screen may walk away."""
        if isinstance(self._desk.state, st.Idle):
            self._left_alone.start(int(self._desk.config.screen.idle_s * 1000))

    @Slot()
    def _as_always(self) -> None:
        if isinstance(self._desk.state, st.Idle):
            self._reset()
            self._page.retell()
            self._tell_frame()

    @Slot()
    def nextSize(self) -> None:
        """The next of the four text sizes, then the first again."""
        self._expect_leaving()
        self._frame.insert("sizeStep", (self._frame.value("sizeStep") + 1) % _SIZES)

    @Slot()
    def turnContrast(self) -> None:
        """High contrast on or off."""
        self._expect_leaving()
        self._frame.insert("contrast", not self._frame.value("contrast"))

    @Slot(str)
    def speak(self, language: str) -> None:
        """Vietnamese or English, until the wipe."""
        if language in LANGUAGES:
            self._expect_leaving()
            self._speak(language)
            self._page.retell()
            self._tell_frame()

    @Slot()
    def turnLanguage(self) -> None:
        """The other language."""
        self.speak("vi" if self._say.language == "en" else "en")

    @Slot()
    def abandon(self) -> None:
        """*Kết thúc và xóa*."""
        self._desk.send(ev.Abandoned())

    @Slot()
    def stay(self) -> None:
        """*Tôi còn ở đây*."""
        self._desk.send(ev.StillHere())


def _key(state: st.State) -> tuple[object, ...]:
    """What makes another page: the kind of state, and the question or paper."""
    match state:
        case st.Asking(place=place):
            return (_page(state), place.ref)
        case st.Attaching(paper=paper):
            return (_page(state), paper)
        case st.Preparing(procedure=procedure):
            return (_page(state), procedure)
        case st.Narrowing(trail=trail):
            return (_page(state), trail.asked)
        case _:
            return (_page(state), st.visit_of(state))


_PAGES: dict[type[Any], type[Page]] = {
    st.Idle: IdlePage,
    st.OutOfService: OutOfServicePage,
    st.Reopening: ReopenPage,
    st.Finding: FindPage,
    st.Narrowing: NarrowPage,
    st.Preparing: PreparePage,
    st.Noticing: NoticePage,
    st.EnteringDigits: CardPage,
    st.ReadingCard: ReadingPage,
    st.Binding: WaitPage,
    st.ShowingCard: IdentityPage,
    st.Asking: QuestionPage,
    st.Attaching: PaperPage,
    st.Checking: CheckPage,
    st.Submitting: WaitPage,
    st.Submitted: SlipPage,
    st.Rating: RatingPage,
}


def _page(state: st.State) -> type[Page]:
    if isinstance(state, st.ShowingCard) and state.identity.method is st.Method.HAND:
        return HandPage
    return _PAGES[type(state)]
