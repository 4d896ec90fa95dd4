"""The pages about the card name every code, fault and option that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk import idcard
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code
from kiosk.devices.idcard.codes import CODES
from kiosk.devices.idcard.models import limits_for
from kiosk.idcard.atr import EXTENDED_BLOCK, limits_of
from kiosk.idcard.channel import Limits
from kiosk.idcard.faults import Fault
from kiosk.idcard.passive import Note
from kiosk.idcard.virtual import faults, person

PAGE = (Path(__file__).parents[3] / "docs" / "idcard.md").read_text(encoding="utf-8")


def test_the_packages_example_runs_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(idcard.__file__).parent / "README.md").read_text(encoding="utf-8")
    read, make = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    head, rest = read.split("\n\n", 1)
    exec(compile(f"{head}\n{make}\n{rest}", "README.md", "exec"), {})  # noqa: S102 -- our own page
    assert "Lường Thị Hạ Verified(passive=True, chip=True, active=True)" in capsys.readouterr().out


def test_the_package_imports_nothing_else_of_the_kiosk() -> None:
    folder = Path(idcard.__file__).parent
    for file in folder.rglob("*.py"):
        found = re.findall(
            r"^\s*(?:from|import) (kiosk[.\w]*)", file.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert [name for name in found if not name.startswith("kiosk.idcard")] == []


def test_the_page_has_every_code_with_the_words_that_the_citizen_reads() -> None:
    for code in Code:
        if code.value.startswith(("CARD-", "READER-")):
            assert f"| {code.value} | {words_of(code).vi} |" in PAGE


def test_the_page_has_every_note_fault_and_option() -> None:
    for name in (*Note, *faults.names(), *person.CHIP_DEFAULTS):
        assert f"`{name}" in PAGE, name


def test_every_fault_of_a_card_has_a_code() -> None:
    assert set(CODES) == set(Fault)


@pytest.mark.parametrize(
    ("atr", "extended"),
    [
        ("3B858001807380014036", EXTENDED_BLOCK),
        ("3B858001807380010076", None),
        ("3B8880010000000000000000", None),
        ("3B00", None),
        ("3B", None),
        ("", None),
    ],
)
def test_an_answer_to_reset_tells_whether_long_answers_come(atr: str, extended: int | None) -> None:
    assert limits_of(bytes.fromhex(atr)) == Limits(extended)


def test_a_reader_is_never_asked_for_more_than_it_carries() -> None:
    assert limits_for("ACS ACR122U PICC Interface 00 00", Limits(4096)) == Limits(None)
    assert limits_for("HID Global OMNIKEY 5022 Smart Card Reader 0", Limits(4096)) == Limits(2048)
    assert limits_for("A reader that nobody knows", Limits(4096)) == Limits(4096)
    assert limits_for("Virtual PCD 00 00", Limits(None)) == Limits(None)
