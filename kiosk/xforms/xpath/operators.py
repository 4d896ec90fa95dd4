"""Comparisons and arithmetic as closures, with short ways for what forms do most."""

from __future__ import annotations

import math

from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.library import Compiler, Run, Surroundings
from kiosk.xforms.xpath.syntax import Expr, Text
from kiosk.xforms.xpath.values import NAN, compare


def comparison_run(operator: str, left: Expr, right: Expr, compiler: Compiler) -> Run:
    """Compare two expressions."""
    if operator in {"=", "!="} and isinstance(left, Text) and not isinstance(right, Text):
        left, right = right, left
    if operator in {"=", "!="} and isinstance(right, Text) and compiler.kind(left) in {"nodes", "text"}:
        return _with_literal(operator, left, right.value, compiler)
    if compiler.kind(left) == "number" and compiler.kind(right) == "number":
        return _numbers(operator, compiler.number(left), compiler.number(right))
    one, other = compiler.value(left), compiler.value(right)
    return lambda n, p, s, e: compare(operator, one(n, p, s, e), other(n, p, s, e), e.now.tzinfo)


def _with_literal(operator: str, left: Expr, literal: str, compiler: Compiler) -> Run:
    same = operator == "="
    if compiler.kind(left) == "text":
        text = compiler.text(left)
        return lambda n, p, s, e: (text(n, p, s, e) == literal) == same
    nodes = compiler.nodes(left)

    def run(n: Element, p: int, s: int, e: Surroundings) -> bool:
        found = nodes(n, p, s, e)
        if len(found) == 1:
            return bool((found[0].text() == literal) == same)
        return any((node.text() == literal) == same for node in found)

    return run


def _numbers(operator: str, one: Run, other: Run) -> Run:
    match operator:
        case "=":
            return lambda n, p, s, e: one(n, p, s, e) == other(n, p, s, e)
        case "!=":
            return lambda n, p, s, e: one(n, p, s, e) != other(n, p, s, e)
        case "<":
            return lambda n, p, s, e: one(n, p, s, e) < other(n, p, s, e)
        case "<=":
            return lambda n, p, s, e: one(n, p, s, e) <= other(n, p, s, e)
        case ">":
            return lambda n, p, s, e: one(n, p, s, e) > other(n, p, s, e)
        case _:
            return lambda n, p, s, e: one(n, p, s, e) >= other(n, p, s, e)


def arithmetic_run(operator: str, one: Run, other: Run) -> Run:
    """Calculate with IEEE 754 doubles (XPath 1.0, 3.5): division by zero gives an infinity or NaN."""
    match operator:
        case "+":
            return lambda n, p, s, e: float(one(n, p, s, e)) + float(other(n, p, s, e))
        case "-":
            return lambda n, p, s, e: float(one(n, p, s, e)) - float(other(n, p, s, e))
        case "*":
            return lambda n, p, s, e: float(one(n, p, s, e)) * float(other(n, p, s, e))
        case "div":
            return lambda n, p, s, e: _divide(one(n, p, s, e), other(n, p, s, e))
        case _:
            return lambda n, p, s, e: _remainder(one(n, p, s, e), other(n, p, s, e))


def negate_run(operand: Run) -> Run:
    """Unary minus."""
    return lambda n, p, s, e: -float(operand(n, p, s, e))


def _divide(one: float, other: float) -> float:
    if other:
        return float(one) / float(other)
    if one == 0 or math.isnan(one):
        return NAN
    return math.copysign(math.inf, one) * math.copysign(1.0, other)


def _remainder(one: float, other: float) -> float:
    if math.isinf(one) or other == 0 or math.isnan(one) or math.isnan(other):
        return NAN
    return math.fmod(one, other)
