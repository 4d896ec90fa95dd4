"""The syntax tree of XPath 1.0: frozen values, equal when they mean the same text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

Axis = OneOf[
    "child",
    "parent",
    "self",
    "attribute",
    "descendant",
    "descendant-or-self",
    "ancestor",
    "ancestor-or-self",
    "following-sibling",
    "preceding-sibling",
    "following",
    "preceding",
    "namespace",
]
AXES: frozenset[str] = frozenset(Axis.__args__)  # type: ignore[attr-defined]
NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `name` is the local name, `*`, or a node type such as `node()`."""

    axis: Axis
    name: str
    prefix: str | None = None
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path. It starts at the root (`absolute`), at `start`'s nodes, or at the context node."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expr | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates, `(…)[1]`."""

    expr: Expr
    predicates: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` as written, with its prefix."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands: `or and = != < <= > >= + - * div mod |`."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    operand: Expr


Expr = Number | Text | Path | Filter | Call | Binary | Negate


def children(expr: Expr) -> Iterator[Expr]:
    """Yield the expressions directly inside `expr`, predicates included."""
    match expr:
        case Path(steps, _, start):
            if start is not None:
                yield start
            for step in steps:
                yield from step.predicates
        case Filter(inner, predicates):
            yield inner
            yield from predicates
        case Call(_, arguments):
            yield from arguments
        case Binary(_, left, right):
            yield left
            yield right
        case Negate(operand):
            yield operand
        case _:
            return


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield `expr` and everything inside it."""
    waiting = [expr]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += children(found)


def flat(expr: Binary) -> list[Expr]:
    """Return the operands of `a or b or c`, however many, without recursion."""
    parts: list[Expr] = []
    rest: Expr = expr
    while isinstance(rest, Binary) and rest.operator == expr.operator:
        parts.append(rest.right)
        rest = rest.left
    return [rest, *reversed(parts)]


def depth(expr: Expr) -> int:
    """Return how deep the tree is; a chain of one of `and`, `or` counts as one level."""
    deepest = 0
    waiting = [(expr, 1)]
    while waiting:
        found, level = waiting.pop()
        deepest = max(deepest, level)
        is_chain = isinstance(found, Binary) and found.operator in {"and", "or"}
        parts = flat(found) if is_chain and isinstance(found, Binary) else list(children(found))
        waiting += [(part, level + 1) for part in parts]
    return deepest
