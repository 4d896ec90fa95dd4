"""The pool of one: page work in a child process that is started at once, waits warm, and can be killed.

A busy Python thread beside QML doubles the time of a screen switch, so the screen hands pages over. What
the child held of a visit goes with its memory; it writes no file.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from kiosk.core.dossier_paper import DossierPaper
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import ScannedPage
from kiosk.core.printed import PrintedForm
from kiosk.core.receipt import Slip
from kiosk.devices.pdf.pages import DirectPages

DEADLINE_S = 30.0
_SPAWN = multiprocessing.get_context("spawn")


class PooledPages:
    """The same port, one job at a time, in the child; a child that dies is replaced and asked once more."""

    def __init__(self, *, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._turn = threading.Lock()
        self._child, self._pipe = _started()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid or 0

    def slip(self, slip: Slip) -> bytes:
        """See the port."""
        result: bytes = self._ask("slip", slip)
        return result

    def dossier(self, paper: DossierPaper) -> bytes:
        """See the port."""
        result: bytes = self._ask("dossier", paper)
        return result

    def form(self, form: PrintedForm) -> bytes:
        """See the port."""
        result: bytes = self._ask("form", form)
        return result

    def picture(self, pdf: bytes, *, width_px: int) -> bytes:
        """See the port."""
        result: bytes = self._ask("picture", pdf, width_px=width_px)
        return result

    def cleaned(self, image: bytes) -> ScannedPage:
        """See the port."""
        result: ScannedPage = self._ask("cleaned", image)
        return result

    def attachment(self, jpegs: Sequence[bytes]) -> bytes:
        """See the port."""
        result: bytes = self._ask("attachment", tuple(jpegs))
        return result

    def close(self) -> None:
        """See the port."""
        with self._turn:
            self._end()

    def _ask(self, what: str, *args: Any, **options: Any) -> Any:
        with self._turn:
            try:
                answer = self._exchange(what, args, options)
            except (EOFError, OSError):
                answer = self._again(what, args, options)
        if isinstance(answer, _Failure):
            raise KioskError(answer.code, answer.detail)
        return answer

    def _again(self, what: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self._end()
        self._child, self._pipe = _started()
        try:
            return self._exchange(what, args, options)
        except (EOFError, OSError) as error:
            raise KioskError(Code.INTERNAL, f"page work: {what}") from error

    def _exchange(self, what: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self._pipe.send((what, args, options))
        if not self._pipe.poll(self._deadline_s):
            self._end()
            self._child, self._pipe = _started()
            raise KioskError(Code.INTERNAL, f"page work too slow: {what}")
        return self._pipe.recv()

    def _end(self) -> None:
        self._pipe.close()
        self._child.kill()
        self._child.join()


class _Failure:
    """A `KioskError` on its way through the pipe."""

    def __init__(self, code: Code, detail: str) -> None:
        self.code = code
        self.detail = detail


def _started() -> tuple[SpawnProcess, Connection]:
    ours, theirs = _SPAWN.Pipe()
    child = _SPAWN.Process(target=_work, args=(theirs,), daemon=True, name="pages")
    child.start()
    theirs.close()
    return child, ours


def _work(pipe: Connection) -> None:
    """Serve until the other end closes. Anything but a named failure ends the child without a word."""
    pages = DirectPages()
    _warm()
    while True:
        try:
            what, args, options = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            pipe.send(getattr(pages, what)(*args, **options))
        except KioskError as error:
            pipe.send(_Failure(error.code, error.detail))
        except BaseException:  # noqa: BLE001 -- the outermost frame: a traceback could name a value
            os._exit(1)


def _warm() -> None:
    import kiosk.devices.pdf.picture
    import kiosk.devices.pdf.slip  # noqa: F401 -- imported for their cost
