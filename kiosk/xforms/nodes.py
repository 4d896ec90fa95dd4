"""The light tree that expressions run over. Elements only, and attributes as elements beside them."""

from __future__ import annotations

from collections.abc import Iterator

SCAN_UP_TO = 8


class Element:
    """An element of an instance: a leaf has a `value`, a parent has `children`.

    `value` is what expressions see: empty while the node is not relevant. `name` is the local name of an
    element in no namespace or in XForms' own, `{uri}local` otherwise. A child list changes only through
    `adopt` and `drop`, which forget the index by name.
    """

    __slots__ = ("_by_name", "attributes", "children", "name", "parent", "prefix", "value")

    def __init__(self, name: str, parent: Element | None = None, value: str = "") -> None:
        self.name = name
        self.prefix: str | None = None
        self.parent = parent
        self.value = value
        self.children: list[Element] = []
        self.attributes: tuple[Element, ...] = ()
        self._by_name: dict[str, list[Element]] | None = None

    def adopt(self, child: Element, at: int | None = None) -> None:
        """Put a child at an index among all children, or last."""
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)
        self._by_name = None

    def drop(self, child: Element) -> None:
        """Take a child away."""
        self.children.remove(child)
        self._by_name = None

    def named(self, name: str) -> list[Element]:
        """Return the children of a name, in document order; big families are indexed once."""
        if self._by_name is None:
            if len(self.children) <= SCAN_UP_TO:
                return [child for child in self.children if child.name == name]
            index: dict[str, list[Element]] = {}
            for child in self.children:
                index.setdefault(child.name, []).append(child)
            self._by_name = index
        return self._by_name.get(name, [])

    def text(self) -> str:
        """Return the string value: its own, or its descendants' in document order."""
        if not self.children:
            return self.value
        return "".join([child.text() for child in self.children])

    def descendants(self) -> Iterator[Element]:
        """Yield everything below, in document order."""
        for child in self.children:
            yield child
            yield from child.descendants()

    def root(self) -> Element:
        """Return the topmost ancestor, the document node."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def lineage(self) -> tuple[int, ...]:
        """Return the way from the root as child indices; sorting by it is document order."""
        indices: list[int] = []
        node = self
        while node.parent is not None:
            siblings = node.parent.children
            indices.append(siblings.index(node) if node in siblings else -1)
            node = node.parent
        return tuple(reversed(indices))


def add_child(parent: Element, name: str, value: str = "") -> Element:
    """Make a child and append it."""
    child = Element(name, parent, value)
    parent.children.append(child)
    return child
