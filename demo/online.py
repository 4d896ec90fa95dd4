"""The portal, and the kiosk's sync process: the two ends of the line, as processes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from demo.child import PartFailedError
from demo.part import Part
from demo.ports import free_port
from demo.surroundings import kiosk_command, portal_command, surroundings
from kiosk.sync.process import SOCKET

START_S = 30.0
ANSWER_S = 60.0


def ask(argv: Sequence[str], folder: Path, *, statuses: tuple[int, ...] = (0,)) -> Any:
    """Run a command that prints one JSON document, and return that.

    Blocks up to 60 s. Raises PartFailedError with what it wrote when its status is not among `statuses`.
    """
    done = subprocess.run(
        argv, capture_output=True, text=True, check=False, timeout=ANSWER_S, env=surroundings(folder)
    )
    if done.returncode not in statuses:
        raise PartFailedError(f"{argv}: {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


class Portal(Part):
    """The portal over HTTPS on loopback. Stopped and started again, it keeps its port and its data."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.data = folder / "data"
        self.port = free_port()
        self.url = ""
        self.ca_sha256 = ""

    def start(self) -> None:
        """Start it, or start it again; returns when it says that it is ready."""
        argv = portal_command("serve", "--data", str(self.data), "--port", str(self.port))
        child = self._spawn("portal", argv)
        child.wait_until(lambda: "\n" in child.output(), what="ready", timeout_s=START_S)
        ready = json.loads(child.output().splitlines()[0])
        self.url, self.ca_sha256 = ready["url"], ready["ca_sha256"]

    def ask(self, *command: str) -> Any:
        """Run `portal COMMAND --json` on its data, whether it serves or not, and return the answer."""
        return ask(portal_command(*command, "--data", str(self.data), "--json"), self.folder)


class SyncProcess(Part):
    """`kiosk sync --follow` for one kiosk's configuration and data."""

    def __init__(self, folder: Path, *, config: Path, data: Path) -> None:
        super().__init__(folder)
        self._place = ("--config", str(config), "--data", str(data))
        self._wake_up = data / "run" / SOCKET

    def start(self) -> None:
        """Start it; returns when it can be woken. The kiosk is enrolled already."""
        self._wake_up.unlink(missing_ok=True)  # a killed one leaves it behind
        child = self._spawn("sync", kiosk_command("sync", "--follow", "--json", *self._place))
        child.wait_until(self._wake_up.exists, what="ready", timeout_s=START_S)

    def rounds(self) -> list[dict[str, Any]]:
        """Return what each round that did something has reported since the start, first first."""
        text = "".join(child.output() for child in self._children)
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]
