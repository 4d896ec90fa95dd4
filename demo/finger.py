"""The screen process as a part, and the other end of the pilot's line: touch, wait, take a picture."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.child import PartFailedError
from demo.part import Part

CONNECT_S = 30.0
ANSWER_S = 60.0
TOUCH_S = 15.0


class TakenOverError(Exception):
    """A person pressed a key and goes on by hand."""


class TouchScreen(Part):
    """`kiosk run` with a finger. Positions come from the screen itself; everything else is touch."""

    def __init__(
        self, folder: Path, *, config: Path, data: Path, environment: Mapping[str, str], windowed: bool
    ) -> None:
        """`environment` has to lead to the card daemon; with `windowed`, to a display too."""
        super().__init__(folder)
        self._place = ["--config", str(config), "--data", str(data)]
        self._environment = dict(environment)
        self._windowed = windowed
        self._pause_s = 0.7 if windowed else 0.0
        self._line: socket.socket | None = None
        self._lines: Any = None

    def start(self) -> None:
        """Open the screen; returns when the finger is ready."""
        address = self._sockets() / "finger"
        address.unlink(missing_ok=True)
        headless = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        environment = self._environment | ({} if self._windowed else headless)
        argv = [sys.executable, "-m", "demo.screen", *self._place, "--pilot", str(address), "--windowed"]
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(address))
            listener.listen()
            listener.settimeout(0.05)
            child = self._spawn("screen", argv, environment=environment)
            child.wait_until(lambda: self._connected(listener), what="on the line", timeout_s=CONNECT_S)

    def stop(self) -> None:
        """Hang up, which closes the screen, and wait."""
        self._hang_up()
        super().stop()

    def kill(self) -> None:
        """Pull its plug."""
        self._hang_up()
        super().kill()

    def touch(self, name: str, *, timeout_s: float = TOUCH_S) -> None:
        """Touch the middle of what bears this name, once it is there and takes touches."""
        self._ask({"do": "touch", "name": name, "timeout_s": timeout_s}, timeout_s)
        time.sleep(self._pause_s)

    def wait_for(self, name: str, *, timeout_s: float = TOUCH_S) -> str:
        """Wait until what bears this name is visible; return the words on it."""
        text: str = self._ask({"do": "wait", "name": name, "timeout_s": timeout_s}, timeout_s)
        return text

    def type(self, keys: str) -> None:
        """Touch keys of the on-screen keyboard, one after the other."""
        for key in keys:
            if key.isupper():
                self.touch("key-shift")
            name = f"key-{_KEYS.get(key, key.lower())}"
            self._ask({"do": "touch", "name": name, "timeout_s": TOUCH_S}, TOUCH_S)
            time.sleep(self._pause_s / 6)

    def picture(self, path: Path) -> None:
        """Save what is on the screen now."""
        self._ask({"do": "shot", "path": str(path)}, TOUCH_S)

    def names(self) -> list[str]:
        """Return the names of all that is visible."""
        found: list[str] = self._ask({"do": "names"}, TOUCH_S)
        return found

    def wait_closed(self) -> None:
        """Block until the person who took over closes the window."""
        while self.running():
            time.sleep(0.2)

    # -- inside -----------------------------------------------------------------------------------------

    def _connected(self, listener: socket.socket) -> bool:
        try:
            self._line, _ = listener.accept()
        except TimeoutError:
            return False
        self._line.settimeout(ANSWER_S)
        self._lines = self._line.makefile(encoding="utf-8")
        return True

    def _hang_up(self) -> None:
        if self._line is not None:
            self._lines.close()
            self._line.close()
            self._line = None

    def _ask(self, command: Mapping[str, object], timeout_s: float) -> Any:
        if self._line is None:
            raise PartFailedError("the screen is not open")
        self._line.settimeout(timeout_s + ANSWER_S)
        self._line.sendall((json.dumps(command) + "\n").encode())
        try:
            answer = self._lines.readline()
        except ValueError:  # another thread has hung up meanwhile
            answer = ""
        if not answer:
            raise PartFailedError(f"the screen ended during {command}; see {self.folder / 'screen.log'}")
        document: dict[str, Any] = json.loads(answer)
        if "taken_over" in document:
            raise TakenOverError
        if "error" in document:
            raise PartFailedError(document["error"])
        return document["ok"]


_KEYS = {" ": "space"}
