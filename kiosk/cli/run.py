"""`kiosk run`: the touchscreen."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kiosk.app import place
from kiosk.cli.options import ConfigOption, DataOption


def command(
    config: ConfigOption = None,
    data: DataOption = None,
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window, not the whole screen.")] = False,
) -> None:
    """Open the touchscreen."""
    here = place(config, data)
    from kiosk.screen import open_screen

    sys.exit(open_screen(here, windowed=windowed).run())
