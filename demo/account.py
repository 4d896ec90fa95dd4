"""What the demo did: each step with its time, and at the end the summary that scripts read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from demo.finger import TakenOverError


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a visit."""

    name: str
    ok: bool
    ms: int


@dataclass(slots=True)
class Account:
    """The steps so far. `out` is the folder of `summary.json` and the pictures."""

    out: Path
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step and say how it went; a failing one is recorded and fails the demo."""
        began_s = time.monotonic()
        try:
            yield
        except TakenOverError:
            raise
        except BaseException:
            self._end(name, began_s, ok=False)
            raise
        self._end(name, began_s, ok=True)

    def write(self, **counts: int) -> None:
        """Write `summary.json`."""
        summary: dict[str, Any] = {"steps": [asdict(step) for step in self.steps], **counts}
        text = json.dumps(summary, ensure_ascii=False, indent=1)
        (self.out / "summary.json").write_text(text + "\n", encoding="utf-8")

    def _end(self, name: str, began_s: float, *, ok: bool) -> None:
        step = Step(name, ok, round((time.monotonic() - began_s) * 1000))
        self.steps.append(step)
        print(f"  {'✓' if ok else '✗'} {name} ({step.ms} ms)", flush=True)
