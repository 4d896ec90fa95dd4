"""What every `portal` command has in common: its folder, `--json`, and how an answer is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

DataOption = Annotated[Path, typer.Option("--data", help="The portal's folder.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


def print_document(document: Any) -> None:
    """Print one JSON document as a line."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show(document: dict[str, Any], line: str, *, as_json: bool) -> None:
    """Print the document, or the line for people."""
    print_document(document) if as_json else print(line)
