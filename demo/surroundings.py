"""The environment that each part gets: written out, never the starter's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """Return a child's whole environment, with `home` as its home, and what `more` adds.

    `PYTHONPATH` alone is passed on, so that the parts run the code that their starter runs.
    """
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"))  # pcscd lives there
    passed = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1", **passed, **more}


def kiosk_command(*arguments: str) -> list[str]:
    """Return the argument list that runs `kiosk` with the interpreter and the code that run now."""
    return [sys.executable, "-c", "from kiosk.cli import main; main()", *arguments]


def portal_command(*arguments: str) -> list[str]:
    """Return the argument list that runs `portal`, likewise."""
    return [sys.executable, "-c", "from portal.cli import main; main()", *arguments]
