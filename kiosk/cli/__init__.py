"""The command line, one module a noun: knows `app`, prints, turns `KioskError` into one line and exit 1."""

from __future__ import annotations

from kiosk.cli.root import main

__all__ = ["main"]
