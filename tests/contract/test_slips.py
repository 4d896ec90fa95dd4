"""Sheets to take away, and those that were left at the printer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from demo.parts import IppPrinter
from kiosk import app
from kiosk.backroom.adapters import Adapters
from kiosk.backroom.room import Room
from kiosk.backroom.slips import Slips
from kiosk.core.config import Config, PrinterConfig
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import PrintJob, VisitId
from kiosk.core.visit.states import Sheet
from kiosk.devices.printer import ipp

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[IppPrinter]:
    with IppPrinter(tmp_path / "office") as office:
        yield office


def slips(office: IppPrinter, folder: Path) -> Slips:
    return Slips(Adapters(app.Place(Config(printer=PrinterConfig(office.uri)), folder, folder)))


@dataclass
class Crashed:
    """A print of a process that is gone: nobody but the printer knows of it any more."""

    code: Code | None = None
    thread: threading.Thread | None = None

    def begin(self, office: IppPrinter, folder: Path) -> None:
        printer = ipp.IppPrinter(office.uri, owner="kiosk-TH01", lock=folder / "gone.lock")
        job = PrintJob(VisitId("gone"), "Phieu", PDF)

        def run() -> None:
            try:
                printer.print(job, deadline_s=30, cancelled=lambda: False)
            except KioskError as error:
                self.code = error.code

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        deadline = time.monotonic() + 10
        while printer.status().ok:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_sheet_that_a_crash_left_is_taken_back_at_the_start(office: IppPrinter, tmp_path: Path) -> None:
    office.break_with("media-empty")
    crashed = Crashed()
    crashed.begin(office, tmp_path)
    slips(office, tmp_path).sweep()
    assert crashed.thread is not None
    crashed.thread.join(10)
    assert crashed.code is not None
    office.mend()
    time.sleep(1)
    assert office.received() == []


def test_a_printer_that_is_off_is_not_asked_again_at_once(office: IppPrinter, tmp_path: Path) -> None:
    office.kill()
    sweeping = slips(office, tmp_path)
    sweeping.sweep()
    office.start()
    office.break_with("media-empty")
    crashed = Crashed()
    crashed.begin(office, tmp_path)
    sweeping.sweep()  # within the minute: nothing happens
    assert crashed.thread is not None
    crashed.thread.join(2)
    assert crashed.thread.is_alive()
    office.mend()
    crashed.thread.join(20)
    assert crashed.code is None


@pytest.mark.parametrize(
    ("code", "sheet", "says"),
    [
        ("3.000347", Sheet.CHECKLIST, "DANH MỤC GIẤY TỜ CẦN CHUẨN BỊ"),
        ("1.010028", Sheet.CHECKLIST, "Xóa đăng ký tạm trú"),
        ("1.004222", Sheet.FORM, "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ"),
    ],
)
def test_a_checklist_and_a_blank_form_come_out_of_the_printer(
    office: IppPrinter, tmp_path: Path, code: str, sheet: Sheet, says: str
) -> None:
    room = Room(app.Place(Config(printer=PrinterConfig(office.uri)), tmp_path, tmp_path))
    try:
        room.print_sheet(VisitId("v"), code, sheet, cancelled=lambda: False)
    finally:
        room.close()
    (paper,) = office.received()
    with pypdfium2.PdfDocument(paper) as document:
        assert says in document[0].get_textpage().get_text_range()


def test_a_blank_form_without_a_layout_here_is_refused(office: IppPrinter, tmp_path: Path) -> None:
    room = Room(app.Place(Config(printer=PrinterConfig(office.uri)), tmp_path, tmp_path))
    with pytest.raises(KioskError) as refused:
        room.print_sheet(VisitId("v"), "1.010028", Sheet.FORM, cancelled=lambda: False)
    assert refused.value.code is Code.PROCEDURE_WITHOUT_FORM
    assert office.received() == []
