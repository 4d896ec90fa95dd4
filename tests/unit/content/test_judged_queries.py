"""Search quality on the judged sets that it was tuned on; docs/content.md has the figures at first sight."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kiosk.storage.packages import Catalogue

ROOT = Path(__file__).parents[3]
CATALOGUE = Catalogue(ROOT / "forms")


@pytest.mark.parametrize(
    ("judged", "at_least_first", "at_least_among_three"),
    [
        ("judged-tuned", 0.93, 0.97),
        ("judged-held-out", 0.86, 0.95),
        ("held-out", 0.93, 0.97),
        ("held-out-2", 0.87, 0.91),
        ("held-out-3", 0.77, 0.86),
        ("held-out-4", 0.76, 0.85),
    ],
)
def test_what_was_found_stays_found(judged: str, at_least_first: float, at_least_among_three: float) -> None:
    with (ROOT / "tests" / "data" / "search" / f"{judged}.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["query"], set(row["codes"].split("|"))) for row in csv.DictReader(file)]
    found = [(right, [r.code for r in CATALOGUE.search(query, 3)]) for query, right in rows]
    first = sum(bool(codes) and codes[0] in right for right, codes in found) / len(rows)
    among_three = sum(bool(right & set(codes)) for right, codes in found) / len(rows)
    assert first >= at_least_first
    assert among_three >= at_least_among_three
