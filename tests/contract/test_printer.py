"""The port `Printer` on a real IPP printer (CUPS's own), with everything that goes wrong at one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.parts import IppPrinter as OfficePrinter
from demo.ports import free_port
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import PrintJob, VisitId
from kiosk.devices.printer.absent import AbsentPrinter
from kiosk.devices.printer.ipp import IppPrinter
from kiosk.paper.sheet import Sheet, Type, Weight

BODY = Type(Weight.TEXT, 12)


def page(text: str) -> bytes:
    sheet = Sheet("Trang thử")
    sheet.line(text, 72, 72, BODY)
    return sheet.finish()


def job(text: str = "Nguyễn", visit: str = "v1") -> PrintJob:
    return PrintJob(VisitId(visit), "Phiếu", page(text))


@pytest.fixture(scope="module")
def office_of_the_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficePrinter]:
    with OfficePrinter(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def office(office_of_the_module: OfficePrinter) -> Iterator[OfficePrinter]:
    """Return the printer itself, switched on, in order, its tray as the last test left it."""
    if not office_of_the_module.running():
        office_of_the_module.kill()
        for file in office_of_the_module.spool.iterdir():
            file.unlink()  # what the plug-pull of another test left in the printer's memory
        office_of_the_module.start()
    yield office_of_the_module
    office_of_the_module.mend()


@pytest.fixture
def printer(office: OfficePrinter, tmp_path: Path) -> IppPrinter:
    return IppPrinter(office.uri, owner="kiosk-TH01", lock=tmp_path / "printer.lock")


def in_time(printer: IppPrinter, what: PrintJob, deadline_s: float = 20) -> None:
    printer.print(what, deadline_s=deadline_s, cancelled=lambda: False)


def failure_of(call: Callable[[], None]) -> Code:
    with pytest.raises(KioskError) as caught:
        call()
    return caught.value.code


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Printing:
    """A print in a thread of its own, as the screen does it."""

    def __init__(self, printer: IppPrinter, what: PrintJob, *, deadline_s: float = 20) -> None:
        self.code: Code | None = None
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(printer, what, deadline_s), daemon=True)
        self._thread.start()

    def _run(self, printer: IppPrinter, what: PrintJob, deadline_s: float) -> None:
        try:
            printer.print(what, deadline_s=deadline_s, cancelled=self.stop.is_set)
        except KioskError as error:
            self.code = error.code

    def ended(self) -> Code | None:
        """Wait for its end; return what it failed with."""
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.code


def kept_in(office: OfficePrinter) -> list[str]:
    return [file.name for file in office.spool.iterdir() if file.stat().st_size]


def test_returns_when_the_paper_is_out_and_leaves_the_spool_empty(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    before = len(office.received())
    in_time(printer, job("Nguyễn Thị Hường"))
    assert office.received()[before].read_bytes() == page("Nguyễn Thị Hường")
    assert kept_in(office) == []


def test_the_title_at_the_printer_names_kiosk_and_paper_only(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    in_time(printer, job())
    titles = (office.received()[0].parent / "titles.jsonl").read_text(encoding="utf-8").splitlines()
    assert '"kiosk-TH01 Phi' in titles[-1]


def test_an_empty_tray_that_is_filled_in_time_prints_after_all(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    before = len(office.received())
    office.break_with("media-empty")
    printing = Printing(printer, job())
    until(lambda: printer.status().code == Code.PRINTER_NO_PAPER)
    office.mend()
    assert printing.ended() is None
    assert len(office.received()) == before + 1
    until(lambda: printer.status().ok)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("media-empty", Code.PRINTER_NO_PAPER),
        ("cover-open", Code.PRINTER_COVER_OPEN),
        ("slow", Code.PRINTER_TOO_SLOW),
    ],
)
def test_what_holds_the_paper_back_is_named_and_its_job_is_cancelled_for_good(
    printer: IppPrinter, office: OfficePrinter, fault: str, code: Code
) -> None:
    before = len(office.received())
    office.break_with(fault)  # type: ignore[arg-type]  # the parameters are its names
    assert failure_of(lambda: in_time(printer, job("một"), deadline_s=1.5)) == code
    office.mend()
    until(lambda: kept_in(office) == [])
    in_time(printer, job("hai"))
    assert [sheet.read_bytes() for sheet in office.received()[before:]] == [page("hai")]


def test_a_jam_is_told_at_once_and_the_doctor_sees_it(printer: IppPrinter, office: OfficePrinter) -> None:
    office.break_with("jam")
    started = time.monotonic()
    assert failure_of(lambda: in_time(printer, job())) == Code.PRINTER_JAM
    assert time.monotonic() - started < 10
    assert printer.status().code == Code.PRINTER_JAM
    assert kept_in(office) == []
    office.mend()
    in_time(printer, job())
    assert printer.status().ok


def test_a_job_left_by_another_visit_never_comes_out(
    printer: IppPrinter, office: OfficePrinter, tmp_path: Path
) -> None:
    before = len(office.received())
    office.break_with("media-empty")
    dead = IppPrinter(office.uri, owner="kiosk-TH01", lock=tmp_path / "another.lock")
    abandoned = Printing(dead, job("của người trước"), deadline_s=30)  # its process has crashed, in effect
    until(lambda: not printer.status().ok)
    printing = Printing(printer, job("của người sau", visit="v2"))
    assert abandoned.ended() is not None
    office.mend()
    assert printing.ended() is None
    assert [sheet.read_bytes() for sheet in office.received()[before:]] == [page("của người sau")]


def test_withdraw_cancels_what_a_crash_left_behind(
    printer: IppPrinter, office: OfficePrinter, tmp_path: Path
) -> None:
    before = len(office.received())
    office.break_with("media-empty")
    dead = IppPrinter(office.uri, owner="kiosk-TH01", lock=tmp_path / "another.lock")
    abandoned = Printing(dead, job("của người trước"))
    until(lambda: not printer.status().ok)
    assert printer.withdraw()
    assert abandoned.ended() is not None
    office.mend()
    in_time(printer, job("sau"))
    assert len(office.received()) == before + 1


def test_withdraw_leaves_a_running_print_of_this_kiosk_alone(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    office.break_with("media-empty")
    printing = Printing(printer, job())
    until(lambda: not printer.status().ok)
    assert not printer.withdraw()
    office.mend()
    assert printing.ended() is None


def test_other_peoples_jobs_are_left_alone(
    printer: IppPrinter, office: OfficePrinter, tmp_path: Path
) -> None:
    before = len(office.received())
    office.break_with("media-empty")
    neighbour = IppPrinter(office.uri, owner="kiosk-TH02", lock=tmp_path / "th02.lock")
    theirs = Printing(neighbour, job("của máy bên"))
    until(lambda: not printer.status().ok)
    printer.withdraw()
    ours = Printing(printer, job("của máy này"))
    time.sleep(1)
    office.mend()
    assert (theirs.ended(), ours.ended()) == (None, None)
    printed = {sheet.read_bytes() for sheet in office.received()[before:]}
    assert printed == {page("của máy bên"), page("của máy này")}


def test_a_print_that_the_citizen_walks_away_from_is_cancelled(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    before = len(office.received())
    office.break_with("media-empty")
    printing = Printing(printer, job())
    until(lambda: not printer.status().ok)
    printing.stop.set()
    assert printing.ended() == Code.PRINTER_CANCELED
    office.mend()
    until(lambda: kept_in(office) == [])
    assert len(office.received()) == before


def test_two_prints_of_one_kiosk_wait_for_each_other(printer: IppPrinter, office: OfficePrinter) -> None:
    before = len(office.received())
    both = [Printing(printer, job("một")), Printing(printer, job("hai"))]
    assert [printing.ended() for printing in both] == [None, None]
    assert len(office.received()) == before + 2


def test_a_printer_switched_off_is_unreachable(printer: IppPrinter, office: OfficePrinter) -> None:
    office.kill()
    assert failure_of(lambda: in_time(printer, job())) == Code.PRINTER_UNREACHABLE
    assert printer.status().code == Code.PRINTER_UNREACHABLE
    assert not printer.withdraw()


def test_a_printer_switched_off_while_it_prints_is_told_before_the_deadline(
    printer: IppPrinter, office: OfficePrinter
) -> None:
    office.break_with("slow")
    printing = Printing(printer, job(), deadline_s=60)
    until(lambda: kept_in(office) != [])
    office.kill()
    assert printing.ended() == Code.PRINTER_UNREACHABLE


def test_a_wrong_port_or_something_else_behind_it_is_unreachable(tmp_path: Path) -> None:
    nobody = IppPrinter(
        f"ipp://localhost:{free_port()}/ipp/print", owner="kiosk-TH01", lock=tmp_path / "lock"
    )
    assert failure_of(lambda: in_time(nobody, job())) == Code.PRINTER_UNREACHABLE
    assert not nobody.status().ok


def test_a_wrong_path_is_unreachable(office: OfficePrinter, tmp_path: Path) -> None:
    lost = IppPrinter(f"ipp://localhost:{office.port}/nowhere", owner="kiosk-TH01", lock=tmp_path / "lock")
    assert failure_of(lambda: in_time(lost, job())) == Code.PRINTER_UNREACHABLE
    assert not lost.status().ok


def test_a_printer_that_never_answers_is_told_within_three_seconds(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("localhost", 0)) as deaf:
        port = deaf.getsockname()[1]
        printer = IppPrinter(f"ipp://localhost:{port}/ipp/print", owner="kiosk-TH01", lock=tmp_path / "lock")
        started = time.monotonic()
        assert printer.status().code == Code.PRINTER_UNREACHABLE
        assert time.monotonic() - started < 4


def test_without_a_printer_every_print_says_so() -> None:
    absent = AbsentPrinter()
    assert (
        failure_of(lambda: absent.print(job(), deadline_s=1, cancelled=lambda: False)) == Code.PRINTER_ABSENT
    )
    assert absent.status().code == Code.PRINTER_ABSENT
    assert absent.withdraw()
