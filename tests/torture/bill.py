"""The bill: how much was done, which faults were met, and what came of it. Zero everywhere is the aim."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = "TORTURE_BILLS"
"""The environment's name for the folder where the parts of a long run put theirs."""

KINDS = ("lost", "duplicated", "stuck", "leaked", "failed")


@dataclass(slots=True)
class Bill:
    """Lists say what went wrong, one entry a case; `faults` counts by kind what was done to the program."""

    operations: int = 0
    checked: int = 0
    """Promises looked at again after a fault."""
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """Proofs that did not pass, for whatever reason."""

    def wrong(self) -> list[str]:
        """Return everything that should not be."""
        return [f"{kind}: {each}" for kind in KINDS for each in getattr(self, kind)]

    def add(self, other: Bill) -> None:
        """Take another part's over."""
        self.operations += other.operations
        self.checked += other.checked
        self.faults += other.faults
        for kind in KINDS:
            getattr(self, kind).extend(getattr(other, kind))

    def document(self) -> dict[str, object]:
        """Return it for `build/torture.json`."""
        counts = {kind: len(getattr(self, kind)) for kind in KINDS}
        faults = dict(sorted(self.faults.items()))
        return {
            "operations": self.operations,
            "checked": self.checked,
            "faults": faults,
            **counts,
            "wrong": self.wrong()[:100],
        }


def settle(bill: Bill, part: str) -> None:
    """Hand the bill in where a long run collects them, and fail when anything is wrong on it."""
    if FOLDER in os.environ:
        lists = {kind: getattr(bill, kind) for kind in KINDS}
        whole = {"operations": bill.operations, "checked": bill.checked, "faults": bill.faults, **lists}
        (Path(os.environ[FOLDER]) / f"{part}.json").write_text(json.dumps(whole), encoding="utf-8")
    assert bill.wrong() == []


def handed_in(folder: Path) -> Bill:
    """Return the sum of what was handed in."""
    whole = Bill()
    for file in sorted(folder.glob("*.json")):
        read = json.loads(file.read_text(encoding="utf-8"))
        whole.add(Bill(**read | {"faults": Counter(read["faults"])}))
    return whole


def printed(bill: Bill) -> str:
    """Return the bill for people."""
    lines = [("operations", bill.operations), ("promises checked after a fault", bill.checked)]
    lines += [(f"fault: {name}", count) for name, count in sorted(bill.faults.items())]
    lines += [("faults in all", bill.faults.total())]
    lines += [(kind, len(getattr(bill, kind))) for kind in KINDS]
    wrong = [f"  {each}" for each in bill.wrong()]
    return "\n".join([f"{count:>9,}  {name}" for name, count in lines] + wrong)
