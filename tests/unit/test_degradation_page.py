"""`docs/degradation.md` is what the table of the tests makes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_made_from_the_table() -> None:
    maker = [sys.executable, ROOT / "packaging" / "degradation_page.py"]
    made = subprocess.run(maker, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert (ROOT / "docs" / "degradation.md").read_text(encoding="utf-8") == made
