"""A backroom and a form that follow a script: what they were asked is written down, failures are ordered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.config import Config, Screen
from kiosk.core.errors import Code, KioskError
from kiosk.core.form import (
    Kind,
    PaperNeed,
    Progress,
    Question,
    Section,
    Step,
    ToCheck,
    ToIdentity,
    ToPaper,
    ToQuestion,
)
from kiosk.core.known import Known
from kiosk.core.ports import CardResult, DossierId, ScannedPage, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.search import Answer
from kiosk.core.visit.states import Filing, Identity, Method, Sheet
from kiosk.core.which_one import Family
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified
from kiosk.ui.backroom import Link, Reopened, SlipPicture
from kiosk.ui.clerk import Clerk, Tools

AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
CARD = CardResult(
    protocol="PACE",
    holder=Holder(personal_number="014300000001", full_name="Lò Văn Thử"),
    verified=Verified(passive=True, chip=None, active=None),
    notes=(),
    evidence=CardEvidence(sod=b"sod", dg1=b"dg1"),
    timing_ms={},
    apdus=0,
)


@dataclass
class ScriptedForm:
    """One question `/data/why` that refuses "?", then one paper `health`, then the check screen."""

    value: str = ""
    error: str = ""
    filled: str | None = None
    pages: int = 0
    later: bool = False
    language: str = "vi"
    at: Step = field(default_factory=lambda: ToQuestion("/data/why"))

    def fill_from_card(self, holder: Holder) -> None:
        self.filled = holder.full_name

    def give(self, ref: str, value: str) -> bool:
        self.value, self.error = value, "Ghi rõ hơn." if value == "?" else ""
        return not self.error

    def question(self, ref: str) -> Question:
        return Question(
            ref,
            Kind.TEXT,
            "",
            "Lý do",
            "",
            "",
            required=True,
            value=self.value,
            shown=self.value,
            error=self.error,
        )

    def sections(self) -> tuple[Section, ...]:
        return (Section("", (self.question("/data/why"),)),)

    def open_problems(self) -> tuple[Question, ...]:
        return () if self.value and not self.error else (self.question("/data/why"),)

    def papers(self) -> tuple[PaperNeed, ...]:
        return (PaperNeed("health", "Giấy khám sức khỏe", "", "", scannable=True, pages=self.pages),)

    def to_bring(self) -> tuple[str, ...]:
        return ("Giấy khám sức khỏe",)

    def first(self) -> Step:
        return ToQuestion("/data/why")

    def after(self, ref: str, *, returning: bool) -> Step:
        return ToCheck() if returning else ToPaper("health")

    def after_paper(self, key: str, *, returning: bool) -> Step:
        return ToCheck()

    def before(self, place: str, *, returning: bool) -> Step:
        return {"/data/why": ToIdentity(), "health": ToQuestion("/data/why")}.get(place, ToPaper("health"))

    def stand_at(self, step: Step) -> None:
        self.at = step

    def stood_at(self) -> Step:
        return self.at

    def progress(self, place: str) -> Progress:
        return Progress(1, 2, 1)

    def set_pages(self, key: str, pages: int) -> None:
        self.pages = pages

    def set_later(self, key: str, *, later: bool) -> None:
        self.later = later

    def set_language(self, language: str) -> None:
        self.language = language

    def state(self) -> bytes:
        return self.value.encode()


@dataclass
class ScriptedBackroom:
    """Does nothing, notes everything. `fails[NAME]` is raised by that call; `holds[NAME]` delays it."""

    done: list[tuple[Any, ...]] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    holds: dict[str, threading.Event] = field(default_factory=dict)
    form: ScriptedForm = field(default_factory=ScriptedForm)
    delivered: datetime | None = None
    sick: Code | None = None
    left: int = 0
    reopened: Reopened | None = None

    def _do(self, name: str, *what: Any) -> None:
        self.done.append((name, *what))
        if name in self.holds:
            self.holds[name].wait(10)
        if name in self.fails:
            raise self.fails[name]

    def names(self) -> list[str]:
        """Return what was asked, in order, without what comes at every step."""
        return [each[0] for each in self.done if each[0] not in ("audit", "unfinished")]

    def search(self, words: str) -> Answer:
        return Answer(())

    def procedure(self, code: str) -> Procedure:
        raise KioskError(Code.PROCEDURE_UNKNOWN, code)

    def known(self, code: str) -> Known:
        raise KioskError(Code.PROCEDURE_UNKNOWN, code)

    def families(self) -> tuple[Family, ...]:
        return ()

    def health(self) -> Code | None:
        return self.sick

    def link(self) -> Link:
        return Link(online=True)

    def unfinished(self) -> int:
        self._do("unfinished")
        return self.left

    def begin(self, filing: Filing, language: str) -> ScriptedForm:
        self._do("begin", language)
        return self.form

    def read_card(
        self,
        filing: Filing,
        digits: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> CardResult:
        on_progress(ReadPhase.READING)
        self._do("read_card", digits)
        return CARD

    def reopen_by_card(
        self,
        digits: str,
        language: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> Reopened:
        self._do("reopen_by_card", digits)
        return self._reopened()

    def reopen_by_code(self, code: str, language: str) -> Reopened:
        self._do("reopen_by_code", code)
        return self._reopened()

    def _reopened(self) -> Reopened:
        if self.reopened is not None:
            return self.reopened
        left = Filing(VisitId("left"), "3.000348", DossierId("d-left"), turn=7)
        return Reopened(left, Identity(Method.CARD, CARD), form=self.form, pages={"health": [b"jpeg"]})

    def bind(self, filing: Filing, identity: Identity, form: bytes) -> None:
        self._do("bind", identity.method)

    def save_form(self, visit: VisitId, form: bytes) -> None:
        self._do("save_form", form)

    def scan(self, visit: VisitId, paper: str, page_no: int, *, cancelled: Callable[[], bool]) -> ScannedPage:
        self._do("scan", paper, page_no)
        return ScannedPage(b"jpeg", 10, 10, blurred=False, blank=False)

    def drop_page(self, visit: VisitId, paper: str, page_no: int) -> None:
        self._do("drop_page", paper, page_no)

    def submit(self, filing: Filing, identity: Identity, form: Any) -> str:
        self._do("submit", filing.dossier)
        return "TH01-7Q4K-M2HD"

    def delivered_at(self, dossier: DossierId) -> datetime | None:
        return self.delivered

    def slip_picture(self, visit: VisitId, dossier: DossierId) -> SlipPicture:
        self._do("slip_picture")
        return SlipPicture(b"png", AT, self.delivered)

    def print_slip(
        self, visit: VisitId, dossier: DossierId, *, copy: int, cancelled: Callable[[], bool]
    ) -> None:
        self._do("print_slip", copy)

    def print_sheet(
        self, visit: VisitId, procedure: str, sheet: Sheet, *, cancelled: Callable[[], bool]
    ) -> None:
        self._do("print_sheet", procedure, sheet)

    def record_rating(self, score: int) -> None:
        self._do("record_rating", score)

    def audit(self, line: str) -> None:
        self._do("audit", line)

    def wipe(self, visit: VisitId) -> None:
        self._do("wipe", visit)

    def lock(self, visit: VisitId) -> None:
        self._do("lock", visit)

    def close(self) -> None:
        self._do("close")


@pytest.fixture
def room() -> ScriptedBackroom:
    """Return the backroom's script."""
    return ScriptedBackroom()


@pytest.fixture
def logged() -> list[tuple[str, str]]:
    """Return the log so far."""
    return []


@pytest.fixture
def clerk(qtbot: QtBot, room: ScriptedBackroom, logged: list[tuple[str, str]]) -> Iterator[Clerk]:
    """Return a clerk at work; quiet times are short only where a test says so."""
    clerk = Clerk(
        Config(screen=Screen(idle_s=60, countdown_s=60, slip_s=60)),
        lambda: room,
        Tools(
            now=lambda: AT,
            new_id=lambda: "id",
            rng=bytes,
            log=lambda event, what: logged.append((event, what)),
        ),
    )
    clerk.start()
    yield clerk
    for held in room.holds.values():
        held.set()
    clerk.close()
