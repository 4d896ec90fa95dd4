"""`kiosk demo`: the main job on real parts. It runs `python -m demo`, which stands beside the kiosk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer


def command(
    headless: Annotated[bool, typer.Option("--headless", help="Never in a window.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Where pictures, slips and account go.")] = None,
) -> None:
    """Let the kiosk visit itself, twice: with the portal up, and with the portal gone."""
    arguments = [sys.executable, "-m", "demo"]
    arguments += ["--headless"] if headless else []
    arguments += ["--out", str(out)] if out is not None else []
    sys.exit(subprocess.run(arguments, check=False).returncode)
