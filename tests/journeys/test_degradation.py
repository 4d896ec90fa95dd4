"""Every row of tests/data/degradation.toml: the device fails so, the visit goes on, the doctor says so."""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from demo.parts import IppPrinter
from demo.ports import free_port
from kiosk import app
from kiosk.cli.doctor_parts import printer_part, scanner_part
from kiosk.core.config import Config, PrinterConfig, ScannerConfig
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DossierId, PrintJob, VisitId
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit import step

TABLE = tomllib.loads((Path(__file__).parents[1] / "data" / "degradation.toml").read_text(encoding="utf-8"))
VISIT = VisitId("visit")
FILING = st.Filing(VISIT, "3.000348", DossierId("dossier"), turn=7)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SLOW = ("--mode", "Color", "-x", "200", "-y", "200", "--read-delay=yes", "--read-delay-duration=200000")
LONG_S = 20.0


def rows(device: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in TABLE[device]]


class Doing:
    """Something that a device does in a thread, as the screen has it done."""

    def __init__(self, work: Callable[[float, Callable[[], bool]], object], *, deadline_s: float) -> None:
        self.code: Code | None = None
        self.left = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(work, deadline_s), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[float, Callable[[], bool]], object], deadline_s: float) -> None:
        try:
            work(deadline_s, self.left.is_set)
        except KioskError as error:
            self.code = error.code

    def ended(self) -> Code | None:
        self._thread.join(LONG_S)
        assert not self._thread.is_alive()
        return self.code


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# -- the printer ----------------------------------------------------------------------------------------


@dataclass
class Office:
    """The kiosk's place, with the printer that it is connected to."""

    place: app.Place
    printer: IppPrinter

    def printing(self, *, deadline_s: float = LONG_S) -> Doing:
        job = PrintJob(VISIT, "Phieu nop ho so", PDF)
        printer = app.printer(self.place)
        return Doing(
            lambda within_s, left: printer.print(job, deadline_s=within_s, cancelled=left),
            deadline_s=deadline_s,
        )

    def doctor(self) -> str:
        return printer_part(self.place).state

    def at(self, uri: str) -> Office:
        config = replace(self.place.config, printer=PrinterConfig(uri))
        return Office(replace(self.place, config=config), self.printer)


@pytest.fixture
def office(tmp_path: Path, printer: IppPrinter) -> Office:
    place = app.Place(Config(printer=PrinterConfig(printer.uri)), tmp_path, tmp_path)
    return Office(place, printer)


def waits(office: Office, fault: Any) -> tuple[Code | None, str]:
    """Let the printer hold a job with this fault; ask the doctor while it does, then let time run out."""
    office.printer.break_with(fault)
    printing = office.printing(deadline_s=3)
    if fault != "slow":
        until(lambda: office.doctor() != "ok")
    state = office.doctor()
    return printing.ended(), state


def switched_off(office: Office) -> tuple[Code | None, str]:
    office.printer.stop()
    return office.printing().ended(), office.doctor()


def unplugged_while_printing(office: Office) -> tuple[Code | None, str]:
    office.printer.break_with("slow")
    printing = office.printing()
    until(lambda: any(file.stat().st_size for file in office.printer.spool.iterdir()))
    office.printer.kill()
    for file in office.printer.spool.iterdir():
        file.unlink()  # the power that went took the printer's memory along
    return printing.ended(), office.doctor()


def wrong_address(office: Office) -> tuple[Code | None, str]:
    elsewhere = office.at(f"ipp://localhost:{free_port()}/ipp/print")
    return elsewhere.printing().ended(), elsewhere.doctor()


def paper_added(office: Office) -> tuple[Code | None, str]:
    office.printer.break_with("media-empty")
    printing = office.printing()
    until(lambda: office.doctor() != "ok")
    state = office.doctor()
    office.printer.mend()
    return printing.ended(), state


def jam(office: Office) -> tuple[Code | None, str]:
    office.printer.break_with("jam")
    told = office.printing().ended(), office.doctor()
    office.printer.mend()
    assert office.printing().ended() is None  # the next print, and the printer forgets it
    assert office.doctor() == "ok"
    return told


def left(office: Office) -> tuple[Code | None, str]:
    office.printer.break_with("media-empty")
    printing = office.printing()
    until(lambda: office.doctor() != "ok")
    state = office.doctor()
    printing.left.set()
    return printing.ended(), state


def none(office: Office) -> tuple[Code | None, str]:
    nothing = office.at("")
    return nothing.printing().ended(), nothing.doctor()


PRINTERS: dict[str, Callable[[Office], tuple[Code | None, str]]] = {
    "switched-off": switched_off,
    "unplugged-while-printing": unplugged_while_printing,
    "wrong-address": wrong_address,
    "no-paper": lambda office: waits(office, "media-empty"),
    "paper-added": paper_added,
    "jam": jam,
    "cover-open": lambda office: waits(office, "cover-open"),
    "silent": lambda office: waits(office, "slow"),
    "left": left,
    "none": none,
}


@pytest.mark.parametrize("row", rows("printer"))
def test_a_printer_that_fails_is_told_and_the_visit_goes_on(row: dict[str, str], office: Office) -> None:
    code, doctor = PRINTERS[row["id"]](office)
    assert (code, doctor) == (row.get("code"), row["doctor"])
    if code is not None:
        slip_stays_and_can_be_printed_again(code)


def slip_stays_and_can_be_printed_again(code: Code) -> None:
    printing = st.Submitted(FILING, "TH01-9D5M-PJTK", st.Delivery.STORED, st.Paper.PRINTING)
    shown, effects = step(printing, ev.SlipFailed(VISIT, FILING.turn, code))
    assert shown == replace(printing, paper=st.Paper.FAILED, failure=code)
    assert effects == ()
    again, _ = step(shown, ev.ReprintTouched())
    assert isinstance(again, st.Submitted)
    assert again.paper is st.Paper.PRINTING
    assert isinstance(step(shown, ev.SlipTaken())[0], st.Rating)


# -- the scanner ----------------------------------------------------------------------------------------


@dataclass
class Glass:
    """The kiosk's place with SANE's test scanner, and the file that says how that behaves."""

    place: app.Place
    conf: Path
    patch: pytest.MonkeyPatch

    def behaving(self, *settings: str, options: tuple[str, ...] = (), device: str = "test:0") -> Glass:
        self.conf.write_text("\n".join(["number_of_devices 1", *settings]) + "\n", encoding="ascii")
        scanner = ScannerConfig("sane", device, options or self.place.config.scanner.options)
        config = replace(self.place.config, scanner=scanner)
        return replace(self, place=replace(self.place, config=config))

    def scanning(self, *, deadline_s: float = LONG_S) -> Doing:
        scanner = app.scanner(self.place, app.pages())
        return Doing(
            lambda within_s, left: scanner.scan(deadline_s=within_s, cancelled=left), deadline_s=deadline_s
        )

    def doctor(self) -> str:
        return scanner_part(self.place).state

    def told(self, *, deadline_s: float = LONG_S) -> tuple[Code | None, str]:
        return self.scanning(deadline_s=deadline_s).ended(), self.doctor()


@pytest.fixture
def glass(tmp_path: Path) -> Iterator[Glass]:
    folder = tmp_path / "sane.d"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANE_CONFIG_DIR", str(folder))
        place = app.Place(Config(scanner=ScannerConfig("sane", "test:0")), tmp_path, tmp_path)
        yield Glass(place, folder / "test.conf", patch).behaving()


def says(status: str) -> Callable[[Glass], tuple[Code | None, str]]:
    return lambda glass: glass.behaving(f'read-status-code "SANE_STATUS_{status}"').told()


def damaged_page(glass: Glass) -> tuple[Code | None, str]:
    with folder_scanner(glass) as (other, inbox):
        (inbox / "page.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
        return other.told()


@contextmanager
def folder_scanner(glass: Glass) -> Iterator[tuple[Glass, Path]]:
    inbox = glass.place.config_dir / "inbox"
    inbox.mkdir()
    config = replace(glass.place.config, scanner=ScannerConfig("folder", "inbox"))
    yield replace(glass, place=replace(glass.place, config=config)), inbox


def left_scanning(glass: Glass) -> tuple[Code | None, str]:
    slow = glass.behaving(options=SLOW)
    scanning = slow.scanning()
    time.sleep(0.5)
    scanning.left.set()
    return scanning.ended(), slow.doctor()


def no_program(glass: Glass) -> tuple[Code | None, str]:
    glass.patch.setenv("PATH", "")
    return glass.told()


def no_scanner(glass: Glass) -> tuple[Code | None, str]:
    config = replace(glass.place.config, scanner=ScannerConfig())
    return replace(glass, place=replace(glass.place, config=config)).told()


SCANNERS: dict[str, Callable[[Glass], tuple[Code | None, str]]] = {
    "unplugged": lambda glass: glass.behaving(device="test:7").told(),
    "io-error": says("IO_ERROR"),
    "no-page": says("NO_DOCS"),
    "damaged-page": damaged_page,
    "jam": says("JAMMED"),
    "cover-open": says("COVER_OPEN"),
    "busy": says("DEVICE_BUSY"),
    "silent": lambda glass: glass.behaving(options=SLOW).told(deadline_s=0.5),
    "left": left_scanning,
    "no-program": no_program,
    "none": no_scanner,
}


@pytest.mark.parametrize("row", rows("scanner"))
def test_a_scanner_that_fails_is_told_and_the_visit_goes_on(row: dict[str, str], glass: Glass) -> None:
    code, doctor = SCANNERS[row["id"]](glass)
    assert (code, doctor) == (row["code"], row["doctor"])
    assert code is not None
    paper_can_be_scanned_again_or_brought(code)


def paper_can_be_scanned_again_or_brought(code: Code) -> None:
    scanning = st.Attaching(FILING, st.Identity(st.Method.HAND), "health", busy=True, scanning=True)
    told, _ = step(scanning, ev.ScanFailed(VISIT, FILING.turn, code))
    assert told == replace(scanning, busy=False, scanning=False, failure=code)
    again, _ = step(told, ev.ScanTouched())
    assert isinstance(again, st.Attaching)
    assert again.scanning
    later, effects = step(told, ev.PaperDone(later=True))
    assert isinstance(later, st.Attaching)
    assert effects
