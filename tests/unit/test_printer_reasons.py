"""What printers say is wrong, in their many spellings."""

from __future__ import annotations

import pytest

from kiosk.core.errors import Code
from kiosk.devices.printer.reasons import plain, stop_of, warning_of


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("none", None),
        ("media-empty-warning", Code.PRINTER_NO_PAPER),
        ("media-empty-error", Code.PRINTER_NO_PAPER),
        ("media-needed", Code.PRINTER_NO_PAPER),
        (["media-empty-error", "media-jam-report"], Code.PRINTER_JAM),
        (["toner-low-warning", "door-open-error"], Code.PRINTER_COVER_OPEN),
        ("output-area-full-warning", Code.PRINTER_OUTPUT_FULL),
        ("marker-supply-empty-error", Code.PRINTER_NO_TONER),
        ("paused", Code.PRINTER_PAUSED),
        ("offline-report", Code.PRINTER_UNREACHABLE),
        ("media-low-report", None),
        ("com.example-singing", None),
        (None, None),
    ],
)
def test_what_stops_it(said: object, code: Code | None) -> None:
    assert stop_of(plain(said)) == code


def test_what_will_stop_it_soon() -> None:
    assert warning_of(plain(["media-low-report", "none"])) == Code.PRINTER_PAPER_LOW
    assert warning_of(plain("toner-low-warning")) == Code.PRINTER_TONER_LOW
    assert warning_of(plain("none")) is None
