"""Expressions of a form: parsed and compiled once each, so that what is wrong is known at load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.xforms.definition import Expression
from kiosk.xforms.errors import XFormError
from kiosk.xforms.reading.document import clean
from kiosk.xforms.xpath.compiler import ExpressionCompiler
from kiosk.xforms.xpath.parser import parse
from kiosk.xforms.xpath.syntax import Expr


class ExpressionReader:
    """Reads expressions, keeping the tree of each distinct text."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.compiler = ExpressionCompiler(namespaces)
        self._trees: dict[str, Expr] = {}
        self.warnings: list[XFormError] = []

    def warn(self, found: Iterable[XFormError]) -> None:
        """Note what is likely wrong but doesn't keep the form from running."""
        self.warnings += found

    def read(self, source: str, where: str) -> Expression:
        """Return the expression. Raises XFormError with `where`, and what `parse` and the compiler raise."""
        text = clean(source).strip()
        try:
            if text not in self._trees:
                tree = parse(text)
                self.compiler.value(tree)
                self._trees[text] = tree
        except XFormError as error:
            detail = f"{text[:120]} ({error.where[:60]} {error.detail})".strip()
            raise XFormError(error.code, where, detail) from error
        return Expression(text, self._trees[text], where)

    def maybe(self, source: str | None, where: str) -> Expression | None:
        """Return the expression of an attribute that may be missing or blank."""
        return self.read(source, where) if source is not None and source.strip() else None
