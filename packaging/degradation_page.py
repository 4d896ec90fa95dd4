"""Prints docs/degradation.md from the table that the tests go through: `degradation_page.py > docs/…`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kiosk.core.error_words import words_of
from kiosk.core.errors import Code

TABLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "degradation.toml"
HEAD = """\
# When a device fails

Made from `tests/data/degradation.toml` by `packaging/degradation_page.py`; every row happens in
`tests/journeys/test_degradation.py`, on the real IPP printer, SANE's test scanner and the visit's own
machine. A visit never ends because of a device.
"""
PRINTER = """\
## The printer

The dossier is filed before anything is printed. The slip stays on the screen, with its codes, until the
citizen is done; *In lại phiếu* prints again, marked as a copy. A job that fails is cancelled at the
printer, so that no later visitor finds it in the tray.
"""
SCANNER = """\
## The scanner

The page is not taken; what was scanned before stays. The citizen scans again, or hands the paper in at the
counter, and the slip lists it under what is still to bring.
"""


def main() -> None:
    """Write the page to standard output."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    print(HEAD)
    for device, visit in (("printer", PRINTER), ("scanner", SCANNER)):
        print(visit)
        print("| what happens | the screen says | `kiosk doctor` |\n| --- | --- | --- |")
        for row in table[device]:
            print(f"| {row['what']} | {_says(row)} | {row['doctor']} |")
        print()


def _says(row: dict[str, Any]) -> str:
    if "code" not in row:
        return "nothing: it prints"
    words = words_of(Code(row["code"]))
    return f"{row['code']} {words.vi} {words.do_vi}"


if __name__ == "__main__":
    main()
