"""Syntax tree to closures, one a result type, so that a comparison with a text never makes a node list twice.

Every function and prefix is looked up here, at load: what compiles runs.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath import functions as _declared  # noqa: F401 -- declares ODK's functions
from kiosk.xforms.xpath.library import FUNCTIONS, Run, Surroundings
from kiosk.xforms.xpath.lookup import rows_run
from kiosk.xforms.xpath.operators import arithmetic_run, comparison_run, negate_run
from kiosk.xforms.xpath.paths import (
    absolute_run,
    in_document_order,
    plain_way,
    predicate_run,
    relative_run,
    stepped_run,
    unique,
)
from kiosk.xforms.xpath.syntax import Binary, Call, Expr, Filter, Negate, Number, Path, Step, Text, flat
from kiosk.xforms.xpath.values import Nodes, number_of_text, to_boolean, to_number, to_text

XFORMS = "http://www.w3.org/2002/xforms"
WELL_KNOWN: Mapping[str, str] = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "ev": "http://www.w3.org/2001/xml-events",
    "h": "http://www.w3.org/1999/xhtml",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "xf": XFORMS,
    "entities": "http://www.opendatakit.org/xforms/entities",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_BOOLEAN_OPERATORS = frozenset({"and", "or", "=", "!=", "<", "<=", ">", ">="})


class ExpressionCompiler:
    """Compiles expressions of one form, whose namespace prefixes it knows."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = {**WELL_KNOWN, **namespaces}
        self._compiled: dict[tuple[str, str], Run] = {}

    def compiled(self, source: str, tree: Expr, kind: str) -> Run:
        """Return the closure of a type (`value`, `text`, `number`, `boolean`, `nodes`), made once."""
        key = (source, kind)
        if key not in self._compiled:
            self._compiled[key] = getattr(self, kind)(tree)
        return self._compiled[key]

    def resolve(self, prefix: str | None, name: str) -> str:
        """Return the name that elements carry. Raises XFormError PREFIX_UNKNOWN."""
        if prefix is None:
            return name
        if prefix not in self.namespaces:
            raise XFormError(XFormCode.PREFIX_UNKNOWN, f"{prefix}:{name}", prefix)
        uri = self.namespaces[prefix]
        return name if uri == XFORMS else f"{{{uri}}}{name}"

    def kind(self, expr: Expr) -> str:
        """Return nodes, text, number, boolean, or any (an `if` or a date)."""
        match expr:
            case Path() | Filter() | Binary("|"):
                return "nodes"
            case Text():
                return "text"
            case Number() | Negate():
                return "number"
            case Call(name, _):
                return FUNCTIONS[name].result if name in FUNCTIONS else "any"
            case Binary(operator, _, _):
                return "boolean" if operator in _BOOLEAN_OPERATORS else "number"

    # -- one compilation a type -------------------------------------------------------------------------

    def value(self, expr: Expr) -> Run:
        """Return the closure that gives the expression's own type."""
        match expr:
            case Number(value):
                return _constant(value)
            case Text(text):
                return _constant(text)
            case Call():
                return self._call(expr)
            case Negate(operand):
                return negate_run(self.number(operand))
            case Binary("or" | "and" as operator, _, _):
                return self._connective(operator, expr)
            case Binary("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, left, right):
                return comparison_run(operator, left, right, self)
            case Binary("+" | "-" | "*" | "div" | "mod" as operator, left, right):
                return arithmetic_run(operator, self.number(left), self.number(right))
            case _:
                return self.nodes(expr)

    def text(self, expr: Expr) -> Run:
        """Return the closure that gives a string."""
        kind = self.kind(expr)
        if kind == "text":
            return self.value(expr)
        if kind == "nodes":
            nodes = self.nodes(expr)

            def first(n: Element, p: int, s: int, e: Surroundings) -> str:
                found = nodes(n, p, s, e)
                return found[0].text() if found else ""

            return first
        value = self.value(expr)
        return lambda n, p, s, e: to_text(value(n, p, s, e))

    def number(self, expr: Expr) -> Run:
        """Return the closure that gives a number."""
        kind = self.kind(expr)
        if kind == "number":
            return self.value(expr)
        if kind in {"nodes", "text"}:
            text = self.text(expr)
            return lambda n, p, s, e: number_of_text(text(n, p, s, e), e.now.tzinfo)
        value = self.value(expr)
        return lambda n, p, s, e: to_number(value(n, p, s, e), e.now.tzinfo)

    def boolean(self, expr: Expr) -> Run:
        """Return the closure that gives a boolean."""
        value = self.value(expr)
        if self.kind(expr) == "boolean":
            return value
        return lambda n, p, s, e: to_boolean(value(n, p, s, e))

    def nodes(self, expr: Expr) -> Run:
        """Return the closure that gives a node-set. Raises XFormError TYPE_WRONG for what gives none."""
        match expr:
            case Path():
                return self._path(expr)
            case Filter(inner, predicates):
                return self._filter(inner, predicates)
            case Binary("|", left, right):
                one, other = self.nodes(left), self.nodes(right)
                return lambda n, p, s, e: in_document_order(unique([*one(n, p, s, e), *other(n, p, s, e)]))
            case Call() if self.kind(expr) in {"nodes", "any"}:
                return _checked_nodes(self.value(expr), expr.name)
            case _:
                raise XFormError(XFormCode.TYPE_WRONG, str(expr)[:80], "nodes are wanted here")

    def nodes_from(self, start: Run, steps: tuple[Step, ...]) -> Run:
        """Return the closure that goes on by steps from `start`, whose nodes stand on one level."""
        return stepped_run(Path(steps), self, self.resolve, start, level=True)

    # -- parts ------------------------------------------------------------------------------------------

    def _path(self, path: Path) -> Run:
        rows = rows_run(path, self, self.resolve)
        if rows is not None:
            return rows
        way = plain_way(path.steps)
        if way is not None and path.start is None:
            names = tuple(self.resolve(step.prefix, step.name) for step in way[1])
            if not path.absolute:
                return relative_run(way[0], names)
            if not way[0]:
                return absolute_run(names)
        start = None if path.start is None else self.nodes(path.start)
        level = path.start is None or isinstance(path.start, Call)
        return stepped_run(path, self, self.resolve, start, level=level)

    def _filter(self, inner: Expr, predicates: tuple[Expr, ...]) -> Run:
        nodes = self.nodes(inner)
        filters = [predicate_run(predicate, self) for predicate in predicates]

        def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
            found: Nodes = nodes(n, p, s, e)
            for keep in filters:
                found = keep(found, e)
            return found

        return run

    def _connective(self, operator: str, expr: Binary) -> Run:
        runs = [self.boolean(part) for part in flat(expr)]
        if len(runs) == 2:  # noqa: PLR2004
            one, two = runs
            if operator == "and":
                return lambda n, p, s, e: one(n, p, s, e) and two(n, p, s, e)
            return lambda n, p, s, e: one(n, p, s, e) or two(n, p, s, e)
        if operator == "and":
            return lambda n, p, s, e: all(run(n, p, s, e) for run in runs)
        return lambda n, p, s, e: any(run(n, p, s, e) for run in runs)

    def _call(self, call: Call) -> Run:
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise XFormError(XFormCode.FUNCTION_UNKNOWN, call.name)
        count = len(call.arguments)
        if count < function.least or (function.most is not None and count > function.most):
            most = "any number" if function.most is None else str(function.most)
            raise XFormError(
                XFormCode.FUNCTION_ARGUMENTS, call.name, f"{count} given, {function.least} to {most} taken"
            )
        return function.build(self, call.arguments)


def _constant(value: str | float) -> Run:
    return lambda _n, _p, _s, _e: value


def _checked_nodes(value: Run, name: str) -> Run:
    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        found = value(n, p, s, e)
        if not isinstance(found, list):
            raise XFormError(XFormCode.TYPE_WRONG, name, "nodes are wanted here")
        nodes: Nodes = found
        return nodes

    return run
