"""The kiosk's screen with the pilot's finger on it, as a process of its own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from demo.pilot import Pilot
from kiosk.app import place
from kiosk.screen import open_screen


def main() -> int:
    """Open the screen as `kiosk run` does, and let the pilot touch it."""
    options = argparse.ArgumentParser()
    options.add_argument("--config", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--pilot", type=Path, required=True)
    options.add_argument("--windowed", action="store_true")
    given = options.parse_args()
    screen = open_screen(place(given.config, given.data), windowed=given.windowed)
    Pilot(screen.application, screen.window, given.pilot)
    return screen.run()


if __name__ == "__main__":
    sys.exit(main())
