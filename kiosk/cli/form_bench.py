"""`kiosk forms bench`: how long a form takes to load, from XML and from the compiled cache, and to answer."""

from __future__ import annotations

import gc
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli.form_files import form_file, parse_file, xml_of
from kiosk.xforms import FormDefinition, FormSession, Question, XFormError
from kiosk.xforms.cache import dump, load

SEED = 1
ROUNDS = 5
ANSWERS = 200
_BY_TYPE = {
    "int": ("17", "3"),
    "decimal": ("1.5", "20.0"),
    "date": ("1987-03-14", "2020-01-31"),
    "time": ("08:30:00", "17:05:00"),
    "dateTime": ("2026-11-23T08:30:00", "2020-01-31T17:05:00"),
    "geopoint": ("21.33 103.91 0 0", "21.03 105.85 0 0"),
}


def bench(form: Path, steps: list[dict[str, Any]] | None, now: datetime) -> dict[str, Any]:
    """Return the document of `forms bench`: milliseconds. Loading includes opening the session; best of five.

    An answer is one `set`, `add` or `remove` and the list of violations after it.
    """
    file = form_file(form)
    xml = xml_of(file)
    definition = parse_file(xml, file)
    stored = dump(definition)
    cold = _best(lambda: FormSession(parse_file(xml, file), now=now, seed=SEED))
    warm = _best(lambda: FormSession(load(stored, content_hash=definition.content_hash), now=now, seed=SEED))
    latencies = sorted(_answer_times(definition, steps, now)) or [0.0]
    return {
        "load_ms": round(cold, 2),
        "load_cached_ms": round(warm, 2),
        "answer_ms": {
            "min": round(latencies[0], 3),
            "median": round(latencies[len(latencies) // 2], 3),
            "p95": round(latencies[min(len(latencies) - 1, len(latencies) * 95 // 100)], 3),
            "max": round(latencies[-1], 3),
        },
        "answers": len(latencies),
    }


def _best(make: Any) -> float:
    gc.collect()
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        make()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def _answer_times(
    definition: FormDefinition, steps: list[dict[str, Any]] | None, now: datetime
) -> list[float]:
    session = FormSession(definition, now=now, seed=SEED)
    if steps is None:
        return _made_up(session)
    times: list[float] = []
    for step in steps:
        start = time.perf_counter()
        if step["op"] == "set":
            session.set(step["ref"], str(step["value"]))
        elif step["op"] == "add":
            session.add(step["ref"])
        else:
            session.remove(step["ref"], int(step["index"]))
        session.violations()
        times.append((time.perf_counter() - start) * 1000)
    return times


def _made_up(session: FormSession) -> list[float]:
    """Go through the questions as they stand, again and again, changing each answer."""
    times: list[float] = []
    turn = 0
    while len(times) < ANSWERS:
        before = len(times)
        for question in session.questions():
            value = _answer(question, turn)
            if value is None or question.readonly:
                continue
            start = time.perf_counter()
            try:
                session.set(question.ref, value)
            except XFormError:
                continue  # the question went away with an answer before it
            session.violations()
            times.append((time.perf_counter() - start) * 1000)
        turn += 1
        if len(times) == before:
            break
    return times[:ANSWERS]


def _answer(question: Question, turn: int) -> str | None:
    if question.choices:
        return question.choices[turn % len(question.choices)][0] if question.kind != "rank" else None
    if question.kind == "trigger":
        return "OK" if turn % 2 == 0 else ""
    if question.kind in {"upload", "note"} or question.datatype in {"geotrace", "geoshape", "binary"}:
        return None
    if question.bounds is not None:
        return question.bounds[turn % 2]
    return _BY_TYPE.get(question.datatype, ("Sơn La", "Nguyễn Thị Ánh"))[turn % 2]
