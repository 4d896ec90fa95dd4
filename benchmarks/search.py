"""A search at every keystroke: the real catalogue filled up to 10,000 procedures with recombined names.

Prints one JSON document; run it alone: `python benchmarks/search.py`. Each keystroke counts by the best of
three tries, so that a neighbour on the same machine isn't measured.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.search import Searcher
from kiosk.core.search_index import build
from kiosk.storage.packages import Catalogue

ROOT = Path(__file__).parents[1]
PROCEDURES = 10_000
GOAL_MS = 5.0
TRIES = 3


def generated(real: list[CatalogueRow]) -> Iterator[CatalogueRow]:
    """Give made-up rows: the front half of one name and the back half of another."""
    rng = random.Random(4)  # noqa: S311 -- repeatable, not secret
    number = len(real)
    while number < PROCEDURES:
        front, back = (rng.choice(real).name.split() for _ in range(2))
        name = " ".join(front[: len(front) // 2] + back[len(back) // 2 :])
        yield replace(rng.choice(real), code=f"9.{number:06d}", name=name, has_form=False)
        number += 1


def keystrokes() -> list[str]:
    """Return every beginning of every judged query."""
    queries = []
    for half in ("tuned", "held-out"):
        path = ROOT / "tests" / "data" / "search" / f"judged-{half}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            queries += [row["query"] for row in csv.DictReader(file)]
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]


def best_ms(searcher: Searcher, typed: str) -> float:
    """Return the shortest of a few tries."""
    tries = []
    for _ in range(TRIES):
        began = time.perf_counter()
        searcher.search(typed)
        tries.append((time.perf_counter() - began) * 1000)
    return min(tries)


def main() -> None:
    """Measure and print."""
    catalogue = Catalogue(ROOT / "forms")
    real = list(catalogue.rows())
    searcher = Searcher(build([*real, *generated(real)]), catalogue.knowledge)
    searcher.search("a")
    measured = sorted(best_ms(searcher, typed) for typed in keystrokes())
    p95 = round(measured[int(len(measured) * 0.95)], 2)
    line = {"value": p95, "unit": "ms p95", "goal": GOAL_MS, "against": None, "ok": p95 <= GOAL_MS}
    more = {"median_ms": round(measured[len(measured) // 2], 2), "max_ms": round(measured[-1], 2)}
    print(json.dumps({"search, every keystroke": line | more | {"keystrokes": len(measured)}}, indent=1))


if __name__ == "__main__":
    main()
