"""`kiosk`: the root command. A noun's module is imported when called, so that `kiosk run` starts fast."""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core.disk import disk_code
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError

if TYPE_CHECKING:
    import typer

# noun → module of kiosk.cli that has `app` (a group) or `command` (a single command)
NOUNS: dict[str, str] = {
    "card": "card",
    "procedures": "procedures",
    "forms": "forms",
    "receipt": "receipt",
    "doctor": "doctor",
    "dossiers": "dossiers",
    "submit": "submit",
    "fees": "fees",
    "sync": "sync",
    "enrol": "enrol",
    "export": "export",
    "import": "import_",
    "audit": "audit",
    "run": "run",
    "demo": "demo",
}


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its status: 0 done, 1 failed (code printed), 2 usage, 3 attention."""
    argv = _options_behind_the_noun(sys.argv[1:] if arguments is None else arguments)
    try:
        _app_for(argv)(args=argv, prog_name="kiosk", standalone_mode=True)
    except KioskError as error:
        fail(error, as_json="--json" in argv)
    except Exception as error:  # noqa: BLE001 -- the outermost frame: one line, and no value of a person
        fail(KioskError(_code_of(error), _place_of(error)), as_json="--json" in argv)


def fail(error: KioskError, *, as_json: bool) -> None:
    """Print the failure as one line on standard error (and as JSON on standard output), and exit 1."""
    words = words_of(error.code)
    message = f"{words.vi} {words.do_vi}".strip()
    if as_json:
        document = {"error": {"code": error.code.value, "message": message, "detail": error.detail}}
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    detail = f" [{error.detail}]" if error.detail else ""
    sys.stderr.write(f"{error.code.value} {message}{detail}\n")
    sys.exit(1)


def _code_of(error: Exception) -> Code:
    return (disk_code(error) if isinstance(error, OSError) else None) or Code.INTERNAL


def _place_of(error: Exception) -> str:
    """Return the error's type and the line of ours that met it; never its words."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
    where = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _options_behind_the_noun(argv: list[str]) -> list[str]:
    """Let `--config` and `--data` stand before the noun too: every command takes them."""
    front: list[str] = []
    rest = argv
    while rest[:1] in (["--config"], ["--data"]) and len(rest) > 1:
        front, rest = front + rest[:2], rest[2:]
    return rest + front


def _app_for(argv: list[str]) -> typer.Typer:
    """Return the root app holding only the noun that is called; all of them when none is (for --help)."""
    import typer

    root = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    root.callback()(_kiosk)
    for noun in argv[:1] if argv[:1] and argv[0] in NOUNS else NOUNS:
        module = importlib.import_module(f"kiosk.cli.{NOUNS[noun]}")
        if hasattr(module, "app"):
            root.add_typer(module.app, name=noun)
        else:
            root.command(name=noun)(module.command)
    return root


def _kiosk() -> None:
    """Một Cửa Kiosk."""
