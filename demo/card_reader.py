"""A smart-card daemon of our own with the virtual reader, and cards that come and go on it.

No root, no systemd: the daemon is given its socket as systemd would (`tether.py`); clients find it by
`PCSCLITE_CSOCK_NAME`. The virtual reader is vsmartcard's vpcd; it cannot be told to bind loopback only.
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from demo.part import Part
from demo.ports import connected, free_neighbours, listens
from demo.surroundings import kiosk_command

DRIVERS = (Path("/usr/lib/pcsc/drivers/serial"), Path("/usr/local/lib/pcsc/drivers/serial"))
START_S = 15.0
CARD_S = 15.0


class Pcscd(Part):
    """The daemon. `with Pcscd(folder) as daemon:` then start clients with `daemon.client_environment`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_neighbours(2)  # vpcd puts its second reader on the next one
        self._plugged = True

    @property
    def client_environment(self) -> dict[str, str]:
        """What a client's environment needs to find this daemon and no other."""
        return {"PCSCLITE_CSOCK_NAME": str(self._sockets() / "pcscd.comm")}

    def start(self) -> None:
        """Start it, or start it again on the same socket and port; returns when the readers are there."""
        readers = self.folder / "reader.conf.d"
        readers.mkdir(parents=True, exist_ok=True)
        (readers / "vpcd").write_text(_reader_conf(self.port) if self._plugged else "", encoding="ascii")
        address = self._sockets() / "pcscd.comm"
        address.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(address))
            listener.listen()
            argv = ["pcscd", "--foreground", "--info", "--config", str(readers), *_polkit_off()]
            child = self._spawn("pcscd", argv, listening=listener.fileno())
        both = (self.port, self.port + 1) if self._plugged else ()
        child.wait_until(
            lambda: all(listens(child.pid, port) for port in both), what="ready", timeout_s=START_S
        )

    def unplug(self) -> None:
        """Take the readers away; the daemon only reads of them when it starts, so it starts again."""
        self._plug(plugged=False)

    def plug_in(self) -> None:
        """Bring the readers back."""
        self._plug(plugged=True)

    def _plug(self, *, plugged: bool) -> None:
        if plugged != self._plugged:
            self._plugged = plugged
            self.kill()
            self.start()


def _reader_conf(port: int) -> str:
    driver = next((path / "libifdvpcd.so" for path in DRIVERS if (path / "libifdvpcd.so").exists()), None)
    if driver is None:
        raise FileNotFoundError("libifdvpcd.so: install vsmartcard-vpcd")
    return (
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{port:04X}\n'
        f"LIBPATH {driver}\nCHANNELID 0x{port:04X}\n"
    )


def _polkit_off() -> list[str]:
    """A pcscd built with polkit asks a system bus about each client; there is none here."""
    answer = subprocess.run(["pcscd", "--help"], capture_output=True, text=True, check=False)
    return ["--disable-polkit"] if "--disable-polkit" in answer.stdout + answer.stderr else []


class VirtualCard(Part):
    """A citizen's card, put on the virtual reader by `insert` and lifted by `remove`."""

    def __init__(
        self,
        folder: Path,
        *,
        person: Path,
        port: int,
        options: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`person` is the JSON file that describes it; `port` a `Pcscd`'s; `options` go to the command."""
        super().__init__(folder)
        self._argv = [*kiosk_command("card", "virtual"), str(person), "--port", str(port), *options]
        self._port = port
        self._environment = dict(environment or {})

    def start(self) -> None:
        """Put it on the reader; returns when the reader has it (clients see it within 0.4 s)."""
        child = self._spawn("card", self._argv, environment=self._environment)
        child.wait_until(lambda: connected(child.pid, self._port), what="on the reader", timeout_s=CARD_S)

    def insert(self) -> None:
        """Put it on the reader, lifting it first where it lies there already."""
        self.kill()
        self.start()

    def remove(self) -> None:
        """Lift it, at whatever moment."""
        self.kill()
