"""An author looks at a form on the real screens while writing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import new_uuid7, now, random_bytes
from kiosk.backroom.preview import PreviewRoom
from kiosk.cli.form_preview import read_edition, stamp_of
from kiosk.core.config import Config, Screen
from kiosk.core.errors import Code
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.preview import Preview
from kiosk.ui.clerk import Clerk, Tools
from tests.unit.xforms.conftest import form_xml

BODY = """<input ref="/data/a"><label>{first}</label></input>
<input ref="/data/b"><label>Vì sao?</label></input>"""
PATIENT_MS = 20_000
Write = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form of two questions and nothing else."""
    folder = tmp_path / "9.000001"
    folder.mkdir()
    return folder


@pytest.fixture
def write(folder: Path) -> Write:
    """`write(first=…)` saves the form, as an editor does: whole."""

    def save(text: bytes | None = None, *, first: str = "Ai?") -> None:
        beside = folder / "form.new"
        beside.write_bytes(text if text is not None else form_xml("<a/><b/>", "", BODY.format(first=first)))
        beside.replace(folder / "form.xml")

    save()
    return save


@pytest.fixture
def told() -> list[str]:
    """What the author was told."""
    return []


@pytest.fixture
def clerk(qtbot: QtBot, folder: Path, write: Write, told: list[str]) -> Iterator[Clerk]:
    """A clerk in a preview that stands at the first question."""
    room = PreviewRoom()
    tools = Tools(now, new_uuid7, random_bytes, lambda _event, _what: None)
    clerk = Clerk(Config(screen=Screen(idle_s=3600)), lambda: room, tools)
    preview = Preview(
        clerk, room, stamp=partial(stamp_of, folder), read=partial(read_edition, folder), tell=told.append
    )
    clerk.start()
    preview.start()
    qtbot.waitUntil(lambda: isinstance(clerk.state, st.Asking), timeout=PATIENT_MS)
    yield clerk
    preview.close()
    clerk.close()


def label(clerk: Clerk) -> str:
    return clerk.question(clerk.state.place.ref).label if isinstance(clerk.state, st.Asking) else ""


def answer(qtbot: QtBot, clerk: Clerk, ref: str, value: str, then: str) -> None:
    clerk.give(ref, value)
    clerk.send(ev.AnswerGiven(ref))
    qtbot.waitUntil(lambda: label(clerk) == then, timeout=PATIENT_MS)


def test_the_form_opens_at_its_first_question(clerk: Clerk) -> None:
    assert label(clerk) == "Ai?"


def test_a_saved_change_is_shown_where_the_author_stands_and_answers_stay(
    qtbot: QtBot, clerk: Clerk, write: Write
) -> None:
    answer(qtbot, clerk, "/data/a", "Lan", "Vì sao?")
    write(first="Họ và tên")
    qtbot.waitUntil(
        lambda: label(clerk) == "Vì sao?" and clerk.question("/data/a").label == "Họ và tên",
        timeout=PATIENT_MS,
    )
    assert clerk.question("/data/a").value == "Lan"


def test_a_form_that_cannot_be_read_is_told_and_the_last_good_one_stays(
    qtbot: QtBot, clerk: Clerk, write: Write, told: list[str]
) -> None:
    write(b"<html")
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENT_MS)
    assert "xml-broken" in told[0]
    assert label(clerk) == "Ai?"
    write(first="Ai vậy?")
    qtbot.waitUntil(lambda: label(clerk) == "Ai vậy?", timeout=PATIENT_MS)


def test_a_preview_files_nothing(qtbot: QtBot, clerk: Clerk) -> None:
    answer(qtbot, clerk, "/data/a", "Lan", "Vì sao?")
    clerk.give("/data/b", "x")
    clerk.send(ev.AnswerGiven("/data/b"))
    qtbot.waitUntil(lambda: isinstance(clerk.state, st.Checking), timeout=PATIENT_MS)
    clerk.send(ev.SubmitTouched())
    qtbot.waitUntil(lambda: getattr(clerk.state, "failure", None) is Code.PREVIEW_ONLY, timeout=PATIENT_MS)
