"""Breaks the program on purpose, one patch of `tests/mutants/` at a time: the test that it names must fail.

A patch begins with a line that says what is broken, and a line `Fails: tests/…::test_…`. Everything
happens in copies of the tree, outside it; the interpreter and its packages are shared. `mutants.py [NAME…]`
runs those only whose file name contains NAME. Exits 1 when a mutant survives or a named test fails unmutated.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATCHES = ROOT / "tests" / "mutants"
TEST_FAILED = 1  # pytest's exit status; 2 and above: it never came to testing
TEST_S = 180


@dataclass(frozen=True, slots=True)
class Mutant:
    """One patch: what it breaks, and the test that must notice."""

    patch: Path
    breaks: str
    test: str

    @classmethod
    def read(cls, patch: Path) -> Mutant:
        """Read the header. Raises ValueError when it names no test."""
        header = patch.read_text(encoding="utf-8").partition("\ndiff --git ")[0].splitlines()
        tests = [line.removeprefix("Fails: ") for line in header if line.startswith("Fails: ")]
        if len(tests) != 1:
            raise ValueError(f"{patch.name}: one line `Fails: tests/…::test_…` is wanted")
        return cls(patch, header[0], tests[0])


def main(names: Sequence[str]) -> int:
    """Try every mutant and print what came of it."""
    patches = sorted(PATCHES.glob("*.patch"))
    mutants = [Mutant.read(patch) for patch in patches if not names or any(n in patch.name for n in names)]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="motcua-mutants-") as scratch:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(workers):
            trees.put(_copy_of_the_tree(Path(scratch) / str(number)))
        if _pytest(trees.queue[0], sorted({mutant.test for mutant in mutants}), report=True) != 0:
            print("mutants: the named tests do not all pass on the program as it is")
            return 1
        with ThreadPoolExecutor(workers) as pool:
            results = list(pool.map(lambda mutant: _try(mutant, trees), mutants))
    caught = sum(results)
    print(f"{caught} passed, {len(results) - caught} failed")
    return 0 if caught == len(results) else 1


def _copy_of_the_tree(tree: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():  # not one deleted since
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def _try(mutant: Mutant, trees: queue.Queue[Path]) -> bool:
    tree = trees.get()
    try:
        outcome = _outcome(mutant, tree)
    finally:
        trees.put(tree)
    print(f"{outcome:<10} {mutant.patch.stem}: {mutant.breaks}", flush=True)
    return outcome == "caught"


def _outcome(mutant: Mutant, tree: Path) -> str:
    if not _apply(mutant.patch, tree):
        return "OUTDATED"  # the patch no longer fits the program
    try:
        status = _pytest(tree, [mutant.test])
    finally:
        _apply(mutant.patch, tree, "--reverse")
    return {0: "SURVIVED", TEST_FAILED: "caught"}.get(status, f"BROKEN ({status})")


def _apply(patch: Path, tree: Path, *options: str) -> bool:
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)}  # the copy is no repository
    argv = ["git", "apply", "-C1", *options, str(patch)]
    return subprocess.run(argv, cwd=tree, env=environment, check=False).returncode == 0


def _pytest(tree: Path, tests: Sequence[str], *, report: bool = False) -> int:
    """Run tests in a copy, with the copy's program, and return pytest's status."""
    argv = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            argv, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=TEST_S
        )
    except subprocess.TimeoutExpired:
        return TEST_FAILED  # a program that hangs is noticed
    if report and done.returncode != 0:
        print(done.stdout[-3000:], done.stderr[-1000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
