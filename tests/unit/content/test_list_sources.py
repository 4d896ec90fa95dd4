"""Every list of choices says where it is from and how sure that is."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kiosk.core.procedures import Confidence

LISTS = Path(__file__).parents[3] / "forms" / "lists"
ENTRIES = tomllib.loads((LISTS / "sources.toml").read_text(encoding="utf-8"))["list"]


def test_no_list_is_without_its_source() -> None:
    files = {path.name for path in LISTS.iterdir()} - {"sources.toml"}
    assert files == {entry["file"] for entry in ENTRIES if ":" not in entry["file"]}


def test_each_source_says_how_sure_it_is() -> None:
    assert all(Confidence(entry["confidence"]) and entry["source"] and entry["what"] for entry in ENTRIES)


def test_the_trades_are_those_of_the_form() -> None:
    form = (LISTS.parent / "1.001612" / "form.md").read_text(encoding="utf-8")
    trades = [line for line in form.splitlines() if line.startswith("| | trade | ") and line[12:16].isdigit()]
    (entry,) = (entry for entry in ENTRIES if entry["file"] == "1.001612/form.md: trade")
    assert entry["what"].startswith(f"{len(trades)} ")
