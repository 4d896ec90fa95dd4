"""Location paths as closures over node lists. Results are in document order, without doubles.

Plain paths (`../a`, `/data/group/b`) are followed name by name; absolute ones are remembered until a repeat
changes; equality predicates on a secondary instance go through an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.library import Compiler, Run, Surroundings
from kiosk.xforms.xpath.syntax import Expr, Path, Step
from kiosk.xforms.xpath.values import Nodes, to_boolean

Resolve = Callable[[str | None, str], str]
"""Prefix and local name to the name that elements carry."""
_REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "parent"})
_LEVEL = frozenset({"child", "self", "parent", "attribute"})
MANY = 64
MAX_LOOKED_AT = 1_000_000
_SIMPLE = frozenset({"child", "self", "parent"})


def plain_way(steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]] | None:
    """Return how many levels a path climbs first, and the child steps that follow; None if it differs."""
    ups = 0
    downs: list[Step] = []
    for step in steps:
        if step.predicates or step.axis not in _SIMPLE:
            return None
        if step.axis == "child":
            if step.name == "*" or step.name.endswith(")"):
                return None
            downs.append(step)
        elif step.name != "node()":
            return None
        elif step.axis == "parent":
            if downs:
                return None
            ups += 1
    return ups, tuple(downs)


def follow(node: Element, names: tuple[str, ...]) -> Nodes:
    """Go down from one node by child names."""
    found = [node]
    for name in names:
        if len(found) == 1:
            found = found[0].named(name)
        else:
            found = [child for parent in found for child in parent.named(name)]
    return found


def absolute_run(names: tuple[str, ...]) -> Run:
    """Follow names from the root; the list is kept until the tree's shape changes."""

    def run(_n: Element, _p: int, _s: int, e: Surroundings) -> Nodes:
        found = e.fixed.get(names)
        if found is None:
            found = e.fixed[names] = follow(e.root, names)
        return found

    return run


def relative_run(ups: int, names: tuple[str, ...]) -> Run:
    """Climb, then follow names."""

    def run(n: Element, _p: int, _s: int, _e: Surroundings) -> Nodes:
        node: Element | None = n
        for _ in range(ups):
            node = node.parent if node is not None else None
        return [] if node is None else follow(node, names)

    return run


def stepped_run(path: Path, compiler: Compiler, resolve: Resolve, start: Run | None, *, level: bool) -> Run:
    """Any path: from its start, step by step. `level`: the start's nodes aren't inside one another."""
    steps: list[Callable[[Nodes, Surroundings], Nodes]] = []
    for step in path.steps:
        level = level and step.axis in _LEVEL
        steps.append(_step_run(step, compiler, resolve, level=level))
    absolute = path.absolute

    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        nodes = [e.root] if absolute else [n] if start is None else start(n, p, s, e)
        for step in steps:
            nodes = step(nodes, e)
        return nodes

    return run


def _step_run(
    step: Step, compiler: Compiler, resolve: Resolve, *, level: bool
) -> Callable[[Nodes, Surroundings], Nodes]:
    """`level`: the nodes before this step stand on one level, so that none is inside another."""
    pick = _picker(step, resolve)
    predicates = [predicate_run(predicate, compiler) for predicate in step.predicates]
    reverse = step.axis in _REVERSE

    def run(nodes: Nodes, e: Surroundings) -> Nodes:
        gathered: Nodes = []
        for node in nodes:
            found = pick(node)
            spend(e, len(found))
            for predicate in predicates:
                found = predicate(found, e)
            gathered += reversed(found) if reverse else found
        if len(nodes) > 1:
            gathered = unique(gathered)
            if not level:
                gathered = in_document_order(gathered)
        return gathered

    return run


def predicate_run(predicate: Expr, compiler: Compiler) -> Callable[[Nodes, Surroundings], Nodes]:
    """Keep the nodes for which the predicate holds, or whose place it is."""
    kind = compiler.kind(predicate)
    if kind == "number":
        return _place_filter(compiler.number(predicate))
    if kind == "any":
        return _mixed_filter(compiler.value(predicate))
    truth = compiler.boolean(predicate)

    def run(nodes: Nodes, e: Surroundings) -> Nodes:
        size = len(nodes)
        spend(e, size)
        return [node for at, node in enumerate(nodes, 1) if truth(node, at, size, e)]

    return run


def _place_filter(place: Run) -> Callable[[Nodes, Surroundings], Nodes]:
    def run(nodes: Nodes, e: Surroundings) -> Nodes:
        size = len(nodes)
        spend(e, size)
        return [node for at, node in enumerate(nodes, 1) if place(node, at, size, e) == at]

    return run


def _mixed_filter(value: Run) -> Callable[[Nodes, Surroundings], Nodes]:
    def run(nodes: Nodes, e: Surroundings) -> Nodes:
        size = len(nodes)
        spend(e, size)
        kept: Nodes = []
        for at, node in enumerate(nodes, 1):
            found = value(node, at, size, e)
            is_place = isinstance(found, float) and not isinstance(found, bool)
            if found == at if is_place else to_boolean(found):
                kept.append(node)
        return kept

    return run


def spend(e: Surroundings, nodes: int) -> None:
    """Count nodes that an expression looks at. Raises XFormError TOO_LARGE over a million."""
    e.looked_at += nodes
    if e.looked_at > MAX_LOOKED_AT:
        raise XFormError(XFormCode.TOO_LARGE, "", f"an expression that looks at {MAX_LOOKED_AT} nodes")


def unique(nodes: Nodes) -> Nodes:
    """Drop doubles, keeping the first of each."""
    return list(dict.fromkeys(nodes))


def in_document_order(nodes: Nodes) -> Nodes:
    """Sort nodes of one document; attributes stand after their element."""
    if len(nodes) < 2:  # noqa: PLR2004
        return nodes
    if len(nodes) > MANY:
        root = nodes[0].root()
        order = {node: at for at, node in enumerate(root.descendants(), 1)}
        return sorted(nodes, key=lambda node: order.get(node, 0))
    return sorted(nodes, key=Element.lineage)


def _picker(step: Step, resolve: Resolve) -> Callable[[Element], Nodes]:
    """Return the nodes of one axis that pass the name test, nearest first."""
    if step.axis == "child" and step.name != "*" and not step.name.endswith(")"):
        name = resolve(step.prefix, step.name)
        return lambda node: node.named(name)
    test = _tester(step, resolve)
    axis = _AXES[step.axis]
    return lambda node: [found for found in axis(node) if test(found)]


def _tester(step: Step, resolve: Resolve) -> Callable[[Element], bool]:
    if step.name == "node()":
        return lambda _: True
    if step.name.endswith(")"):
        return lambda _: False  # no text, comment or instruction nodes in the light tree
    if step.name == "*":
        if step.prefix is None:
            return lambda node: node.name != ""
        start = resolve(step.prefix, "")
        return lambda node: node.name.startswith(start)
    name = resolve(step.prefix, step.name)
    return lambda node: node.name == name


def _ancestors(node: Element) -> Iterator[Element]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _self_and(more: Callable[[Element], Iterator[Element]]) -> Callable[[Element], Iterator[Element]]:
    def both(node: Element) -> Iterator[Element]:
        yield node
        yield from more(node)

    return both


def _siblings(node: Element, *, after: bool) -> Iterator[Element]:
    if node.parent is None or node not in node.parent.children:
        return
    family = node.parent.children
    at = family.index(node)
    yield from family[at + 1 :] if after else reversed(family[:at])


def _following(node: Element) -> Iterator[Element]:
    for place in _self_and(_ancestors)(node):
        for sibling in _siblings(place, after=True):
            yield sibling
            yield from sibling.descendants()


def _preceding(node: Element) -> Iterator[Element]:
    for place in _self_and(_ancestors)(node):
        for sibling in _siblings(place, after=False):
            yield from reversed([sibling, *sibling.descendants()])


def _parent(node: Element) -> Iterator[Element]:
    if node.parent is not None:
        yield node.parent


_AXES: dict[str, Callable[[Element], Iterator[Element]]] = {
    "child": lambda node: iter(node.children),
    "self": lambda node: iter((node,)),
    "parent": _parent,
    "attribute": lambda node: iter(node.attributes),
    "namespace": lambda _: iter(()),
    "descendant": lambda node: node.descendants(),
    "descendant-or-self": _self_and(lambda node: node.descendants()),
    "ancestor": _ancestors,
    "ancestor-or-self": _self_and(_ancestors),
    "following-sibling": lambda node: _siblings(node, after=True),
    "preceding-sibling": lambda node: _siblings(node, after=False),
    "following": _following,
    "preceding": _preceding,
}
