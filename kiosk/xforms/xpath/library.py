"""How a function is declared: its arguments, its result, and how a call becomes a closure.

A signature has one letter an argument: t text, n number, b boolean, s node-set, v any value; `?` after a
letter makes it optional, `*` repeats it. Functions are looked up at load: no call fails by name later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.syntax import Expr, Step
from kiosk.xforms.xpath.values import Value


class Surroundings(Protocol):
    """What an expression may ask for beyond its node."""

    now: datetime
    seed: int
    root: Element
    current: Element
    looked_at: int
    fixed: dict[tuple[str, ...], list[Element]]

    def instance(self, name: str) -> Element | None:
        """Return the `<instance>` element of a secondary instance."""
        ...

    def rows(self, name: str, path: tuple[str, ...]) -> list[Element]:
        """Return the elements at a path of a secondary instance; cached, for these never change."""
        ...

    def index(self, name: str, path: tuple[str, ...], column: str) -> dict[str, list[tuple[int, Element]]]:
        """Return the rows by the text of one child, each with its place; cached."""
        ...

    def random(self) -> float:
        """Return the session's next pseudo-random number in [0, 1)."""
        ...

    def uuid(self) -> str:
        """Return the session's next version-4 UUID."""
        ...

    def translation(self, text_id: str) -> str:
        """Return the text of an itext id in the active language."""
        ...

    def choice_label(self, path: str, value: str) -> str:
        """Return the label of a choice of the select at `path`, seen from `current`."""
        ...


Run = Callable[[Element, int, int, Any], Any]
"""`run(node, position, size, surroundings)`; typed runs return one type, others a `Value`."""


class Compiler(Protocol):
    """What a builder asks of the compiler: closures of one type."""

    def value(self, expr: Expr) -> Run: ...
    def text(self, expr: Expr) -> Run: ...
    def number(self, expr: Expr) -> Run: ...
    def boolean(self, expr: Expr) -> Run: ...
    def nodes(self, expr: Expr) -> Run: ...
    def kind(self, expr: Expr) -> str: ...
    def nodes_from(self, start: Run, steps: tuple[Step, ...]) -> Run: ...


Build = Callable[[Compiler, Sequence[Expr]], Run]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes (`most` None: any number), what it gives, how it is built."""

    least: int
    most: int | None
    result: str
    build: Build


FUNCTIONS: dict[str, Function] = {}
CONTEXTUAL: set[str] = set()
"""Functions that look at the context node even when no argument does."""


def special(name: str, least: int, most: int | None, result: str) -> Callable[[Build], Build]:
    """Declare a function that builds its closure itself."""

    def declare(build: Build) -> Build:
        FUNCTIONS[name] = Function(least, most, result, build)
        return build

    return declare


def plain(name: str, signature: str, result: str, body: Callable[..., Value]) -> None:
    """Declare a function of its arguments' values alone."""
    _declare(name, signature, result, body, surrounded=False)


def surrounded(name: str, signature: str, result: str, body: Callable[..., Value]) -> None:
    """Declare a function whose first argument is the `Surroundings`."""
    _declare(name, signature, result, body, surrounded=True)


def _declare(name: str, signature: str, result: str, body: Callable[..., Value], *, surrounded: bool) -> None:
    kinds, least, repeats = _read(signature)

    def build(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
        runs = [
            _typed(compiler, kinds[min(at, len(kinds) - 1)], argument)
            for at, argument in enumerate(arguments)
        ]
        return _call_surrounded(body, runs) if surrounded else _call(body, runs)

    FUNCTIONS[name] = Function(least, None if repeats else len(kinds), result, build)


def _read(signature: str) -> tuple[str, int, bool]:
    kinds = signature.replace("?", "").replace("*", "")
    optional = signature.count("?") + signature.count("*")
    return kinds, len(kinds) - optional, "*" in signature


def _typed(compiler: Compiler, kind: str, expr: Expr) -> Run:
    makers = {
        "t": compiler.text,
        "n": compiler.number,
        "b": compiler.boolean,
        "s": compiler.nodes,
        "v": compiler.value,
    }
    return makers[kind](expr)


def _call(body: Callable[..., Value], runs: list[Run]) -> Run:
    match runs:
        case []:
            return lambda _n, _p, _s, _e: body()
        case [one]:
            return lambda n, p, s, e: body(one(n, p, s, e))
        case [one, two]:
            return lambda n, p, s, e: body(one(n, p, s, e), two(n, p, s, e))
        case _:
            return lambda n, p, s, e: body(*[run(n, p, s, e) for run in runs])


def _call_surrounded(body: Callable[..., Value], runs: list[Run]) -> Run:
    return lambda n, p, s, e: body(e, *[run(n, p, s, e) for run in runs])
