"""Conditions that can never hold, and required questions behind one."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kiosk.xforms.lint.form import Finding, Form
from kiosk.xforms.xpath.syntax import Binary, Call, Expr, Negate, Number, Text, flat

_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def conditions_that_never_hold(form: Form) -> Iterator[Finding]:
    """`false()`, `1 = 2`, `x = 'a' and x = 'b'`, `x > 5 and x < 3`."""
    for rule in form.conditions():
        if rule.kind in {"relevant", "constraint"} and never_holds(form, rule.expression.tree, rule.schema):
            yield Finding("error", "never-holds", rule.expression.where, rule.expression.source[:120])


def required_but_unreachable(form: Form) -> Iterator[Finding]:
    """A required node that is never relevant, itself or a group around it."""
    never = {
        rule.schema
        for rule in form.conditions()
        if rule.kind == "relevant" and never_holds(form, rule.expression.tree, rule.schema)
    }
    for node in form.definition.schema:
        required = node.bind.required
        if required is None or required.source in {"false()", "no"}:
            continue
        kind = node.number
        while kind >= 0 and kind not in never:
            kind = form.definition.schema[kind].parent
        if kind >= 0:
            detail = form.definition.schema[kind].path
            yield Finding("error", "required-but-unreachable", required.where, detail)


def never_holds(form: Form, expr: Expr, context: int) -> bool:
    """Say whether a condition is false whatever the answers are; False when that can't be told."""
    match expr:
        case Call("false", ()):
            return True
        case Binary("or"):
            return all(never_holds(form, part, context) for part in flat(expr))
        case Binary("and"):
            parts = flat(expr)
            return any(never_holds(form, part, context) for part in parts) or _contradict(
                form, parts, context
            )
        case Binary("=", Number(one), Number(other)):
            return one != other
        case Binary("=", Text(one), Text(other)):
            return one != other
        case Binary("=") | Call("selected"):
            return _is_no_choice(form, expr, context)
        case _:
            return False


def _is_no_choice(form: Form, expr: Expr, context: int) -> bool:
    found = [(form.values(node), literal) for node, _, literal in form.literals(expr, context)]
    return any(values is not None and literal and literal not in values for values, literal in found)


def _contradict(form: Form, parts: list[Expr], context: int) -> bool:
    """Look at the bounds and the texts that one node must meet at once."""
    texts: dict[str, set[str]] = {}
    bounds: dict[str, tuple[float, float]] = {}
    for part in parts:
        if not isinstance(part, Binary):
            continue
        for node, operator, literal in form.literals(part, context):
            if operator == "=" and isinstance(part, Binary) and part.operator == "=":
                texts.setdefault(node.path, set()).add(literal)
        for path, operator, number in _bounds(form, part, context):
            low, high = bounds.get(path, (-math.inf, math.inf))
            bounds[path] = _narrow(low, high, operator, number)
    too_many = any(len(found) > 1 for found in texts.values())
    return too_many or any(low > high for low, high in bounds.values())


def _bounds(form: Form, part: Binary, context: int) -> Iterator[tuple[str, str, float]]:
    if part.operator not in _MIRROR:
        return
    for one, other, operator in (
        (part.left, part.right, part.operator),
        (part.right, part.left, _MIRROR[part.operator]),
    ):
        number = _number(other)
        node = form.node(one, context)
        if number is not None and node is not None:
            yield node.path, operator, number


def _number(expr: Expr) -> float | None:
    match expr:
        case Number(value):
            return value
        case Negate(Number(value)):
            return -value
    return None


def _narrow(low: float, high: float, operator: str, number: float) -> tuple[float, float]:
    """Narrow an interval; a strict bound counts as the next double."""
    match operator:
        case ">":
            return max(low, math.nextafter(number, math.inf)), high
        case ">=":
            return max(low, number), high
        case "<":
            return low, min(high, math.nextafter(number, -math.inf))
        case "<=":
            return low, min(high, number)
        case _:
            return max(low, number), min(high, number)
