"""What expressions see of a session beyond their node: clock, lists, words, chance; all of it given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from kiosk.xforms.nodes import Element
from kiosk.xforms.secondary import Rows, SecondaryInstances

_BITS = 53


class Environment:
    """One session's surroundings. Chance is a hash of seed and count: the same seed, the same session."""

    def __init__(self, root: Element, instances: SecondaryInstances, *, now: datetime, seed: int) -> None:
        self.root = root
        self.current = root
        self.now = now
        self.looked_at = 0
        """Nodes that the present expression has looked at, with those that it asks for its value."""
        self.fixed: dict[tuple[str, ...], list[Element]] = {}
        self.instances = instances
        self.translate: Callable[[str], str] = str
        self.choice_label: Callable[[str, str], str] = _no_choices
        self.seed = seed
        self.drawn = 0

    def instance(self, name: str) -> Element | None:
        """Return the `<instance>` element of a list."""
        return self.instances.tree(name)

    def rows(self, name: str, path: tuple[str, ...]) -> Rows:
        """Return the rows of a list."""
        return self.instances.rows(name, path)

    def index(self, name: str, path: tuple[str, ...], column: str) -> dict[str, list[tuple[int, Element]]]:
        """Return the rows of a list by the text of a column."""
        return self.instances.index(name, path, column)

    def translation(self, text_id: str) -> str:
        """Return a text in the session's language."""
        return self.translate(text_id)

    def random(self) -> float:
        """Return the next number in [0, 1)."""
        return (int.from_bytes(self._draw()[:8]) >> (64 - _BITS)) / float(1 << _BITS)

    def uuid(self) -> str:
        """Return the next version-4 UUID (RFC 9562, section 5.4)."""
        raw = bytearray(self._draw()[:16])
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        text = raw.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def _draw(self) -> bytes:
        self.drawn += 1
        return hashlib.sha256(f"{self.seed}:{self.drawn}".encode()).digest()


def _no_choices(_path: str, _value: str) -> str:
    return ""
