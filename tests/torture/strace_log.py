"""Runs a program under strace and gives back, in order, what it did to the disk. Linux; needs strace.

strace's `-xx` writes every string in hexadecimal, so a line has no quoting to get wrong (strace(1)).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,"
    "fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "link,linkat,symlink,symlinkat,copy_file_range,sendfile"
)
_LONGEST = 1 << 26
_WHOLE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)")
_BEGUN = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_ENDED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|0x[0-9a-f]+|\?)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that succeeded. `words` are its arguments as written, `texts` its strings as bytes."""

    name: str
    words: tuple[str, ...]
    texts: tuple[bytes, ...]
    result: int

    def number(self, position: int) -> int:
        """Return an argument that is a number."""
        return int(self.words[position], 0)


def record(argv: Sequence[str], log: Path, environment: Mapping[str, str], *, timeout_s: float = 100) -> None:
    """Run a program to its end with its calls written to `log`. Raises CalledProcessError."""
    options = ["-f", "-qq", "-xx", "-s", str(_LONGEST), "-e", f"trace={CALLS}", "-e", "signal=none"]
    command = ["strace", *options, "--seccomp-bpf", "-o", str(log), *argv]
    subprocess.run(command, env=dict(environment), check=True, timeout=timeout_s)


def calls(log: Path) -> Iterator[Call]:
    """Give the calls that succeeded, each where it ended. Raises ValueError for a line of another form."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if found := _BEGUN.match(line):
                begun[found[1]] = found[3]
            elif found := _WHOLE.match(line):
                yield from _call(found[2], found[3], found[4])
            elif found := _ENDED.match(line):
                yield from _call(found[2], begun.pop(found[1]) + found[3], found[4])
            else:
                raise ValueError(line[:200])


def _call(name: str, arguments: str, result: str) -> Iterator[Call]:
    if result.startswith(("-", "?")):
        return
    texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments))
    words = tuple(arguments.split(", "))
    if name == "open":  # some libraries still make it; the same from the working folder (openat(2))
        name, words = "openat", ("AT_FDCWD", *words)
    yield Call(name, words, texts, int(result, 0))


def kept_environment() -> dict[str, str]:
    """Return this process's environment without what would write files of its own."""
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
