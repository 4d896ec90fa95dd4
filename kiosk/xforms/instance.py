"""The primary instance of one session: a light tree whose nodes know their kind, and its shape's changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.xforms.codecs import normalise
from kiosk.xforms.definition import FormDefinition, SchemaNode, Seed
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.nodes import Element

_SEGMENT = re.compile(r"([^/\[\]]+)(?:\[(\d{1,6})\])?\Z")
MAX_INSTANCES = 5_000


class InstanceNode(Element):
    """A node of the primary instance. `stored` is kept while not relevant; `value` is what others see.

    `calculated` is the last result of its calculation; `required`, `readonly` and `satisfied` are None
    until asked for again. Never shown in logs: it has no repr of its content.
    """

    __slots__ = (
        "calculated",
        "kind",
        "own_relevant",
        "readonly",
        "relevant",
        "required",
        "satisfied",
        "stored",
    )

    children: list[InstanceNode]  # type: ignore[assignment]
    parent: InstanceNode | None
    relevant: bool

    def __init__(self, kind: int, name: str, parent: InstanceNode | None, stored: str) -> None:
        super().__init__(name, parent, stored)
        self.kind = kind
        self.stored = stored
        self.relevant = parent.relevant if parent is not None else True
        self.own_relevant = True
        self.calculated: str | None = None
        self.required: bool | None = None
        self.readonly: bool | None = None
        self.satisfied: bool | None = None


class Instance:
    """The tree of a session: building, finding, adding and removing."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.schema = definition.schema
        self.document = InstanceNode(-1, "", None, "")
        self.root = self._build(definition.seed, self.document)
        self.document.children = [self.root]
        self.singles: dict[int, InstanceNode] = {}
        self._note_singles(self.root)

    def _note_singles(self, node: InstanceNode) -> None:
        """Remember the nodes that no repeat is above: there is exactly one of each."""
        if self.schema[node.kind].repeat:
            return
        self.singles[node.kind] = node
        for child in below(node):
            self._note_singles(child)

    def _build(self, seed: Seed, parent: InstanceNode) -> InstanceNode:
        kind = self.schema[seed.schema]
        text = "" if kind.children else normalise(kind.bind.datatype, seed.text)
        node = InstanceNode(kind.number, kind.name, parent, text)
        prefix, colon, _ = kind.shown_name.partition(":")
        node.prefix = prefix if colon else None
        node.attributes = tuple(self._attribute(kind, node, *entry) for entry in kind.attributes)
        for child in seed.children:
            repeat = self.definition.repeats.get(child.schema)
            if repeat is None or repeat.count is None:
                node.children.append(self._build(child, node))
        for number in kind.children:
            self._build_fixed(node, number)
        return node

    def _attribute(self, kind: SchemaNode, node: InstanceNode, name: str, shown: str, value: str) -> Element:
        """Make an attribute: a node of its own where the form gives it values."""
        for number in kind.bound:
            if self.schema[number].shown_name == f"@{shown}":
                return InstanceNode(number, name, node, value)
        return Element(name, node, value)

    def _build_fixed(self, node: InstanceNode, number: int) -> None:
        """A repeat that nobody may add to has at least one instance."""
        repeat = self.definition.repeats.get(number)
        if repeat is not None and repeat.fixed and repeat.count is None and not self.family(node, number):
            self._insert(node, self._build(repeat.template, node))

    def family(self, parent: InstanceNode, kind: int) -> list[InstanceNode]:
        """Return the children of one kind."""
        return parent.named(self.schema[kind].name)  # type: ignore[return-value]

    def add(self, parent: InstanceNode, kind: int) -> InstanceNode:
        """Append a repeat instance. Raises XFormError TOO_LARGE (over 5,000 of them)."""
        family = self.family(parent, kind)
        if len(family) >= MAX_INSTANCES:
            raise XFormError(XFormCode.TOO_LARGE, self.schema[kind].path, "repeat instances")
        repeat = self.definition.repeats[kind]
        seed = repeat.template if repeat.count is None else self._default(kind, len(family))
        return self._insert(parent, self._build(seed, parent))

    def _default(self, kind: int, place: int) -> Seed:
        """Return the form's own instance at a place, where it has one."""
        found = [seed for seed in _seeds(self.definition.seed) if seed.schema == kind]
        return found[place] if place < len(found) else self.definition.repeats[kind].template

    def _insert(self, parent: InstanceNode, node: InstanceNode) -> InstanceNode:
        after = next((at for at, child in enumerate(parent.children) if child.kind > node.kind), None)
        parent.adopt(node, after)
        return node

    # -- finding ----------------------------------------------------------------------------------------

    def targets(self, kind: int, anchor: InstanceNode) -> list[InstanceNode]:
        """Return the nodes of a kind under `anchor`, itself included when it is one."""
        single = self.singles.get(kind)
        if single is not None:
            return [single]
        way: list[int] = []
        while kind != anchor.kind and kind >= 0:
            way.append(kind)
            kind = self.schema[kind].parent
        found = [anchor]
        for number in reversed(way):
            found = [child for node in found for child in self._next(node, number)]
        return found

    def _next(self, node: InstanceNode, kind: int) -> list[InstanceNode]:
        step = self.schema[kind]
        if step.shown_name.startswith("@"):
            return [child for child in below(node) if child.kind == kind]
        return node.named(step.name)  # type: ignore[return-value]

    def all_of(self, kind: int) -> list[InstanceNode]:
        """Return every node of a kind."""
        return self.targets(kind, self.root)

    def reference(self, node: InstanceNode) -> str:
        """Return the path of a node with 1-based positions on repeats."""
        parts: list[str] = []
        step: InstanceNode | None = node
        while step is not None and step.kind >= 0:
            kind = self.schema[step.kind]
            place = f"[{step.parent.named(step.name).index(step) + 1}]" if kind.repeat and step.parent else ""
            parts.append(f"{kind.shown_name}{place}")
            step = step.parent
        return "/" + "/".join(reversed(parts))

    def find(self, reference: str) -> InstanceNode:
        """Return the node at a path; a missing position means the first. Raises XFormError NODE_UNKNOWN."""
        node = self.document
        for segment in reference.lstrip("/").split("/"):
            match = _SEGMENT.match(segment)
            children = [c for c in node.children if match and self.schema[c.kind].shown_name == match[1]]
            place = int(match[2] or 1) if match else 0
            if not 1 <= place <= len(children):
                raise XFormError(XFormCode.NODE_UNKNOWN, reference)
            node = children[place - 1]
        return node

    def find_repeat(self, reference: str) -> tuple[InstanceNode, int]:
        """Return the parent and the kind of a repeat. Raises XFormError NODE_UNKNOWN, NOT_A_REPEAT."""
        above, _, name = reference.rpartition("/")
        parent = self.find(above) if above else self.document
        kinds = self.schema[parent.kind].children if parent.kind >= 0 else (0,)
        for number in kinds:
            if self.schema[number].shown_name == name:
                if not self.schema[number].repeat:
                    raise XFormError(XFormCode.NOT_A_REPEAT, reference)
                return parent, number
        raise XFormError(XFormCode.NODE_UNKNOWN, reference)


def _seeds(seed: Seed) -> Iterator[Seed]:
    for child in seed.children:
        yield child
        yield from _seeds(child)


def below(node: InstanceNode) -> list[InstanceNode]:
    """Return a node's children and the attributes that the form gives values to."""
    if not node.attributes:
        return node.children
    return [*(one for one in node.attributes if isinstance(one, InstanceNode)), *node.children]


def subtree(node: InstanceNode) -> Iterator[InstanceNode]:
    """Yield a node and everything below it, bound attributes included."""
    yield node
    for child in below(node):
        yield from subtree(child)
