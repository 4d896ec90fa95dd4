"""What a printer says is wrong (`printer-state-reasons`), as our codes. Pure.

Source: RFC 8011, section 5.4.12; PWG 5100.9. A reason ends in -report, -warning or -error by how the printer
sees it, and printers differ for the same empty tray: the ending is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.core.errors import Code

STOPS: dict[str, Code] = {
    "media-jam": Code.PRINTER_JAM,
    "cover-open": Code.PRINTER_COVER_OPEN,
    "door-open": Code.PRINTER_COVER_OPEN,
    "interlock-open": Code.PRINTER_COVER_OPEN,
    "media-empty": Code.PRINTER_NO_PAPER,
    "media-needed": Code.PRINTER_NO_PAPER,
    "input-tray-missing": Code.PRINTER_NO_PAPER,
    "output-area-full": Code.PRINTER_OUTPUT_FULL,
    "output-tray-missing": Code.PRINTER_OUTPUT_FULL,
    "marker-supply-empty": Code.PRINTER_NO_TONER,
    "marker-supply-missing": Code.PRINTER_NO_TONER,
    "toner-empty": Code.PRINTER_NO_TONER,
    "paused": Code.PRINTER_PAUSED,
    "moving-to-paused": Code.PRINTER_PAUSED,
    "shutdown": Code.PRINTER_UNREACHABLE,
    "offline": Code.PRINTER_UNREACHABLE,
    "timed-out": Code.PRINTER_UNREACHABLE,
}
"""What keeps paper from coming out, the most telling first: a jam opens covers and empties trays."""

WARNINGS: dict[str, Code] = {
    "media-low": Code.PRINTER_PAPER_LOW,
    "marker-supply-low": Code.PRINTER_TONER_LOW,
    "toner-low": Code.PRINTER_TONER_LOW,
}
"""What will; it prints as yet."""

_ENDINGS = ("-report", "-warning", "-error")


def plain(reasons: object) -> frozenset[str]:
    """Return the reasons without their endings. An IPP value of one element comes as a string."""
    listed: Iterable[object] = reasons if isinstance(reasons, list) else [reasons]
    kept = (_without_ending(reason) for reason in listed if isinstance(reason, str))
    return frozenset(kept) - {"none", ""}


def stop_of(reasons: frozenset[str]) -> Code | None:
    """Return what stops the printer, if anything does."""
    return next((code for reason, code in STOPS.items() if reason in reasons), None)


def warning_of(reasons: frozenset[str]) -> Code | None:
    """Return what will stop it soon, if anything will."""
    return next((code for reason, code in WARNINGS.items() if reason in reasons), None)


def _without_ending(reason: str) -> str:
    for ending in _ENDINGS:
        if reason.endswith(ending):
            return reason.removesuffix(ending)
    return reason
