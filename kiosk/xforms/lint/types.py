"""Texts compared with numbers, and numbers with texts that are none."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kiosk.xforms.codecs import number_in
from kiosk.xforms.definition import SchemaNode
from kiosk.xforms.lint.form import Finding, Form
from kiosk.xforms.xpath.syntax import Binary, Expr, Number, walk

_NUMERIC = frozenset({"int", "decimal"})
_ORDERS = frozenset({"<", "<=", ">", ">="})


def numbers_against_texts(form: Form) -> Iterator[Finding]:
    """A text question ordered against a number, or a number question against a text that is none."""
    for expression, context in form.expressions():
        for part in walk(expression.tree):
            match part:
                case Binary(operator, left, right) if operator in _ORDERS:
                    yield from _ordered(form, expression.where, context, (left, right))
        for node, operator, literal in form.literals(expression.tree, context):
            if node.bind.datatype in _NUMERIC and literal and math.isnan(number_in(literal)):
                detail = f"{node.path} {operator} '{literal}'"
                yield Finding("error", "number-against-text", expression.where, detail)


def _ordered(form: Form, where: str, context: int, sides: tuple[Expr, Expr]) -> Iterator[Finding]:
    for one, other in (sides, sides[::-1]):
        node = form.node(one, context)
        if isinstance(other, Number) and node is not None and _is_text(form, node):
            yield Finding("warning", "text-against-number", where, node.path)


def _is_text(form: Form, node: SchemaNode) -> bool:
    """A text that people type; a calculation or a choice may well be a number."""
    control = form.control(node)
    typed = control is not None and control.kind == "input"
    return typed and node.bind.datatype == "string" and node.bind.calculate is None
