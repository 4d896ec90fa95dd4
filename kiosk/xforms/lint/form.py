"""A form as rules look at it: expressions with their nodes, and what paths inside them lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kiosk.xforms.definition import Control, Expression, FormDefinition, Rule, SchemaNode
from kiosk.xforms.reads import Reader
from kiosk.xforms.xpath.syntax import Binary, Call, Expr, Path, Text, walk

CHOOSING = frozenset({"select_one", "select_many", "rank"})


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a node's path and the attribute: `/data/age constraint`. `detail` quotes the form."""

    severity: Literal["error", "warning"]
    code: str
    where: str
    detail: str


class Form:
    """A definition with the questions that rules ask of it."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.reader = Reader(definition.schema, definition.compiler.resolve)

    def conditions(self) -> Iterator[Rule]:
        """Yield the expressions that must be true or false."""
        kinds = {"relevant", "constraint", "required", "readonly"}
        yield from (rule for rule in self.definition.rules if rule.kind in kinds)

    def expressions(self) -> Iterator[tuple[Expression, int]]:
        """Yield every expression of binds and itemsets with its kind of node."""
        yield from ((rule.expression, rule.schema) for rule in self.definition.rules)

    def node(self, expr: Expr, context: int) -> SchemaNode | None:
        """Return the one kind of node that a path leads to; None for anything else."""
        if not isinstance(expr, Path):
            return None
        kinds = self.reader.kinds(expr, context)
        return self.definition.schema[next(iter(kinds))] if len(kinds) == 1 else None

    def control(self, node: SchemaNode) -> Control | None:
        """Return the question of a node."""
        return None if node.control is None else self.definition.controls[node.control]

    def values(self, node: SchemaNode) -> frozenset[str] | None:
        """Return every value that a select could ever hold; None when that can't be told."""
        control = self.control(node)
        if control is None or control.kind not in CHOOSING:
            return None
        if control.itemset is None:
            return frozenset(item.value for item in control.items)
        name = instance_name(control.itemset.nodes.tree)
        match control.itemset.value.tree:
            case Path((step,), False, None) if name is not None:
                rows = self.definition.instances.rows(name, ("root", "item"))
                texts = [cell.text() for row in rows for cell in row.named(step.name)]
                return frozenset(texts) if texts else None
        return None

    def literals(self, expr: Expr, context: int) -> Iterator[tuple[SchemaNode, str, str]]:
        """Yield (node, operator, literal) for each comparison of a node with a text."""
        for part in walk(expr):
            match part:
                case Binary("=" | "!=" as operator, left, right):
                    for one, other in ((left, right), (right, left)):
                        if isinstance(other, Text) and (node := self.node(one, context)) is not None:
                            yield node, operator, other.value
                case Call("selected", (one, Text(value))):
                    if (node := self.node(one, context)) is not None:
                        yield node, "selected", value
                case _:
                    pass


def instance_name(expr: Expr) -> str | None:
    """Return the list that an itemset is taken from."""
    for part in walk(expr):
        match part:
            case Call("instance", (Text(name),)):
                return name
    return None
