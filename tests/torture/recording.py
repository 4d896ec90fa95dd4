"""A recorded run, and the disks that a power cut at any of its instants may leave."""

from __future__ import annotations

import random
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from tests.torture import promises
from tests.torture.disk import Disk, Keep
from tests.torture.strace_log import Call, calls, kept_environment, record

SHARES = (0.0, 0.3, 0.7, 0.95)
"""How much of the unsynced survives a cut; 1 would be a kill, which is tried for itself."""
_SYNCS = frozenset({"fsync", "fdatasync"})


@dataclass(frozen=True, slots=True)
class Cut:
    """The power goes after this many calls; `share` of the unsynced survives."""

    after: int
    share: float
    seed: int


class Recording:
    """What `module` did in `folder`: to `folder/machine`, and what it promised in `folder/promises`."""

    def __init__(self, folder: Path, module: str, *arguments: str, canary: bytes = b"") -> None:
        """Run and record it. Blocks. `in_the_clear` counts the writes, to any file, that held the canary."""
        self._canary = canary
        self.folder = folder
        log = folder / "calls"
        shutil.copytree(folder / "machine", folder / "before")
        argv = [sys.executable, "-m", module, str(folder), *arguments]
        record(argv, log, kept_environment())
        self.in_the_clear = 0
        self.calls = list(self._relevant(calls(log)))
        log.unlink()

    def _relevant(self, every: Iterator[Call]) -> Iterator[Call]:
        """Leave out what neither changes the machine's disk nor promises anything."""
        disk, diary = Disk(self.folder / "machine", self.folder / "before"), None
        for call in every:
            if self._canary and call.name.startswith(("write", "pwrite")):
                self.in_the_clear += self._canary in call.texts[0]
            if call.name == "openat" and Path(call.texts[0].decode()) == self.folder / "promises":
                diary = call.result if "O_WRONLY" in call.words[2] else diary
            elif call.name == "write" and call.number(0) == diary:
                yield Call("promise", (), call.texts, 0)
            elif disk.apply(call) or call.name in {"openat", "close", "lseek"}:
                yield call

    def promised(self) -> int:
        """Return how many lines the diary has."""
        return sum(call.name == "promise" for call in self.calls)

    def cuts(self, count: int, seed: int) -> list[Cut]:
        """Return up to `count` cuts: half of them bare, after promises and syncs; the others anywhere."""
        chance = random.Random(seed)  # noqa: S311 -- repeatable, no secret
        bare = islice(_in_turn(self._sure()), count // 2)
        chosen = [Cut(at, 0.0, 0) for at in bare]
        anywhere = [chance.randrange(len(self.calls)) + 1 for _ in range(count - len(chosen))]
        chosen += [Cut(at, chance.choice(SHARES), chance.randrange(1 << 30)) for at in anywhere]
        return sorted(chosen, key=lambda cut: cut.after)

    def _sure(self) -> dict[str, list[int]]:
        """Return where each kind of promise was just made, and where something was just synced."""
        places = defaultdict[str, list[int]](list)
        synced: list[int] = []
        for at, call in enumerate(self.calls, 1):
            if call.name == "promise":
                places[promises.read(call.texts[0])[0]["what"]].append(at)
            elif call.name in _SYNCS:
                synced.append(at)
        return {what: at for what, at in places.items() if what not in promises.INTENTIONS} | {
            "synced": synced
        }

    def states(self, cuts: list[Cut], target: Path) -> Iterator[tuple[Cut, list[dict[str, Any]]]]:
        """For each cut, in order, make `target/machine` what it leaves; give what was promised by then."""
        disk, written, done = Disk(self.folder / "machine", self.folder / "before"), b"", 0
        for cut in cuts:
            for call in self.calls[done : cut.after]:
                if call.name == "promise":
                    written += call.texts[0]
                else:
                    disk.apply(call)
            done = cut.after
            shutil.rmtree(target / "machine", ignore_errors=True)
            chance = random.Random(cut.seed)  # noqa: S311 -- repeatable, no secret
            disk.write_out(target / "machine", Keep(cut.share, chance))
            yield cut, promises.read(written)


def _in_turn(places: dict[str, list[int]]) -> Iterator[int]:
    """Give one of each kind, then the next of each: also a few cuts meet every kind of promise."""
    for each in zip_longest(*(reversed(list_) for list_ in places.values())):
        yield from (at for at in each if at is not None)
