"""Whether the machine's network is another than before: then waiting out a backoff would be silly."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_FILES = (Path("/proc/net/route"), Path("/proc/net/ipv6_route"), Path("/proc/net/if_inet6"))


def fingerprint() -> int:
    """Return a number that changes with routes and addresses. Blocks for microseconds; Linux only."""
    content = []
    for path in _FILES:
        with suppress(OSError):
            content.append(path.read_bytes())
    return hash(tuple(content))
