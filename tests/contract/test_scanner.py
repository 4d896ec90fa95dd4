"""The port `Scanner` on SANE's own test scanner, with its faults, and on the folder fed with pages."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import ScannedPage, Scanner
from kiosk.devices.pdf.scanned_page import cleaned
from kiosk.devices.scanner.absent import AbsentScanner
from kiosk.devices.scanner.folder import FolderScanner
from kiosk.devices.scanner.sane import SaneScanner

GRID = ("--mode", "Color", "-x", "210", "-y", "297", "--test-picture", "Grid")


@pytest.fixture
def sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., SaneScanner]:
    """Return a maker of scanners on SANE's test backend; `settings` are lines of its test.conf."""
    folder = tmp_path / "sane.d"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))

    def make(*settings: str, device: str = "test:0", options: tuple[str, ...] = GRID) -> SaneScanner:
        lines = ["number_of_devices 1", *settings]
        (folder / "test.conf").write_text("\n".join(lines) + "\n", encoding="ascii")
        return SaneScanner(device, options=options, cleaned=cleaned)

    return make


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def lay(inbox: Path, name: str, *, width: int, age_s: float) -> Path:
    """Lay a page of this width into the folder, so long ago."""
    kind = "PNG" if name.lower().endswith("png") else "JPEG"
    buffer = io.BytesIO()
    Image.new("RGB", (width, 100), "white").save(buffer, kind)
    file = inbox / name
    file.write_bytes(buffer.getvalue())
    at = time.time() - age_s
    os.utime(file, (at, at))
    return file


class Ready(Protocol):
    def __call__(self) -> Scanner: ...


@pytest.fixture(params=["sane", "folder"])
def ready(request: pytest.FixtureRequest, sane: Callable[..., SaneScanner], inbox: Path) -> Iterator[Ready]:
    """Return a maker of a scanner with a page in it, of each kind."""

    def make() -> Scanner:
        if request.param == "sane":
            return sane()
        lay(inbox, "page.png", width=80, age_s=1)
        return FolderScanner(inbox, cleaned=cleaned)

    return make


def scan(scanner: Scanner, deadline_s: float = 20) -> ScannedPage:
    return scanner.scan(deadline_s=deadline_s, cancelled=lambda: False)


def failure_of(call: Callable[[], object]) -> KioskError:
    with pytest.raises(KioskError) as caught:
        call()
    return caught.value


# -- every scanner --------------------------------------------------------------------------------------


def test_a_page_comes_as_an_upright_jpeg_of_its_own_size(ready: Ready) -> None:
    page = scan(ready())
    picture = Image.open(io.BytesIO(page.jpeg))
    assert picture.format == "JPEG"
    assert picture.size == (page.width_px, page.height_px)


def test_a_ready_scanner_says_so(ready: Ready) -> None:
    assert ready().status().ok


def test_a_scan_that_nobody_wants_any_more_is_stopped(ready: Ready) -> None:
    scanner = ready()
    failure = failure_of(lambda: scanner.scan(deadline_s=20, cancelled=lambda: True))
    assert failure.code == Code.SCAN_CANCELED


# -- SANE -----------------------------------------------------------------------------------------------


def test_a_sane_page_is_scanned_at_300_dpi(sane: Callable[..., SaneScanner]) -> None:
    page = scan(sane())
    assert abs(page.width_px - 200 / 25.4 * 300) <= 1  # the test scanner is 200 mm wide
    assert not page.blank


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("SANE_STATUS_JAMMED", Code.SCANNER_JAM),
        ("SANE_STATUS_NO_DOCS", Code.SCAN_NO_PAGE),
        ("SANE_STATUS_COVER_OPEN", Code.SCANNER_COVER_OPEN),
        ("SANE_STATUS_DEVICE_BUSY", Code.SCANNER_BUSY),
        ("SANE_STATUS_IO_ERROR", Code.SCAN_FAILED),
        ("SANE_STATUS_ACCESS_DENIED", Code.SCAN_FAILED),
        ("SANE_STATUS_CANCELLED", Code.SCAN_CANCELED),
    ],
)
def test_what_the_scanner_meets_has_its_own_code(
    sane: Callable[..., SaneScanner], status: str, code: Code
) -> None:
    assert failure_of(lambda: scan(sane(f'read-status-code "{status}"'))).code == code


def test_after_a_jam_the_next_scan_works(sane: Callable[..., SaneScanner]) -> None:
    assert failure_of(lambda: scan(sane('read-status-code "SANE_STATUS_JAMMED"'))).code == Code.SCANNER_JAM
    assert scan(sane()).width_px > 0


@pytest.mark.parametrize("device", ["test:7", "nosuch:0"])
def test_a_scanner_that_was_unplugged_is_absent(sane: Callable[..., SaneScanner], device: str) -> None:
    scanner = sane(device=device)
    assert failure_of(lambda: scan(scanner)).code == Code.SCANNER_ABSENT
    assert scanner.status().code == Code.SCANNER_ABSENT


@pytest.mark.parametrize("options", [("--mode", "Bunt"), ("--nosuch",)])
def test_a_wrong_option_is_the_configuration_s_fault_and_is_named(
    sane: Callable[..., SaneScanner], options: tuple[str, ...]
) -> None:
    failure = failure_of(lambda: scan(sane(options=options)))
    assert failure.code == Code.CONFIG_INVALID
    assert options[0] in failure.detail


SLOW = ("--mode", "Color", "-x", "200", "-y", "200", "--read-delay=yes", "--read-delay-duration=200000")


def test_a_scanner_that_takes_too_long_is_given_up_and_its_program_ended(
    sane: Callable[..., SaneScanner],
) -> None:
    started = time.monotonic()
    assert failure_of(lambda: scan(sane(options=SLOW), deadline_s=0.5)).code == Code.SCANNER_TOO_SLOW
    assert time.monotonic() - started < 5


def test_a_running_scan_stops_when_the_visit_does(sane: Callable[..., SaneScanner]) -> None:
    left = threading.Event()
    threading.Timer(0.5, left.set).start()
    scanner = sane(options=SLOW)
    failure = failure_of(lambda: scanner.scan(deadline_s=60, cancelled=left.is_set))
    assert failure.code == Code.SCAN_CANCELED


def test_without_scanimage_the_missing_program_is_named(
    sane: Callable[..., SaneScanner], monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = sane()
    monkeypatch.setenv("PATH", "")
    failure = failure_of(lambda: scan(scanner))
    assert failure.code == Code.PROGRAM_MISSING
    assert "scanimage" in failure.detail
    assert scanner.status().code == Code.PROGRAM_MISSING


# -- the folder -----------------------------------------------------------------------------------------


def test_pages_come_oldest_first_and_leave_the_folder(inbox: Path) -> None:
    lay(inbox, "b.JPG", width=60, age_s=30)
    lay(inbox, "a.png", width=70, age_s=20)
    (inbox / "notes.txt").write_text("not a page", encoding="utf-8")
    scanner = FolderScanner(inbox, cleaned=cleaned)
    assert [scan(scanner).width_px, scan(scanner).width_px] == [60, 70]
    assert failure_of(lambda: scan(scanner)).code == Code.SCAN_NO_PAGE
    assert [file.name for file in inbox.iterdir()] == ["notes.txt"]


def test_a_damaged_page_is_told_and_the_next_one_comes(inbox: Path) -> None:
    (inbox / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    os.utime(inbox / "broken.jpg", (1, 1))
    lay(inbox, "good.png", width=50, age_s=1)
    scanner = FolderScanner(inbox, cleaned=cleaned)
    assert failure_of(lambda: scan(scanner)).code == Code.SCAN_UNREADABLE
    assert scan(scanner).width_px == 50


def test_files_elsewhere_are_neither_read_nor_removed(inbox: Path, tmp_path: Path) -> None:
    elsewhere = lay(tmp_path, "private.png", width=40, age_s=9)
    (inbox / "link.png").symlink_to(elsewhere)
    (inbox / "folder.png").mkdir()
    scanner = FolderScanner(inbox, cleaned=cleaned)
    assert failure_of(lambda: scan(scanner)).code == Code.SCAN_NO_PAGE
    assert elsewhere.exists()


def test_a_folder_that_is_gone_is_an_absent_scanner(tmp_path: Path) -> None:
    scanner = FolderScanner(tmp_path / "gone", cleaned=cleaned)
    assert failure_of(lambda: scan(scanner)).code == Code.SCANNER_ABSENT
    assert scanner.status().code == Code.SCANNER_ABSENT


# -- none -----------------------------------------------------------------------------------------------


def test_without_a_scanner_every_scan_says_so() -> None:
    absent = AbsentScanner()
    assert failure_of(lambda: scan(absent)).code == Code.SCANNER_ABSENT
    assert absent.status().code == Code.SCANNER_ABSENT
