"""The screen's own times, in real processes: cold start, switch, key press, idle, memory over visits.

Each stands beside a yardstick of the same run: a bare PySide6 window. Prints one JSON document; run it
alone: `python benchmarks/screen.py [VISITS]`. Memory of visit 100 against 1,000 wants VISITS = 1000.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from demo.stage import Stage

CHILD = Path(__file__).with_name("screen_child.py")
STARTS = 5
IDLE_S = 20.0
WARM_S = 5.0


def calibration_ms() -> float:
    """Return how long a fixed piece of Python takes here, now: to compare runs and machines by."""
    tries = []
    for _ in range(5):
        began = time.perf_counter()
        sum(number * number % 7 for number in range(300_000))
        tries.append((time.perf_counter() - began) * 1000)
    return min(tries)


def ask(environment: dict[str, str], *role: str) -> tuple[float, dict[str, Any]]:
    """Start a child; return when that was, and what it printed."""
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(CHILD), *role], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return began_s, json.loads(done.stdout.splitlines()[-1])


def p95(values: list[float]) -> float:
    """Return what 95 of 100 stay under."""
    return sorted(values)[int(len(values) * 0.95)]


def line(value: float, unit: str, goal: float, against: str | None, **more: object) -> dict[str, object]:
    """Return one row of the table."""
    row = {"value": round(value, 2), "unit": unit, "goal": goal, "against": against, "ok": value <= goal}
    return row | more


def cold_starts(environment: dict[str, str], place: tuple[str, str]) -> dict[str, object]:
    """Start bare windows and kiosks in turn; each kiosk is measured against its neighbour."""
    first, touched, cpu, bare_ms, first_ms = [], [], [], [], []
    for _ in range(STARTS):
        began, bare = ask(environment, "bare")
        bare_s = bare["painted_s"] - began
        began, kiosk = ask(environment, "cold", *place)
        first.append((kiosk["painted_s"] - began) / bare_s)
        touched.append((kiosk["answered_s"] - began) / bare_s)
        cpu.append(kiosk["cpu_s"] / bare["cpu_s"])
        bare_ms.append(bare_s * 1000)
        first_ms.append((kiosk["painted_s"] - began) * 1000)
    window = "a bare PySide6 window"
    more: dict[str, object] = {
        "bare_ms": round(statistics.median(bare_ms)),
        "kiosk_ms": round(statistics.median(first_ms)),
    }
    more["cpu_ratio"] = round(statistics.median(cpu), 2)  # says more on a machine that is busy with others
    return {
        "cold start to first paint": line(statistics.median(first), "× bare", 1.5, window, **more),
        "cold start to the answered touch": line(statistics.median(touched), "× bare", 2.5, window),
    }


def visits(environment: dict[str, str], place: tuple[str, str], count: int) -> dict[str, dict[str, object]]:
    """Make visits on one screen, from the door to the wipe."""
    _, told = ask(environment, "visits", *place, str(count))
    empty, memory = p95(told["empty"]), told["memory_mb"]
    rows: dict[str, dict[str, object]] = {}
    pages = {name: values for name, values in told.items() if name.startswith("to ")}
    switches = [took for values in pages.values() for took in values]
    for name, values in (("screen switch", switches), ("key press", told["key"])):
        more = {
            "p95_ms": round(p95(values), 1),
            "median_ms": round(statistics.median(values), 1),
            "longest_ms": round(max(values), 1),
            "empty_p95_ms": round(empty, 1),
        }
        rows[f"{name}, p95"] = line(p95(values) / empty, "× empty", 1.5, "an empty page's switch", **more)
        rows[f"{name}, longest"] = line(max(values), "ms", 100.0, None)
    medians = {name: round(statistics.median(values), 1) for name, values in pages.items()}
    cpu = p95(told["cpu_ms"]) / p95(told["empty_cpu_ms"])
    rows["screen switch, p95"] |= {"median_ms_by_page": medians, "cpu_ratio_switches_and_keys": round(cpu, 2)}
    early, late = memory[max(0, count // 10 - 1)], memory[-1]
    more = {"early_mb": round(early, 1), "late_mb": round(late, 1), "visits": count}
    rows["memory, last visit against the first tenth"] = line(late / early, "×", 1.05, None, **more)
    return rows


def cpu_s(pid: int) -> float:
    """Return a process's own CPU time."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle(environment: dict[str, str], place: tuple[str, str]) -> dict[str, object]:
    """Leave `kiosk run` alone."""
    code = "import sys; from kiosk.cli import main; sys.exit(main())"
    argv = [sys.executable, "-c", code, "run", "--windowed", "--config", place[0], "--data", place[1]]
    with subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(WARM_S)
        before = cpu_s(run.pid)
        time.sleep(IDLE_S)
        percent = (cpu_s(run.pid) - before) / IDLE_S * 100
        run.terminate()
    return {"idle screen": line(percent, "% CPU", 1.0, None)}


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, Stage(Path(folder)) as stage:
        place = (str(stage.config), str(stage.data))
        root = str(CHILD.parents[1])
        headless = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "PYTHONPATH": root}
        environment = os.environ | stage.pcscd.client_environment | headless
        rows = {"calibration loop": line(calibration_ms(), "ms", float("inf"), None)}
        rows |= cold_starts(environment, place)
        rows |= visits(environment, place, count)
        rows |= idle(environment, place)
    rows["calibration loop"]["goal"] = None
    print(json.dumps(rows, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
