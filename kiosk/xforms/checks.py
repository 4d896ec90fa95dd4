"""Required, read-only and constraint: looked up when asked for, kept until an answer touches them."""

from __future__ import annotations

from typing import Literal

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.instance import InstanceNode
from kiosk.xforms.recalculation import Recalculation

Violation = tuple[str, Literal["required", "constraint"]]


class Checks:
    """The marked rules of one instance."""

    def __init__(self, definition: FormDefinition, rules: Recalculation) -> None:
        self.definition = definition
        self.rules = rules
        self._checked = _checked_kinds(definition)

    def is_required(self, node: InstanceNode) -> bool:
        """Say whether a node must hold something."""
        if node.required is None:
            node.required = self.rules.holds(node, "required", default=False)
        return node.required

    def is_satisfied(self, node: InstanceNode) -> bool:
        """Say whether a node's constraint holds; it isn't asked of a blank one."""
        if node.satisfied is None:
            node.satisfied = self.rules.holds(node, "constraint", default=True)
        return node.satisfied

    def is_readonly(self, node: InstanceNode) -> bool:
        """Say whether a node or a group around it is read-only."""
        step: InstanceNode | None = node
        while step is not None and step.kind >= 0:
            if step.readonly is None:
                step.readonly = self.rules.holds(step, "readonly", default=False)
            if step.readonly:
                return True
            step = step.parent
        return False

    def violations(self) -> list[Violation]:
        """Return what is missing or wrong among relevant nodes, in document order."""
        found: list[Violation] = []
        self._collect(self.rules.instance.root, found)
        return found

    def _collect(self, node: InstanceNode, found: list[Violation]) -> None:
        for child in node.children:
            if not child.relevant or child.kind not in self._checked:
                continue
            if child.children:
                self._collect(child, found)
            elif child.value:
                if not self.is_satisfied(child):
                    found.append((self.rules.instance.reference(child), "constraint"))
            elif self.is_required(child):
                found.append((self.rules.instance.reference(child), "required"))


def _checked_kinds(definition: FormDefinition) -> frozenset[int]:
    """Return the kinds that have something to check, or something to check below them."""
    found: set[int] = set()
    for rule in definition.rules:
        if rule.kind in {"required", "constraint"}:
            kind = rule.schema
            while kind >= 0:
                found.add(kind)
                kind = definition.schema[kind].parent
    return frozenset(found)
