"""XPath text to tokens, with the standard's rules for `*`, `and`, `or`, `div`, `mod` (XPath 1.0, 3.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.xforms.errors import XFormCode, XFormError

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\r\n]+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<symbol>::|\.\.|//|<=|>=|!=|[()\[\].@,/|+\-=<>*$])
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    """,
    re.VERBOSE,
)
_WORD_OPERATORS = frozenset({"and", "or", "div", "mod"})
_OPERAND_MUST_FOLLOW = frozenset(
    {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
)
MAX_LENGTH = 200_000


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, text, name, symbol, operator or end; `at` counts characters from 0."""

    kind: str
    text: str
    at: int


def tokenise(source: str) -> list[Token]:
    """Return the tokens of `source`, ended by one of kind `end`.

    Raises XFormError XPATH_SYNTAX, TOO_LARGE (more than 200,000 characters).
    """
    if len(source) > MAX_LENGTH:
        raise XFormError(XFormCode.TOO_LARGE, source[:60], "expression")
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise XFormError(XFormCode.XPATH_SYNTAX, source, f"character {at + 1}: {source[at]!r}")
        kind = match.lastgroup or "symbol"
        if kind != "space":
            tokens.append(Token(_kind(kind, match.group(), tokens), match.group(), at))
        at = match.end()
    tokens.append(Token("end", "", at))
    return tokens


def _kind(kind: str, text: str, before: list[Token]) -> str:
    """Tell an operator from a name or a wildcard by what stands before it."""
    if kind == "name":
        operator_place = text in _WORD_OPERATORS and _operand_ended(before)
        return "operator" if operator_place else "name"
    if kind == "symbol" and text == "*":
        return "operator" if _operand_ended(before) else "name"
    return kind


def _operand_ended(before: list[Token]) -> bool:
    if not before:
        return False
    last = before[-1]
    if last.kind in {"text", "number"}:
        return True
    return last.kind != "operator" and last.text not in _OPERAND_MUST_FOLLOW
