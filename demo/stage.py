"""All the parts of one kiosk, started and joined: portal, card daemon and card, printer, sync, screen."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from demo.finger import TouchScreen
from demo.papers import health_certificate
from demo.parts import IppPrinter, Pcscd, Portal, SyncProcess, VirtualCard, ask, kiosk_command

PERSON = Path(__file__).parent / "people" / "dinh-van-viet.json"
THE_KIOSKS_FOLDERS = ("kiosk", "printer/spool", "printer/tmp", "screen", "sync", "pcscd")
"""Data, spool, logs, homes and temporary files; the portal's data and the tray's paper are other people's."""

CONFIG = """[site]
centre = "Trung tâm Phục vụ hành chính công"
place = "phường Tô Hiệu, tỉnh Sơn La"
code = "TH01"

[screen]
width_px = {width}
height_px = {height}
px_per_mm = {px_per_mm}

[card]
anchors = ["{anchor}"]
practice = true

[printer]
uri = "{printer}"

[scanner]
kind = "folder"
device = "{scanner}"
"""


class Stage:
    """A context manager. Inside it everything runs, joined to each other, on free ports, without root."""

    def __init__(self, folder: Path, *, windowed: bool = False) -> None:
        """`folder` takes all files; nothing outside it is touched."""
        self.folder = folder
        self.config = folder / "kiosk.toml"
        self.data = folder / "kiosk"
        self.scanner = folder / "scanner"
        self.portal = Portal(folder / "portal")
        self.pcscd = Pcscd(folder / "pcscd")
        self.printer = IppPrinter(folder / "printer")
        self._anchor = folder / "card" / "csca.der"
        self.card = VirtualCard(
            folder / "card",
            person=PERSON,
            port=self.pcscd.port,
            options=("--csca-out", str(self._anchor), "--issuer", str(folder / "card" / "issuer")),
        )
        self.sync = SyncProcess(folder / "sync", config=self.config, data=self.data)
        display = {key: os.environ[key] for key in ("DISPLAY", "XAUTHORITY") if key in os.environ}
        self.screen = TouchScreen(
            folder / "screen",
            config=self.config,
            data=self.data,
            environment=self.pcscd.client_environment | display,
            windowed=windowed,
        )
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            for part in (self.portal, self.pcscd, self.printer):
                opening.enter_context(part)
            self.scanner.mkdir(parents=True, exist_ok=True)
            self._configure()
            opening.callback(self.card.kill)
            self.enrol()
            opening.enter_context(self.sync)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def enrol(self) -> None:
        """Join the kiosk to the portal."""
        code = self.portal.ask("enrol-code")["code"]
        self.kiosk("enrol", "--portal", self.portal.url, "--code", code)

    def kiosk(self, *command: str, statuses: tuple[int, ...] = (0,)) -> Any:
        """Run `kiosk COMMAND --json` on this kiosk and return the answer."""
        place = ("--config", str(self.config), "--data", str(self.data))
        return ask(kiosk_command(*command, *place, "--json"), self.folder, statuses=statuses)

    def put_paper_in_the_scanner(self) -> None:
        """Lay one invented health certificate on the scanner."""
        health_certificate(self.scanner / "page.png")

    def _configure(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.card.insert()
        self.card.remove()
        text = CONFIG.format(
            width=1080,
            height=1920,
            px_per_mm=4.03,
            anchor=self._anchor,
            printer=self.printer.uri,
            scanner=self.scanner,
        )
        self.config.write_text(text, encoding="utf-8")
