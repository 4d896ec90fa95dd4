"""The reader's rows of tests/data/degradation.toml: the kiosk's window, clerk and backroom on a real pcscd.

Each row fails as it says, the screen tells it in the page's words, `kiosk doctor` says the same, and the
visit goes on: by hand at once, or with the card when the reader is back.
"""

from __future__ import annotations

import json
import os
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from demo.parts import Pcscd, Portal, VirtualCard, ask, kiosk_command
from kiosk import app
from kiosk.backroom import Room
from kiosk.cli.doctor_parts import reader_part
from kiosk.core.config import CardConfig
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code
from kiosk.core.ports import VisitId
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.devices.idcard.reader import Patience, PcscIdCardReader
from kiosk.idcard.holder import ReadPhase
from kiosk.ui.clerk import Clerk, Tools
from kiosk.ui.text.catalogue import CATALOGUE
from kiosk.ui.window import build
from tests.ui.hands import Hands

DATA = Path(__file__).parents[1] / "data"
ROWS = tomllib.loads((DATA / "degradation.toml").read_text(encoding="utf-8"))["reader"]
PERSON = Path(__file__).parents[2] / "demo/people/lo-thi-mai.json"
DIGITS = "007748"
CODE = "3.000348"
READING = (ReadPhase.CONNECTING, ReadPhase.ACCESS, ReadPhase.READING)
DEADLINE_S = 30.0


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory, portal_of_the_run: Portal) -> app.Place:
    """A kiosk that joined a portal, with a reader configured to be asked for four seconds."""
    folder = tmp_path_factory.mktemp("kiosk")
    (folder / "kiosk.toml").write_text('[site]\ncode = "TH01"\n', encoding="utf-8")
    code = portal_of_the_run.ask("enrol-code")["code"]
    where = ("--config", str(folder / "kiosk.toml"), "--data", str(folder / "data"))
    ask(kiosk_command("enrol", "--portal", portal_of_the_run.url, "--code", code, "--json", *where), folder)
    place = app.place(folder / "kiosk.toml", folder / "data")
    return replace(place, config=replace(place.config, card=CardConfig(deadline_s=4)))


class Counter:
    """One visit at the card page, seen and touched on its window."""

    def __init__(self, place: app.Place, pcscd: Pcscd, folder: Path) -> None:
        room = Room(place)
        hasty = Patience(command_s=1, nothing_there_s=0.5)
        room._adapters.__dict__["reader"] = PcscIdCardReader((), clock=app.now, patience=hasty)
        self.pcscd = pcscd
        self.place = place
        self.clerk = Clerk(place.config, lambda: room, Tools(app.now, app.new_uuid7, os.urandom, app.log))
        self.window = build(self.clerk, place.config)
        self.window.show()
        self.hands = Hands(self.window, self.clerk)  # type: ignore[arg-type]  # the real desk, not the scripted one
        self._folder = folder
        self._cards: list[VirtualCard] = []

    def come_to_the_card(self) -> None:
        for event in (
            ev.DoorOpened(VisitId("visit")),
            ev.ProcedureChosen(CODE),
            ev.Started(self.clerk.new_dossier()),
            ev.NoticeAccepted(),
        ):
            self.clerk.send(event)
        self.until(lambda: self.hands.has("by-hand"))

    def put_down(self, fault: str | None = None) -> VirtualCard:
        folder = self._folder / f"card-{len(self._cards)}"
        options = ("--fault", fault) if fault else ()
        card = VirtualCard(folder, person=PERSON, port=self.pcscd.port, options=options)
        self._cards.append(card)
        card.start()
        return card

    def ask_for_the_read(self) -> None:
        for digit in DIGITS:
            self.hands.touch(f"key-{digit}")
        self.hands.touch("main")
        assert isinstance(self.clerk.state, st.ReadingCard)

    def until(self, there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not there():
            assert time.monotonic() < deadline, f"{self.clerk.state}\n{self.hands.texts()}"
            self.hands.settle(20)

    def reads(self) -> None:
        """Wait until the read is under way."""
        self.until(lambda: getattr(self.clerk.state, "phase", None) in READING)

    def ends(self) -> None:
        """Wait until the read came to an end, good or bad."""
        self.until(lambda: isinstance(self.clerk.state, st.EnteringDigits | st.ShowingCard))
        self.hands.settle(60)

    def doctor(self) -> tuple[str, str | None]:
        part = reader_part(self.place)
        return part.state, part.code

    def close(self) -> None:
        self.window.end()
        self.window.deleteLater()
        self.clerk.close()
        for card in self._cards:
            card.kill()


@pytest.fixture
def counter(
    enrolled: app.Place,
    pcscd: Pcscd,
    tmp_path: Path,
    qapp: QGuiApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Counter]:
    for name, value in pcscd.client_environment.items():
        monkeypatch.setenv(name, value)
    counter = Counter(enrolled, pcscd, tmp_path)
    counter.come_to_the_card()
    yield counter
    counter.close()
    qapp.processEvents()


def none(counter: Counter) -> None:
    counter.pcscd.unplug()
    counter.ask_for_the_read()


def pulled_while_waiting(counter: Counter) -> None:
    counter.ask_for_the_read()
    counter.pcscd.unplug()


def daemon_killed(counter: Counter) -> None:
    counter.pcscd.kill()
    counter.ask_for_the_read()


def daemon_killed_while_reading(counter: Counter) -> None:
    counter.put_down("slow")
    counter.ask_for_the_read()
    counter.reads()
    counter.pcscd.kill()


def daemon_back(counter: Counter) -> None:
    counter.ask_for_the_read()
    counter.pcscd.kill()
    counter.pcscd.start()
    counter.put_down()


def silent(counter: Counter) -> None:
    counter.put_down("silent-after-4")
    counter.ask_for_the_read()


def no_national_data(counter: Counter) -> None:
    counter.put_down("no-dg13")
    counter.ask_for_the_read()


HAPPENS: dict[str, Callable[[Counter], None]] = {
    "none": none,
    "pulled-while-waiting": pulled_while_waiting,
    "daemon-killed": daemon_killed,
    "daemon-killed-while-reading": daemon_killed_while_reading,
    "daemon-back": daemon_back,
    "silent": silent,
    "no-national-data": no_national_data,
}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_a_reader_that_fails_is_told_and_the_visit_goes_on(row: dict[str, Any], counter: Counter) -> None:
    HAPPENS[row["id"]](counter)
    counter.ends()
    state, code = counter.doctor()
    assert state == row["doctor"]
    if state != "ok":
        assert code == row["code"]
    if "code" in row:
        told_in_words_and_goes_on_by_hand(counter, Code(row["code"]))
    else:
        goes_on_with_the_card(counter, shows=row.get("shows"))


def told_in_words_and_goes_on_by_hand(counter: Counter, code: Code) -> None:
    words = words_of(code)
    seen = counter.hands.texts()
    assert words.vi in seen
    assert words.do_vi in seen
    assert code.value in seen
    counter.hands.touch("by-hand")
    counter.until(lambda: counter.hands.has("reopening-code"))
    counter.hands.touch("main")
    counter.until(lambda: isinstance(counter.clerk.state, st.Asking))


def goes_on_with_the_card(counter: Counter, *, shows: str | None) -> None:
    """Without DG13 the full name is a question, open and empty; what the zone says fills nothing."""
    person = json.loads(PERSON.read_text(encoding="utf-8"))
    seen = counter.hands.texts()
    assert (person["full_name"] in seen) is (shows is None)
    if shows is not None:
        assert CATALOGUE[shows][0] in seen
        assert "LO THI MAI" in seen
    counter.hands.touch("main")
    counter.until(lambda: isinstance(counter.clerk.state, st.Asking))
    name = counter.clerk.question("/data/applicant/full_name")
    assert (name.value, name.locked) == ((person["full_name"], True) if shows is None else ("", False))


def test_when_the_reader_is_back_the_next_read_works(counter: Counter) -> None:
    none(counter)
    counter.ends()
    counter.pcscd.plug_in()
    counter.put_down()
    counter.ask_for_the_read()
    counter.ends()
    assert isinstance(counter.clerk.state, st.ShowingCard)
