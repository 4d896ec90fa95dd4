"""A scanner that SANE knows, through its program `scanimage`: a driver that hangs takes nothing along.

The page comes through a pipe and is never a file; `--output-file` is never used, since it renames over
whatever it names. `scanimage` ends with SANE's status, unless the driver hangs behind its complaint.
Source: scanimage(1); SANE API 1.06, section 4.2.7.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import DeviceStatus, ScannedPage

PROGRAM = "scanimage"
POLL_S = 0.2
GRACE_S = 2.0
STATUS_S = 4.5
_STATUSES = {
    2: Code.SCAN_CANCELED,
    3: Code.SCANNER_BUSY,
    5: Code.SCAN_NO_PAGE,
    6: Code.SCANNER_JAM,
    7: Code.SCAN_NO_PAGE,
    8: Code.SCANNER_COVER_OPEN,
}
"""SANE_Status to our codes; every other one is SCAN_FAILED."""
_COMPLAINTS = {
    "Operation was canceled": Code.SCAN_CANCELED,
    "Device busy": Code.SCANNER_BUSY,
    "Document feeder jammed": Code.SCANNER_JAM,
    "Document feeder out of documents": Code.SCAN_NO_PAGE,
    "Scanner cover is open": Code.SCANNER_COVER_OPEN,
}
"""The same by what scanimage writes (sane_strstatus), for a driver that hangs behind it."""
_FATAL = (b"sane_start: ", b"sane_read: ")
_CANNOT_START = 1
_WRONG_OPTION = ("unrecognized option", "setting of option", "ambiguous option", "bad option")


class SaneScanner:
    """`device` is a name from `scanimage -L` (empty: the first), `options` what else it is to be told."""

    def __init__(
        self, device: str, *, options: tuple[str, ...], cleaned: Callable[[bytes], ScannedPage]
    ) -> None:
        self._argv = [PROGRAM, *(("--device-name", device) if device else ())]
        self._scan = [*self._argv, "--format=pnm", "--resolution=300", *options]
        self._cleaned = cleaned

    def scan(self, *, deadline_s: float, cancelled: Callable[[], bool]) -> ScannedPage:
        """See the port."""
        until_s = time.monotonic() + deadline_s
        with _started(self._scan) as process:
            page, complaint, late = _awaited(process, until_s, cancelled)
        if cancelled():
            raise KioskError(Code.SCAN_CANCELED)
        if late:
            raise _late_failure(complaint, f"{deadline_s:g} s")
        if process.returncode != 0:
            raise _failure(process.returncode, complaint)
        return self._cleaned(page)

    def status(self) -> DeviceStatus:
        """See the port."""
        try:
            with _started([*self._argv, "--dont-scan"]) as process:
                _, complaint, late = _awaited(process, time.monotonic() + STATUS_S, lambda: False)
        except KioskError as error:
            return DeviceStatus(ok=False, code=error.code, detail=error.detail)
        if late:
            return DeviceStatus(ok=False, code=Code.SCANNER_TOO_SLOW)
        if process.returncode != 0:
            failure = _failure(process.returncode, complaint)
            return DeviceStatus(ok=False, code=failure.code, detail=failure.detail)
        return DeviceStatus(ok=True)


def _started(argv: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}  # its complaints are read
    try:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
    except FileNotFoundError as error:
        raise KioskError(Code.PROGRAM_MISSING, f"{PROGRAM} (sane-utils)") from error


def _awaited(
    process: subprocess.Popen[bytes], until_s: float, cancelled: Callable[[], bool]
) -> tuple[bytes, str, bool]:
    """Return what it wrote to either stream, and whether it had to be ended before it was done."""
    while True:
        try:
            page, complaint = process.communicate(timeout=POLL_S)
        except subprocess.TimeoutExpired as so_far:
            if any(sign in (so_far.stderr or b"") for sign in _FATAL):
                until_s = min(until_s, time.monotonic() + GRACE_S)
            if cancelled() or time.monotonic() >= until_s:
                return b"", _ended(process), True
        else:
            return page, complaint.decode("utf-8", "replace"), False


def _ended(process: subprocess.Popen[bytes]) -> str:
    """Let it send the paper back, then end it; return its complaint."""
    process.terminate()
    try:
        _, complaint = process.communicate(timeout=GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        _, complaint = process.communicate()
    return complaint.decode("utf-8", "replace")


def _complained_of(complaint: str) -> Code | None:
    return next((code for words, code in _COMPLAINTS.items() if words in complaint), None)


def _late_failure(complaint: str, waited: str) -> KioskError:
    """Return what a program died of that had to be ended: what it complained of, or plain silence."""
    if any(sign.decode() in complaint for sign in _FATAL):
        return KioskError(_complained_of(complaint) or Code.SCAN_FAILED, _last_line(complaint))
    return KioskError(Code.SCANNER_TOO_SLOW, waited)


def _failure(status: int, complaint: str) -> KioskError:
    detail = _last_line(complaint) or f"status {status}"
    if status != _CANNOT_START:
        return KioskError(_STATUSES.get(status, Code.SCAN_FAILED), detail)
    if any(sign in complaint for sign in _WRONG_OPTION):
        return KioskError(Code.CONFIG_INVALID, f"scanner.options: {detail}")
    return KioskError(_complained_of(complaint) or Code.SCANNER_ABSENT, detail)


def _last_line(complaint: str) -> str:
    lines = complaint.strip().splitlines() or [""]
    return lines[-1].removeprefix(f"{PROGRAM}: ")
