"""The choices of a select, and what they leave of an answer: a value that is no choice now isn't seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from kiosk.xforms.definition import Control, Expression, FormDefinition, Itemset, Words
from kiosk.xforms.instance import InstanceNode
from kiosk.xforms.nodes import Element

_CHOOSING = frozenset({"select_one", "select_many", "rank"})


class Evaluator(Protocol):
    """What gives values to expressions."""

    def evaluate(self, expression: Expression, kind: str, node: Element) -> Any: ...


class Choices:
    """Finds the choices of the form's selects."""

    def __init__(self, definition: FormDefinition, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.controls: dict[int, Control] = {
            control.schema: control for control in definition.controls if control.kind in _CHOOSING
        }
        self._static = {
            kind: tuple(item.value for item in control.items)
            for kind, control in self.controls.items()
            if control.itemset is None
        }

    def values(self, node: InstanceNode) -> tuple[str, ...]:
        """Return the values that can be chosen now, in order, without doubles."""
        static = self._static.get(node.kind)
        if static is not None:
            return static
        control = self.controls.get(node.kind)
        if control is None or control.itemset is None:
            return ()
        return tuple(dict.fromkeys(value for value, _ in self._rows(control.itemset, node)))

    def _rows(self, itemset: Itemset, node: InstanceNode) -> list[tuple[str, Element]]:
        rows = self.evaluator.evaluate(itemset.nodes, "nodes", node)
        return [(str(self.evaluator.evaluate(itemset.value, "text", row)), row) for row in rows]

    def labelled(
        self, node: InstanceNode, render: Callable[[Words | None, Element], str]
    ) -> tuple[tuple[str, str], ...]:
        """Return value and label of each choice; a choice without label shows its value."""
        return tuple((value, label or value) for value, label in self.named(node, render))

    def named(
        self, node: InstanceNode, render: Callable[[Words | None, Element], str]
    ) -> tuple[tuple[str, str], ...]:
        """Return value and label of each choice, the label as it stands: an empty one is empty."""
        control = self.controls.get(node.kind)
        if control is None:
            return ()
        if control.itemset is None:
            return tuple((item.value, render(item.label, node)) for item in control.items)
        label = control.itemset.label
        return tuple((value, render(label, row)) for value, row in self._rows(control.itemset, node))

    def shown(self, node: InstanceNode) -> str:
        """Return what is seen of a relevant node's stored text."""
        control = self.controls.get(node.kind)
        if control is None or not node.stored:
            return node.stored
        allowed = self.values(node)
        if control.kind == "select_one":
            return node.stored if node.stored in allowed else ""
        kept = [value for value in node.stored.split() if value in allowed]
        if control.kind == "rank":
            kept = list(dict.fromkeys([*kept, *allowed]))
        return " ".join(kept)
