"""Prints docs/degradation.md from the table that the tests go through: `degradation_page.py > docs/…`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kiosk.core.error_words import words_of
from kiosk.core.errors import Code
from kiosk.ui.text.catalogue import CATALOGUE

TABLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "degradation.toml"
HEAD = """\
# When a device fails

Made from `tests/data/degradation.toml` by `packaging/degradation_page.py`; every row happens in
`tests/journeys/test_degradation.py` and `test_degradation_reader.py`, on a real pcscd with the virtual
card, the real IPP printer and SANE's test scanner. A visit never ends because of a device.
"""
READER = """\
## The card reader

The six digits are asked for again, with what happened above them; *Không dùng thẻ: tự nhập thông tin* goes on
without a card, at any moment. When the reader is back, the next read works: nothing has to be started anew.
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
    for device, visit in (("reader", READER), ("printer", PRINTER), ("scanner", SCANNER)):
        print(visit)
        print("| what happens | the screen says | `kiosk doctor` |\n| --- | --- | --- |")
        for row in table[device]:
            print(f"| {row['what']} | {_says(row)} | {row['doctor']} |")
        print()


def _says(row: dict[str, Any]) -> str:
    if "shows" in row:
        return CATALOGUE[row["shows"]][0]
    if "code" not in row:
        return "nothing: it goes on"
    words = words_of(Code(row["code"]))
    return f"{row['code']} {words.vi} {words.do_vi}"


if __name__ == "__main__":
    main()
