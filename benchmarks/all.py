"""`make bench`: every benchmark that needs nothing but this tree; a table, and build/bench.json."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SCRIPTS = ("screen.py", "search.py", "slip.py", "card_read.py")
OUT = HERE.parent / "build" / "bench.json"


def main() -> None:
    """Measure, print, write. Nothing fails for being slow; what cannot run does."""
    rows: dict[str, dict[str, Any]] = {}
    for script in SCRIPTS:
        print(f"… {script}", file=sys.stderr)
        done = subprocess.run([sys.executable, HERE / script], stdout=subprocess.PIPE, text=True, check=True)
        rows |= json.loads(done.stdout)
    print(f"{'what':44} {'measured':>16} {'goal':>9}")
    for name, row in rows.items():
        goal = "" if row["goal"] is None else f"{row['goal']:g}"
        missed = "" if row["ok"] else "  missed"
        print(f"{name:44} {row['value']:>8} {row['unit']:<9}{goal:>7}{missed}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
