"""A procedure folder's `print.toml` on disk."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.core.print_template import Template, parse_template

PRINT_FILE = "print.toml"


def read_template(folder: Path) -> Template | None:
    """Return the layout of the folder's official form; None: it has none. Raises KioskError FORM_BROKEN."""
    try:
        return parse_template(tomllib.loads((folder / PRINT_FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.FORM_BROKEN, PRINT_FILE) from error
