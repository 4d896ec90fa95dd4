"""The residue checker: which of a person's values are readable in folders and processes (docs/security.md).

It reads what it is shown and says where; it never says a value, and leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from demo.containers import opened
from demo.residue import Canary, labels_in

DEPTH = 4
"""How many containers in one another are opened."""
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, order=True)
class Leftover:
    """Something readable. `where` is a file or a process and the way into it, `what` a canary's label."""

    where: str
    what: str


def in_folders(folders: Iterable[Path], canaries: Sequence[Canary]) -> frozenset[Leftover]:
    """Look into every file below: its name, its attributes, its bytes, what it holds, a database's rows."""
    return frozenset(
        left
        for folder in folders
        for path in sorted(folder.rglob("*"))
        for left in _in_file(path, str(path.relative_to(folder.parent)), canaries)
    )


def in_bytes(
    content: bytes, where: str, canaries: Sequence[Canary], depth: int = DEPTH
) -> Iterator[Leftover]:
    """Look into bytes and what they hold. A picture or a document is a leftover whatever it shows."""
    yield from (Leftover(where, label) for label in labels_in(content, canaries))
    for inner in opened(content) if depth else ():
        if inner.kind in ("picture", "document"):
            yield Leftover(where, inner.kind)
        yield from in_bytes(inner.content, f"{where} ▸ {inner.kind}", canaries, depth - 1)


def _in_file(path: Path, where: str, canaries: Sequence[Canary]) -> Iterator[Leftover]:
    name = os.fsencode(path.name)
    yield from (Leftover(where, f"{label} in its name") for label in labels_in(name, canaries))
    if path.is_symlink() or not path.is_file():
        return
    content = path.read_bytes()
    yield from in_bytes(content, where, canaries)
    for attribute in os.listxattr(path):
        yield from in_bytes(os.getxattr(path, attribute), f"{where} ▸ {attribute}", canaries)
    if content.startswith(_SQLITE):
        for value in _rows(path):
            yield from in_bytes(value, f"{where} ▸ rows", canaries)


def _rows(database: Path) -> Iterator[bytes]:
    """Give each table's values, as the database with its write-ahead log tells them; read from a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for file in database.parent.glob(database.name + "*"):
            shutil.copyfile(file, Path(folder) / file.name)
        with closing(sqlite3.connect(Path(folder) / database.name)) as connection:
            connection.text_factory = bytes
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                quoted = table.decode().replace('"', '""')
                for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 -- its own names
                    yield b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in row)


def in_processes(pids: Iterable[int], canaries: Sequence[Canary]) -> frozenset[Leftover]:
    """Look into the arguments and the environment of processes; one that has ended meanwhile has none."""
    return frozenset(
        left
        for pid in pids
        for part in ("cmdline", "environ")
        for left in in_bytes(process_file(pid, part), f"process ▸ {part}", canaries)
    )


def process_file(pid: int, part: str) -> bytes:
    """Return what the kernel shows of a process (proc(5)); nothing when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/{part}").read_bytes()
    return b""


def processes_with(argument: str) -> frozenset[int]:
    """Return the processes that were started with this argument, and all that they have started."""
    everybody = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    family = {pid for pid in everybody if os.fsencode(argument) in process_file(pid, "cmdline").split(b"\0")}
    parents = {pid: _parent(pid) for pid in everybody}
    while more := {pid for pid in everybody if parents[pid] in family} - family:
        family |= more
    return frozenset(family)


def _parent(pid: int) -> int:
    fields = process_file(pid, "stat").rpartition(b")")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0
