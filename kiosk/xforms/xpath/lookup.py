"""Paths into secondary instances: `instance('wards')/root/item[district = /data/district]` through an index.

A predicate goes through the index when one side is a child of the row and the other doesn't look at the row.
"""

from __future__ import annotations

from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.library import CONTEXTUAL, Compiler, Run, Surroundings
from kiosk.xforms.xpath.paths import Resolve, plain_way, predicate_run
from kiosk.xforms.xpath.syntax import Binary, Call, Expr, Filter, Negate, Path, Step, Text, flat, walk
from kiosk.xforms.xpath.values import Nodes, compare


def rows_run(path: Path, compiler: Compiler, resolve: Resolve) -> Run | None:
    """Return the fast closure of a path of this form, None when the path is another."""
    match path:
        case Path(steps, False, Call("instance", (Text(name),))) if steps:
            pass
        case _:
            return None
    at = next((place for place, step in enumerate(path.steps) if step.predicates), len(path.steps) - 1)
    head = (*path.steps[:at], _without_predicates(path.steps[at]))
    way = plain_way(head)
    if way is None or way[0]:
        return None
    names = tuple(resolve(step.prefix, step.name) for step in way[1])
    rows = _filtered_rows(name, names, path.steps[at].predicates, compiler, resolve)
    tail = path.steps[at + 1 :]
    return rows if not tail else compiler.nodes_from(rows, tail)


def _without_predicates(step: Step) -> Step:
    return Step(step.axis, step.name, step.prefix)


def _filtered_rows(
    name: str, names: tuple[str, ...], predicates: tuple[Expr, ...], compiler: Compiler, resolve: Resolve
) -> Run:
    found: Run = lambda _n, _p, _s, e: e.rows(name, names)  # noqa: E731
    rest = list(predicates)
    if predicates:
        equal, others = _split(predicates[0], resolve)
        if equal is not None:
            column, key = equal
            found = _indexed(name, names, column, compiler.value(key))
            rest = [*others, *predicates[1:]]
    filters = [predicate_run(predicate, compiler) for predicate in rest]
    if not filters:
        return found

    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        rows: Nodes = found(n, p, s, e)
        for keep in filters:
            rows = keep(rows, e)
        return rows

    return run


def _indexed(name: str, names: tuple[str, ...], column: str, key: Run) -> Run:
    def run(n: Element, p: int, s: int, e: Surroundings) -> Nodes:
        value = key(n, p, s, e)
        if isinstance(value, str):
            same: Nodes = [row for _, row in e.index(name, names, column).get(value, [])]
            return same
        if isinstance(value, list):
            index = e.index(name, names, column)
            places = {at: row for text in {one.text() for one in value} for at, row in index.get(text, [])}
            return [places[at] for at in sorted(places)]
        return _scan(e.rows(name, names), column, value, e)

    return run


def _scan(rows: Nodes, column: str, value: float | bool, e: Surroundings) -> Nodes:  # noqa: FBT001 -- a value
    zone = e.now.tzinfo
    assert zone is not None  # noqa: S101 -- a session's clock is aware
    return [row for row in rows if compare("=", row.named(column), value, zone)]


def _split(predicate: Expr, resolve: Resolve) -> tuple[tuple[str, Expr] | None, list[Expr]]:
    """Return one `column = key` of a conjunction, and the other conditions."""
    parts = _conjuncts(predicate)
    for at, part in enumerate(parts):
        equal = _column_and_key(part, resolve)
        if equal is not None:
            others = parts[:at] + parts[at + 1 :]
            if any(_looks_at_place(other) for other in others):
                return None, []
            return equal, others
    return None, []


def _conjuncts(expr: Expr) -> list[Expr]:
    return flat(expr) if isinstance(expr, Binary) and expr.operator == "and" else [expr]


def _column_and_key(expr: Expr, resolve: Resolve) -> tuple[str, Expr] | None:
    match expr:
        case Binary("=", left, right):
            for column, key in ((left, right), (right, left)):
                name = _column(column, resolve)
                if name is not None and is_independent(key):
                    return name, key
    return None


def _column(expr: Expr, resolve: Resolve) -> str | None:
    if not isinstance(expr, Path) or expr.absolute or expr.start is not None:
        return None
    way = plain_way(expr.steps)
    if way is None or way[0] or len(way[1]) != 1:
        return None
    return resolve(way[1][0].prefix, way[1][0].name)


def is_independent(expr: Expr) -> bool:
    """Say whether an expression gives the same whatever its context node and place are."""
    match expr:
        case Path(_, absolute, start):
            return absolute or (start is not None and is_independent(start))
        case Filter(inner, _):
            return is_independent(inner)
        case Call(name, arguments):
            if name in {"random", "uuid", "once", "jr:choice-name"} or (name in CONTEXTUAL and not arguments):
                return False
            return all(is_independent(argument) for argument in arguments)
        case Binary():
            return all(is_independent(part) for part in flat(expr))
        case Negate(operand):
            return is_independent(operand)
        case _:
            return True


def _looks_at_place(expr: Expr) -> bool:
    return any(isinstance(part, Call) and part.name in {"position", "last"} for part in walk(expr))
