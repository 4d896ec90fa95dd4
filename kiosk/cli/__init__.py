"""The command line: one module a noun. Knows `app`, prints, and turns `KioskError` into one line and exit 1."""

from __future__ import annotations

from kiosk.cli.root import main

__all__ = ["main"]
