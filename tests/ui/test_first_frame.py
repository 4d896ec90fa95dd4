"""The first frame waits for Qt and our own light modules, and for nothing else."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "asn1crypto",
    "cbor2",
    "cryptography",
    "lxml",
    "pyipp",
    "pyrage",
    "reportlab",
    "requests",
    "sqlite3",
    "sqlite_utils",
    "structlog",
}


def test_opening_the_window_imports_no_heavy_library() -> None:
    code = "import sys, kiosk.screen; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


def test_opening_the_window_waits_for_no_search_and_no_package_metadata() -> None:
    code = "import sys, kiosk.screen; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"kiosk.core.search", "importlib.metadata"} & set(done.stdout.split())
