"""Booleans and choices between values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.xforms.xpath.library import Compiler, Run, Surroundings, plain, special, surrounded
from kiosk.xforms.xpath.syntax import Expr
from kiosk.xforms.xpath.values import Value, to_boolean, to_number

plain("true", "", "boolean", lambda: True)
plain("false", "", "boolean", lambda: False)
plain("boolean", "b", "boolean", lambda value: value)
plain("not", "b", "boolean", lambda value: not value)
plain("boolean-from-string", "t", "boolean", lambda text: text in {"1", "true"})
plain("coalesce", "tt", "text", lambda one, other: one or other)


@special("if", 3, 3, "any")
def build_if(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`if(condition, then, else)`: only the branch taken is evaluated."""
    condition = compiler.boolean(arguments[0])
    then, otherwise = compiler.value(arguments[1]), compiler.value(arguments[2])
    return lambda n, p, s, e: then(n, p, s, e) if condition(n, p, s, e) else otherwise(n, p, s, e)


@special("once", 1, 1, "text")
def build_once(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`once(x)`: the node's own value, or x while it has none."""
    text = compiler.text(arguments[0])
    return lambda n, p, s, e: n.text() or text(n, p, s, e)


def _checklist(least: float, most: float, *answers: Value) -> bool:
    yes = sum(1 for answer in answers for one in _each(answer) if to_boolean(one))
    return _between(yes, least, most)


def _weighted_checklist(around: Surroundings, least: float, most: float, *pairs: Value) -> bool:
    zone = around.now.tzinfo
    assert zone is not None  # noqa: S101 -- a session's clock is aware
    total = 0.0
    for answer, weight in zip(pairs[::2], pairs[1::2], strict=False):
        for one, heavy in zip(_each(answer), _each(weight), strict=False):
            total += to_number(heavy, zone) if to_boolean(one) else 0.0
    return _between(total, least, most)


def _each(value: Value) -> list[Value]:
    """A node counts as yes when it holds something."""
    if isinstance(value, list):
        return [node.text().strip() for node in value]
    return [value]


def _between(total: float, least: float, most: float) -> bool:
    return least <= total <= (math.inf if most == -1 else most)


plain("checklist", "nnv*", "boolean", _checklist)
surrounded("weighted-checklist", "nnv*", "boolean", _weighted_checklist)
