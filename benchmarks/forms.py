"""The form engine on the WHO verbal autopsy form, beside the ODK JavaScript engine under node, in one run.

The form is fetched (it isn't ours to ship), as is the engine, through their ordinary clients: git and npm.
Prints a table and one JSON line; `python benchmarks/forms.py [FORM.xml]`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.cli.form_bench import bench
from kiosk.xforms import FormSession, Question, XFormError, parse_form

REPOSITORY = "https://github.com/getodk/javarosa"
FORM = "src/test/resources/smoketests/whova_form.xml"
ENGINE = ("@getodk/xforms-engine@0.22", "jsdom@26")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STEPS = 300
NODE = Path(__file__).with_name("forms.mjs")


def fetch(folder: Path) -> Path:
    """Return the form from a shallow clone."""
    clone = folder / "javarosa"
    command = ["git", "clone", "--quiet", "--depth", "1", "--filter=blob:none", REPOSITORY, str(clone)]
    subprocess.run(command, check=True, timeout=600)
    return clone / FORM


def walk(xml: bytes) -> list[dict[str, Any]]:
    """Return steps of somebody who answers at random, the same every time."""
    chance = random.Random(7)  # noqa: S311 -- not a secret
    session = FormSession(parse_form(xml), now=NOW, seed=1)
    steps: list[dict[str, Any]] = []
    while len(steps) < STEPS:
        question = chance.choice(session.questions())
        value = answer(question, chance)
        if value is None or question.readonly:
            continue
        try:
            session.set(question.ref, value)
        except XFormError:
            continue
        steps.append({"op": "set", "ref": question.ref, "value": value})
    return steps


def answer(question: Question, chance: random.Random) -> str | None:
    """Return an answer that the question takes, or None."""
    if question.choices:
        return chance.choice(question.choices)[0] if question.kind != "rank" else None
    made = {
        "int": lambda: str(chance.randint(0, 90)),
        "decimal": lambda: "1.5",
        "date": lambda: f"{chance.randint(1930, 2026)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "string": lambda: chance.choice(["Sơn La", "x", "42"]),
    }
    return made[question.datatype]() if question.kind == "input" and question.datatype in made else None


def reference(folder: Path, form: Path, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the JavaScript engine takes for the same."""
    subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), *ENGINE], check=True, timeout=600)
    job = folder / "job.json"
    job.write_text(json.dumps({"form": str(form), "steps": steps}), encoding="utf-8")
    script = folder / "forms.mjs"
    script.write_bytes(NODE.read_bytes())
    done = subprocess.run(["node", str(script), str(job)], check=True, capture_output=True, timeout=600)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def memory_mb(xml: bytes) -> float:
    """Return what a definition and one session hold."""
    tracemalloc.start()
    held = FormSession(parse_form(xml), now=NOW, seed=1)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held.questions()
    return size / 1e6


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else fetch(folder)
        xml = form.read_bytes()
        steps = walk(xml)
        theirs = reference(folder, form, steps)
        ours = bench(form, steps, NOW)
    rows = {
        "load, uncached": (ours["load_ms"], "ms", theirs["load_ms"] / 10, theirs["load_ms"]),
        "load, from the cache": (ours["load_cached_ms"], "ms", 50.0, theirs["load_ms"]),
        "answer, p95": (ours["answer_ms"]["p95"], "ms", 5.0, theirs["answer_p95_ms"]),
        "memory, definition and session": (round(memory_mb(xml), 1), "MB", None, None),
    }
    results = {name: result(*row) for name, row in rows.items()}
    for name, found in results.items():
        print(f"{name:32} {found}")
    print(json.dumps(results))


def result(value: float, unit: str, goal: float | None, against: float | None) -> dict[str, Any]:
    """Return one line of the bench's document."""
    ok = goal is None or value <= goal
    return {"value": value, "unit": unit, "goal": goal, "against": against, "ok": ok}


if __name__ == "__main__":
    main()
