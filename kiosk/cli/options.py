"""Options that every command takes, and the way a command prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="Configuration file or its folder; default: the platform's.")
]
DataOption = Annotated[Path | None, typer.Option("--data", help="Data folder; default: the platform's.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def print_json(document: Any) -> None:
    """Write one JSON document as one line and flush, so that a following reader gets it at once."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    sys.stdout.flush()
