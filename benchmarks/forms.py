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


def big_repeat() -> tuple[bytes, list[dict[str, Any]]]:
    """Return a form of ten questions in a repeat, and answers all over its 200 instances."""
    names = [f"q{number}" for number in range(10)]
    binds = "".join(f'<bind nodeset="/data/r/{name}" type="int" constraint=". &lt; 100"/>' for name in names)
    inputs = "".join(f'<input ref="/data/r/{name}"><label>{name}</label></input>' for name in names)
    leaves = "".join(f"<{name}/>" for name in names)
    xml = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Repeats</h:title><model>
    <instance><data id="r"><r>{leaves}<sum/><place/></r><all/></data></instance>{binds}
    <bind nodeset="/data/r/sum" calculate="../q0 + ../q1"/>
    <bind nodeset="/data/r/place" calculate="position(..)"/>
    <bind nodeset="/data/r/q9" relevant="../q0 &gt; 50"/>
    <bind nodeset="/data/all" calculate="sum(/data/r/sum)"/></model></h:head>
    <h:body><group ref="/data/r"><repeat nodeset="/data/r">{inputs}</repeat></group></h:body></h:html>"""
    adds = [{"op": "add", "ref": "/data/r"} for _ in range(199)]
    chance = random.Random(7)  # noqa: S311 -- not a secret
    sets = [
        {"op": "set", "ref": f"/data/r[{chance.randint(1, 200)}]/q{chance.randint(0, 8)}", "value": "7"}
        for _ in range(STEPS)
    ]
    return xml.encode(), [*adds, *sets]


def repeat_p95(folder: Path) -> float:
    """Return the 95th percentile of an answer in 200 repeat instances of ten questions, in milliseconds."""
    xml, steps = big_repeat()
    form = folder / "repeats.xml"
    form.write_bytes(xml)
    found: float = bench(form, steps, NOW)["answer_ms"]["p95"]
    return found


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else fetch(folder)
        xml = form.read_bytes()
        steps = walk(xml)
        theirs = reference(folder, form, steps)
        ours = bench(form, steps, NOW)
        repeats = repeat_p95(folder)
    rows = {
        "load, uncached": (ours["load_ms"], "ms", theirs["load_ms"] / 10, theirs["load_ms"]),
        "load, from the cache": (ours["load_cached_ms"], "ms", 50.0, theirs["load_ms"]),
        "answer, p95": (ours["answer_ms"]["p95"], "ms", 5.0, theirs["answer_p95_ms"]),
        "answer in 200 repeats of 10, p95": (repeats, "ms", 10.0, None),
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
