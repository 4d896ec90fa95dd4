"""Secondary instances: choice lists and lookup tables. They never change, so rows and indexes are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.xforms.nodes import Element

Raw = tuple[str, str, tuple[tuple[str, str], ...], tuple["Raw", ...]]
"""Name, text, attributes, children."""
Rows = list[Element]
LAST_SAVED: Raw = ("", "", (("src", "jr://instance/last-saved"),), ())
"""Stands for the last saved instance, a session's own: the one list whose root has no name."""


class SecondaryInstances:
    """The form's lists by id. Elements are made when a list is first used."""

    def __init__(self, raw: Mapping[str, Raw]) -> None:
        self.raw = dict(raw)
        self._trees: dict[str, Element] = {}
        self._rows: dict[tuple[str, tuple[str, ...]], Rows] = {}
        self._indexes: dict[tuple[str, tuple[str, ...], str], dict[str, list[tuple[int, Element]]]] = {}

    def with_last_saved(self, saved: Raw) -> SecondaryInstances:
        """Return these lists with the saved instance where the form asks for it; the rest is shared."""
        mine = {name: saved for name, raw in self.raw.items() if not raw[0]}
        return _Overlaid(mine, self) if mine else self

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def tree(self, name: str) -> Element | None:
        """Return the `<instance>` element, which holds the list's root element."""
        if name not in self._trees:
            if name not in self.raw:
                return None
            self._trees[name] = _element(("instance", "", (("id", name),), (self.raw[name],)), None)
        return self._trees[name]

    def rows(self, name: str, path: tuple[str, ...]) -> Rows:
        """Return the elements at a path below `<instance>`."""
        key = (name, path)
        if key not in self._rows:
            tree = self.tree(name)
            found = [] if tree is None else [tree]
            for step in path:
                found = [child for parent in found for child in parent.named(step)]
            self._rows[key] = found
        return self._rows[key]

    def index(self, name: str, path: tuple[str, ...], column: str) -> dict[str, list[tuple[int, Element]]]:
        """Return the rows by the text of a child."""
        key = (name, path, column)
        if key not in self._indexes:
            made: dict[str, list[tuple[int, Element]]] = {}
            for at, row in enumerate(self.rows(name, path)):
                for text in dict.fromkeys(cell.text() for cell in row.named(column)):
                    made.setdefault(text, []).append((at, row))
            self._indexes[key] = made
        return self._indexes[key]


class _Overlaid(SecondaryInstances):
    """Some lists of a session's own over the form's."""

    def __init__(self, mine: Mapping[str, Raw], below: SecondaryInstances) -> None:
        super().__init__(mine)
        self._lower = below

    def tree(self, name: str) -> Element | None:
        return super().tree(name) if name in self.raw else self._lower.tree(name)

    def rows(self, name: str, path: tuple[str, ...]) -> Rows:
        return super().rows(name, path) if name in self.raw else self._lower.rows(name, path)

    def index(self, name: str, path: tuple[str, ...], column: str) -> dict[str, list[tuple[int, Element]]]:
        if name in self.raw:
            return super().index(name, path, column)
        return self._lower.index(name, path, column)


def _element(raw: Raw, parent: Element | None) -> Element:
    name, text, attributes, children = raw
    element = Element(name, parent, text)
    if attributes:
        element.attributes = tuple(Element(key, element, value) for key, value in attributes)
    element.children = [_element(child, element) for child in children]
    return element
