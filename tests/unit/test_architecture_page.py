"""`docs/architecture.md` says of each folder what it may not know, and names no folder that is gone."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTED = {"kiosk"}  # told part by part
NOT_OURS = {"build", "node_modules"}


def _told() -> set[str]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("\n## Folders")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE))


def _folders(root: Path) -> set[str]:
    found = {path.relative_to(ROOT).as_posix() for path in root.iterdir() if path.is_dir()}
    return {
        f"{name}/"
        for name in found
        if not name.rpartition("/")[2].startswith((".", "_")) and name not in NOT_OURS
    }


def test_the_page_tells_of_every_folder_and_of_none_that_is_gone() -> None:
    top = _folders(ROOT) - {f"{name}/" for name in PARTED}
    inside = set().union(*(_folders(ROOT / name) for name in PARTED))
    assert _told() == top | inside | {"kiosk/app.py"}
