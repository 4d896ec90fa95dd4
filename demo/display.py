"""A screen in memory, for the windowed kiosk where no display is: Xvfb."""

from __future__ import annotations

from pathlib import Path

from demo.part import Part

START_S = 15.0


class Xvfb(Part):
    """An X server without hardware. `name` is what DISPLAY has to say."""

    def __init__(self, folder: Path, *, width_px: int = 1080, height_px: int = 1920) -> None:
        super().__init__(folder)
        self.name = ""
        self._size = f"{width_px}x{height_px}x24"

    def start(self) -> None:
        """Start it; returns when it takes clients. The server picks a free display itself."""
        argv = ["Xvfb", "-displayfd", "1", "-screen", "0", self._size, "-nolisten", "tcp"]
        child = self._spawn("xvfb", argv)
        child.wait_until(lambda: "\n" in child.output(), what="ready", timeout_s=START_S)
        self.name = f":{child.output().strip()}"
