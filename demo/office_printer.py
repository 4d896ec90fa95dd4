"""An office printer that speaks IPP and keeps what comes out of it: CUPS's own `ippeveprinter`.

It wants a D-Bus, so it gets one of its own. Paper is a PDF in `received`; faults are asked for by name.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Literal

from demo.part import Part
from demo.ports import free_port, listens

Fault = Literal["media-empty", "cover-open", "jam", "slow"]
MECHANISM = Path(__file__).with_name("print_command.py")
START_S = 15.0
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


class IppPrinter(Part):
    """The printer. `received()` is its tray, `spool` its memory, `uri` its address."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.uri = f"ipp://localhost:{self.port}/ipp/print"
        self.spool = folder / "spool"
        self._tray = folder / "tray"
        self._fault = folder / "fault"

    def received(self) -> list[Path]:
        """Return the printed documents, first first."""
        return sorted(self._tray.glob("*.pdf"))

    def break_with(self, fault: Fault) -> None:
        """Let the next (or a waiting) job meet `fault`: `jam` aborts it, the others hold it until `mend`."""
        self._fault.write_text(fault, encoding="ascii")

    def mend(self) -> None:
        """Put in paper, close the cover; what waited comes out."""
        self._fault.unlink(missing_ok=True)

    def start(self) -> None:
        """Switch it on, or on again on the same port; returns when it listens."""
        for folder in (self.spool, self._tray):
            folder.mkdir(parents=True, exist_ok=True)
        self._start_bus()
        # -s: pages a minute; -r off: no announcement on the network
        argv = ["ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(self.port), "-s", "60,60", "-v"]
        argv += ["-f", "application/pdf,image/pwg-raster", "-d", str(self.spool), "-c", str(self._command())]
        bus = f"unix:path={self._sockets() / 'bus'}"
        child = self._spawn("printer", [*argv, "Quầy số 1"], environment={"DBUS_SYSTEM_BUS_ADDRESS": bus})
        child.wait_until(lambda: listens(child.pid, self.port), what="listening", timeout_s=START_S)

    def _start_bus(self) -> None:
        socket = self._sockets() / "bus"
        socket.unlink(missing_ok=True)
        config = self.folder / "bus.conf"
        config.write_text(BUS.format(socket=socket), encoding="ascii")
        argv = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog"]
        child = self._spawn("bus", argv)
        child.wait_until(socket.is_socket, what="listening", timeout_s=START_S)

    def _command(self) -> Path:
        """Return the command for one document: ippeveprinter takes a path without arguments."""
        command = self.folder / "print"
        parts = [sys.executable, "-I", "-S", str(MECHANISM), str(self._fault), str(self._tray)]
        command.write_text(f'#!/bin/sh\nexec {shlex.join(parts)} "$1"\n', encoding="utf-8")
        command.chmod(0o700)
        return command
