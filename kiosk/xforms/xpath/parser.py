"""Tokens to syntax tree: operators by precedence (XPath 1.0, 3.5).

Nothing is looked up here: unknown functions and references are found by `compiler` and `reads`.
"""

from __future__ import annotations

from typing import cast

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.xpath.lexer import Token, tokenise
from kiosk.xforms.xpath.syntax import (
    AXES,
    NODE_TYPES,
    Axis,
    Binary,
    Call,
    Expr,
    Filter,
    Negate,
    Number,
    Path,
    Step,
    Text,
    depth,
)

MAX_DEPTH = 40
MAX_TREE_DEPTH = 120
_PRECEDENCE = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
}
_OPERATING = frozenset({"symbol", "operator"})
_ANY_NODE = Step("descendant-or-self", "node()")


def parse(source: str) -> Expr:
    """Return the tree of an expression. Raises XFormError XPATH_SYNTAX, TOO_LARGE (nested over 40 deep)."""
    parser = _Parser(source)
    expr = parser.binary(0)
    if parser.token.kind != "end":
        raise parser.error()
    if depth(expr) > MAX_TREE_DEPTH:
        raise XFormError(XFormCode.TOO_LARGE, source[:60], "nested too deep")
    return expr


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokenise(source)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def error(self) -> XFormError:
        found = self.token.text or "end of expression"
        return XFormError(XFormCode.XPATH_SYNTAX, self.source, f"character {self.token.at + 1}: {found}")

    def take(self, text: str) -> bool:
        token = self.tokens[self.at]
        if token.text == text and token.kind in _OPERATING:
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.take(text):
            raise self.error()

    # -- operators --------------------------------------------------------------------------------------

    def binary(self, least: int) -> Expr:
        """Read operands as long as the operators between them bind at least as tightly as `least`."""
        left = self.unary()
        while True:
            token = self.tokens[self.at]
            level = _PRECEDENCE.get(token.text, 0) if token.kind in _OPERATING else 0
            if level < least or not level:
                return left
            self.at += 1
            left = Binary(token.text, left, self.binary(level + 1))

    def unary(self) -> Expr:
        minuses = 0
        while self.take("-"):
            minuses += 1
        expr = self.union()
        for _ in range(minuses):
            expr = Negate(expr)
        return expr

    def union(self) -> Expr:
        left = self.path()
        while self.take("|"):
            left = Binary("|", left, self.path())
        return left

    # -- paths ------------------------------------------------------------------------------------------

    def path(self) -> Expr:
        if self.token.text in {"/", "//"} and self.token.kind == "symbol":
            return self.absolute()
        if not self.starts_primary():
            return Path(tuple(self.steps()))
        expr = self.primary()
        predicates = self.predicates()
        if predicates:
            expr = Filter(expr, predicates)
        if self.token.text not in {"/", "//"} or self.token.kind != "symbol":
            return expr
        return Path(tuple(self.more_steps()), start=expr)

    def absolute(self) -> Path:
        if self.token.text == "/":
            following = self.tokens[self.at + 1]
            if following.kind != "name" and following.text not in {"@", ".", ".."}:
                self.at += 1
                return Path((), absolute=True)
        return Path(tuple(self.more_steps()), absolute=True)

    def steps(self) -> list[Step]:
        return [self.step(), *self.more_steps()]

    def more_steps(self) -> list[Step]:
        steps: list[Step] = []
        while self.token.kind == "symbol" and self.token.text in {"/", "//"}:
            if self.token.text == "//":
                steps.append(_ANY_NODE)
            self.at += 1
            steps.append(self.step())
        return steps

    def step(self) -> Step:
        if self.take("."):
            return Step("self", "node()", predicates=self.predicates())
        if self.take(".."):
            return Step("parent", "node()", predicates=self.predicates())
        axis: Axis = "child"
        if self.take("@"):
            axis = "attribute"
        elif self.token.text in AXES and self.tokens[self.at + 1].text == "::":
            axis = cast("Axis", self.token.text)
            self.at += 2
        prefix, name = self.node_test()
        return Step(axis, name, prefix, self.predicates())

    def node_test(self) -> tuple[str | None, str]:
        if self.token.kind != "name":
            raise self.error()
        name = self.token.text
        self.at += 1
        if name in NODE_TYPES and self.take("("):
            if name == "processing-instruction" and self.token.kind == "text":
                self.at += 1
            self.need(")")
            return None, f"{name}()"
        prefix, colon, local = name.partition(":")
        return (prefix, local) if colon else (None, name)

    def predicates(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while self.take("["):
            found.append(self.nested())
            self.need("]")
        return tuple(found)

    # -- primaries --------------------------------------------------------------------------------------

    def starts_primary(self) -> bool:
        token = self.token
        if token.kind in {"number", "text"} or (token.kind == "symbol" and token.text == "("):
            return True
        is_call = token.kind == "name" and self.tokens[self.at + 1].text == "("
        return is_call and token.text not in NODE_TYPES

    def primary(self) -> Expr:
        token = self.token
        self.at += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.text == "(":
            expr = self.nested()
            self.need(")")
            return expr
        return self.call(token.text)

    def call(self, name: str) -> Call:
        self.need("(")
        arguments: list[Expr] = []
        if not self.take(")"):
            arguments.append(self.nested())
            while self.take(","):
                arguments.append(self.nested())
            self.need(")")
        return Call(name, tuple(arguments))

    def nested(self) -> Expr:
        """Parse what stands in brackets; depth is bounded so that no form can exhaust the stack."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise XFormError(XFormCode.TOO_LARGE, self.source[:60], "nested too deep")
        expr = self.binary(0)
        self.depth -= 1
        return expr
