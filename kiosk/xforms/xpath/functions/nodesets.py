"""Node-sets: counting, positions, instances, repeats (specification, "Node-set Functions")."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.library import CONTEXTUAL, Compiler, Run, Surroundings, plain, special, surrounded
from kiosk.xforms.xpath.shuffle import shuffled
from kiosk.xforms.xpath.syntax import Expr, Path, Step
from kiosk.xforms.xpath.values import Nodes, to_number, to_text

_SELF = Path((Step("self", "node()"),))


@special("last", 0, 0, "number")
def build_last(_compiler: Compiler, _arguments: Sequence[Expr]) -> Run:
    """`last()`."""
    return lambda _n, _p, size, _e: float(size)


@special("position", 0, 1, "number")
def build_position(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`position()`, or the place of a node among its siblings of the same name."""
    if not arguments:
        return lambda _n, position, _s, _e: float(position)
    nodes = compiler.nodes(arguments[0])

    def run(n: Element, p: int, s: int, e: Surroundings) -> float:
        found = nodes(n, p, s, e)
        return place_of(found[0]) if found else float("nan")

    return run


def place_of(node: Element) -> float:
    """Return the 1-based place among siblings of the same name."""
    if node.parent is None:
        return 1.0
    family = node.parent.named(node.name)
    return float(family.index(node) + 1) if node in family else 1.0


@special("current", 0, 0, "nodes")
def build_current(_compiler: Compiler, _arguments: Sequence[Expr]) -> Run:
    """`current()`: the node whose bind or question holds the expression."""
    return lambda _n, _p, _s, e: [e.current]


@special("instance", 1, 1, "nodes")
def build_instance(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`instance(id)`."""
    name = compiler.text(arguments[0])

    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        found = e.instance(name(n, p, s, e))
        return [] if found is None else [found]

    return run


@special("randomize", 1, 2, "nodes")
def build_randomize(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`randomize(nodes, seed)`: shuffled as every ODK client shuffles with that seed."""
    nodes = compiler.nodes(arguments[0])
    seed = compiler.value(arguments[1]) if len(arguments) > 1 else None

    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        found = nodes(n, p, s, e)
        if seed is None:
            return shuffled(found, float(e.seed), "")  # one order a session: a redrawn screen keeps it
        value = seed(n, p, s, e)
        zone = e.now.tzinfo
        assert zone is not None  # noqa: S101 -- a session's clock is aware
        return shuffled(found, to_number(value, zone), to_text(value))

    return run


@special("indexed-repeat", 3, 7, "nodes")
def build_indexed_repeat(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`indexed-repeat(node, repeat, index, …)`: the node inside the repeat instances with these places."""
    if len(arguments) % 2 == 0:
        raise XFormError(XFormCode.FUNCTION_ARGUMENTS, "indexed-repeat", "a repeat without its index")
    target = compiler.nodes(arguments[0])
    pairs = [
        (compiler.nodes(arguments[at]), compiler.number(arguments[at + 1]))
        for at in range(1, len(arguments), 2)
    ]

    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        within: Element | None = None
        for repeats, number in pairs:
            index = number(n, p, s, e)
            family = [node for node in repeats(n, p, s, e) if within is None or _is_inside(node, within)]
            if not 1 <= index <= len(family) or index != int(index):
                return []
            within = family[int(index) - 1]
        return [node for node in target(n, p, s, e) if within is not None and _is_inside(node, within)]

    return run


def _is_inside(node: Element, ancestor: Element) -> bool:
    step: Element | None = node
    while step is not None:
        if step is ancestor:
            return True
        step = step.parent
    return False


def _pulldata(around: Surroundings, name: str, wanted: str, column: str, key: str) -> str:
    for _, row in around.index(name, ("root", "item"), column).get(key, []):
        cells = row.named(wanted)
        return cells[0].text() if cells else ""
    return ""


def _named(nodes: Nodes, *, local: bool) -> str:
    if not nodes:
        return ""
    name = nodes[0].name.rpartition("}")[2]
    prefix = nodes[0].prefix
    return name if local or not prefix else f"{prefix}:{name}"


def _own(name: str, body: object) -> None:
    def build(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
        nodes = compiler.nodes(arguments[0] if arguments else _SELF)
        assert callable(body)  # noqa: S101 -- see below
        return lambda n, p, s, e: body(nodes(n, p, s, e))

    special(name, 0, 1, "text")(build)
    CONTEXTUAL.add(name)


def _identified(around: Surroundings, value: object) -> Nodes:
    wanted = set(str(value).split())
    every = around.root.descendants()
    return [node for node in every if any(a.name == "id" and a.value in wanted for a in node.attributes)]


def _has_language(around: Surroundings, language: str) -> bool:
    del around, language  # an instance carries no xml:lang
    return False


_own("local-name", lambda nodes: _named(nodes, local=True))
_own("name", lambda nodes: _named(nodes, local=False))
_own("namespace-uri", lambda nodes: nodes[0].name.rpartition("}")[0].lstrip("{") if nodes else "")
plain("count", "s", "number", lambda nodes: float(len(nodes)))
plain("count-non-empty", "s", "number", lambda nodes: float(sum(1 for node in nodes if node.text() != "")))
surrounded("pulldata", "tttt", "text", _pulldata)
surrounded("id", "t", "nodes", _identified)
surrounded("lang", "t", "boolean", _has_language)
CONTEXTUAL.update({"position", "last", "once"})
