"""Which nodes an expression looks at, by kind: its tree is followed over the schema, not over an instance.

Each read carries its anchor: the deepest node that both the reader's and the read node surely lie under, so
that an answer in one repeat instance touches that instance only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kiosk.xforms.definition import SchemaNode
from kiosk.xforms.xpath.library import CONTEXTUAL
from kiosk.xforms.xpath.parser import parse
from kiosk.xforms.xpath.syntax import Binary, Call, Expr, Filter, Negate, Path, Step, Text, flat

Place = tuple[int, int]
"""A kind of node, and how far up the path has been on its way there (its apex)."""
Places = frozenset[Place]
ROOT = -1
"""The document node, above the root element."""
SECONDARY = -2
"""Somewhere in a secondary instance."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression reads (kind, anchor), and the paths that lead to no node."""

    reads: frozenset[Place]
    unknown: tuple[str, ...]


class Reader:
    """Follows expressions over one schema. `resolve` turns a written name into an element's name."""

    def __init__(self, schema: tuple[SchemaNode, ...], resolve: Callable[[str | None, str], str]) -> None:
        self.schema = schema
        self.resolve = resolve
        self._below = _descendants(schema)
        self._named: list[dict[str, tuple[int, ...]]] = [_by_name(schema, node) for node in schema]

    def read(self, expr: Expr, context: int) -> Reading:
        """Return what `expr` reads on a node of kind `context`."""
        visit = _Visit(self, context)
        start: Places = frozenset({(context, context)})
        visit.use(visit.follow(expr, start))
        return Reading(
            frozenset((kind, self.anchor(apex)) for kind, apex in visit.used), tuple(visit.unknown)
        )

    def kinds(self, expr: Expr, context: int) -> frozenset[int]:
        """Return the kinds of node that a path leads to."""
        places = _Visit(self, context).follow(expr, frozenset({(context, context)}))
        return frozenset(kind for kind, _ in places if kind >= 0)

    def anchor(self, apex: int) -> int:
        """Return the repeat that holds the apex, or the root element."""
        while apex > 0 and not self.schema[apex].repeat:
            apex = self.schema[apex].parent
        return max(apex, 0)

    def below(self, kind: int) -> tuple[int, ...]:
        """Return every kind under a kind, without itself."""
        return self._below[kind]

    def is_above(self, ancestor: int, kind: int) -> bool:
        """Say whether `ancestor` is `kind` or above it."""
        while kind > ancestor:
            kind = self.schema[kind].parent
        return kind == ancestor

    def parent(self, place: Place) -> Place:
        """Climb: the apex moves up with the path when the path is at it."""
        kind, apex = place
        above = ROOT if kind <= 0 else self.schema[kind].parent
        return above, above if apex == ROOT or self.is_above(kind, apex) else apex

    def named(self, kind: int, name: str) -> tuple[int, ...]:
        """Return the kinds of a name right under a kind."""
        if kind == ROOT:
            return (0,) if self.schema[0].name == name else ()
        return self._named[kind].get(name, ())

    def children(self, kind: int) -> tuple[int, ...]:
        """Return the kinds right under a kind."""
        return (0,) if kind == ROOT else self.schema[kind].children


def _descendants(schema: tuple[SchemaNode, ...]) -> list[tuple[int, ...]]:
    below: list[tuple[int, ...]] = [()] * len(schema)
    for node in reversed(schema):
        below[node.number] = tuple(kind for child in node.children for kind in (child, *below[child]))
    return below


def _by_name(schema: tuple[SchemaNode, ...], node: SchemaNode) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for child in node.children:
        found[schema[child].name] = (*found.get(schema[child].name, ()), child)
    return found


class _Visit:
    """One expression's visit: what has been used, what led nowhere."""

    def __init__(self, reader: Reader, context: int) -> None:
        self.reader = reader
        self.context = context
        self.used: set[Place] = set()
        self.unknown: list[str] = []

    def use(self, places: Iterable[Place]) -> None:
        """The text is looked at: of a group, that of everything in it."""
        for kind, apex in places:
            if kind >= 0:
                self.used.add((kind, apex))
                self.used.update((below, apex) for below in self.reader.below(kind))

    def use_shape(self, places: Iterable[Place]) -> None:
        """Only how many there are, and where, is looked at."""
        self.used.update(place for place in places if place[0] >= 0)

    def follow(self, expr: Expr, at: Places) -> Places:
        """Return where the expression's node-set lies; what only gives values is used on the way."""
        match expr:
            case Path():
                return self.path(expr, at)
            case Filter(inner, predicates):
                found = self.follow(inner, at)
                self.predicates(predicates, found)
                return found
            case Binary("|", left, right):
                return self.follow(left, at) | self.follow(right, at)
            case Binary():
                for part in flat(expr):
                    self.use(self.follow(part, at))
            case Negate(operand):
                self.use(self.follow(operand, at))
            case Call():
                return self.call(expr, at)
            case _:
                pass
        return frozenset()

    def call(self, call: Call, at: Places) -> Places:
        match call.name, call.arguments:
            case "current", ():
                return frozenset({(self.context, self.context)})
            case "instance", (argument,):
                self.use(self.follow(argument, at))
                return frozenset({(SECONDARY, SECONDARY)})
            case ("if", (condition, then, otherwise)):
                self.use(self.follow(condition, at))
                return self.follow(then, at) | self.follow(otherwise, at)
            case ("randomize", (nodes, *rest)):
                for argument in rest:
                    self.use(self.follow(argument, at))
                return self.follow(nodes, at)
            case ("indexed-repeat", (target, *rest)):
                for place, argument in enumerate(rest):
                    (self.use_shape if place % 2 == 0 else self.use)(self.follow(argument, at))
                return self.follow(target, at)
            case ("jr:choice-name", (value, Text(path))):
                self.use(self.follow(value, at))
                self.use(self.follow(parse(path), frozenset({(self.context, self.context)})))
            case ("position" | "count" | "last", arguments):
                for argument in arguments:
                    self.use_shape(self.follow(argument, at))
                if not arguments:
                    self.use_shape(at)
            case _:
                for argument in call.arguments:
                    self.use(self.follow(argument, at))
                if call.name in CONTEXTUAL and (not call.arguments or call.name == "once"):
                    self.use(at)
        return frozenset()

    def path(self, path: Path, at: Places) -> Places:
        if path.absolute:
            at = frozenset({(ROOT, ROOT)})
        elif path.start is not None:
            at = self.follow(path.start, at)
        for step in path.steps:
            found = self.step(step, at)
            if at and not found and _is_named(step):
                self.unknown.append(shown(path))
            at = found
            self.predicates(step.predicates, at)
        return at

    def predicates(self, predicates: tuple[Expr, ...], at: Places) -> None:
        """A predicate reads the family that it filters, too: positions move when it does."""
        for predicate in predicates:
            self.use_shape(at)
            self.use(self.follow(predicate, at))

    def step(self, step: Step, at: Places) -> Places:
        if (SECONDARY, SECONDARY) in at:
            return frozenset({(SECONDARY, SECONDARY)})
        if step.axis == "child" and step.name != "*" and not step.name.endswith(")"):
            name = self.reader.resolve(step.prefix, step.name)
            return frozenset((child, apex) for kind, apex in at for child in self.reader.named(kind, name))
        found = {place for start in at for place in self.axis(step, start)}
        if step.name.endswith(")") or step.name == "*":
            return frozenset(found)
        name = self.reader.resolve(step.prefix, step.name)
        return frozenset(
            place for place in found if place[0] >= 0 and self.reader.schema[place[0]].name == name
        )

    def axis(self, step: Step, place: Place) -> Iterable[Place]:
        reader = self.reader
        kind, apex = place
        match step.axis:
            case "child":
                return [(child, apex) for child in reader.children(kind)]
            case "self":
                return [place]
            case "attribute":
                return [(number, apex) for number in reader.schema[kind].bound] if kind >= 0 else []
            case "parent":
                return [reader.parent(place)] if kind != ROOT else []
            case "descendant" | "descendant-or-self":
                own = [place] if step.axis == "descendant-or-self" else []
                below = range(len(reader.schema)) if kind == ROOT else reader.below(kind)
                return [*own, *((child, apex) for child in below)]
            case "ancestor" | "ancestor-or-self":
                return self.upwards(step, place)
            case _:
                return [(other, ROOT) for other in range(len(reader.schema))]

    def upwards(self, step: Step, place: Place) -> list[Place]:
        found = [place] if step.axis == "ancestor-or-self" else []
        while place[0] != ROOT:
            place = self.reader.parent(place)
            found.append(place)
        return found


def shown(path: Path) -> str:
    """Return a path as people write it, predicates as `[…]`."""
    names = {"parent": "..", "self": "."}
    parts = [names.get(step.axis, step.name) + "[…]" * len(step.predicates) for step in path.steps]
    return ("/" if path.absolute else "…/" if path.start is not None else "") + "/".join(parts)


def _is_named(step: Step) -> bool:
    return step.axis != "attribute" and step.name != "*" and not step.name.endswith(")")
