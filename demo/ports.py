"""Free ports, and who listens on them, read from Linux's own tables (proc_net_tcp(5)); no connection is made.

Asking by connecting would put a card into the virtual reader, and an empty request into the printer.
"""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
ESTABLISHED = "01"
LISTENING = "0A"


def free_port() -> int:
    """Return a port that is free on this machine now."""
    return free_neighbours(1)


def free_neighbours(count: int) -> int:
    """Return the first of `count` ports in a row that are free on every address now."""
    for _ in range(100):
        with ExitStack() as held:
            first = _hold(held, 0)
            if first is not None and all(_hold(held, first + step) for step in range(1, count)):
                return first
    raise OSError(f"no {count} free ports in a row")


def _hold(held: ExitStack, port: int) -> int | None:
    sock = held.enter_context(socket.socket())
    try:
        sock.bind(("", port))
    except (OSError, OverflowError):
        return None
    return int(sock.getsockname()[1])


def listens(pid: int, port: int) -> bool:
    """Say whether process `pid` itself accepts connections on `port`."""
    return bool(_inodes(LISTENING, local=port) & _sockets_of(pid))


def connected(pid: int, port: int) -> bool:
    """Say whether process `pid` itself holds a connection to `port`."""
    return bool(_inodes(ESTABLISHED, remote=port) & _sockets_of(pid))


def _inodes(state: str, *, local: int | None = None, remote: int | None = None) -> set[str]:
    found = set()
    for table in TABLES:
        if not table.exists():  # a machine without IPv6
            continue
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            column = line.split()
            here, there = (int(column[at].rpartition(":")[2], 16) for at in (1, 2))
            if column[3] == state and local in {None, here} and remote in {None, there}:
                found.add(f"socket:[{column[9]}]")
    return found


def _sockets_of(pid: int) -> set[str]:
    try:
        return {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    except (FileNotFoundError, PermissionError):
        return set()  # it ended, or is ending
