"""Keeping an instance consistent: an answer touches the rules that read it, and those only.

Rules wait in a heap by rank and are evaluated once each, dependencies first. Required, read-only and
constraint are only marked: they are looked up when somebody asks.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from kiosk.xforms.choices import Choices
from kiosk.xforms.codecs import normalise
from kiosk.xforms.definition import Expression, FormDefinition, Rule
from kiosk.xforms.environment import Environment
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.instance import MAX_INSTANCES, Instance, InstanceNode, below, subtree
from kiosk.xforms.nodes import Element
from kiosk.xforms.xpath.syntax import Expr

_MARKED = {"required", "readonly", "constraint"}
MAX_TURNS = 20_000
MAX_REGROWTHS = 60


class Recalculation:
    """The rules of a form at work on one instance."""

    def __init__(self, definition: FormDefinition, instance: Instance, environment: Environment) -> None:
        self.definition = definition
        self.instance = instance
        self.environment = environment
        self.rules = definition.rules
        self.choices = Choices(definition, self)
        self.on_change: Callable[[InstanceNode], None] = lambda _: None
        self.on_add: Callable[[InstanceNode], None] = lambda _: None
        self._readers: dict[int, list[tuple[int, int]]] = {}
        self._own: dict[int, dict[str, int]] = {}
        self._heap: list[tuple[int, int]] = []
        self._waiting: dict[int, dict[InstanceNode, None]] = {}
        self._grown: dict[InstanceNode, int] = {}
        for number, rule in enumerate(self.rules):
            self._own.setdefault(rule.schema, {})[rule.kind] = number
            for read in rule.reads:
                self._readers.setdefault(read.schema, []).append((number, read.anchor))

    # -- evaluation -------------------------------------------------------------------------------------

    def run(self, source: str, tree: Expr, kind: str, node: Element) -> Any:
        """Evaluate a tree on a node as `value`, `text`, `number`, `boolean` or `nodes`."""
        compiled = self.definition.compiler.compiled(source, tree, kind)
        before, self.environment.current = self.environment.current, node
        if before is self.instance.document:  # the outermost expression
            self.environment.looked_at = 0
        try:
            return compiled(node, 1, 1, self.environment)
        finally:
            self.environment.current = before

    def evaluate(self, expression: Expression, kind: str, node: Element) -> Any:
        """Evaluate on a node. Raises XFormError with the expression's place."""
        try:
            return self.run(expression.source, expression.tree, kind, node)
        except XFormError as error:
            raise XFormError(error.code, expression.where, error.detail) from error

    def rule(self, node: InstanceNode, kind: str) -> Rule | None:
        """Return the rule of a kind on a node."""
        number = self._own.get(node.kind, {}).get(kind)
        return None if number is None else self.rules[number]

    def holds(self, node: InstanceNode, kind: str, default: bool) -> bool:  # noqa: FBT001 -- a value
        """Evaluate a marked rule."""
        rule = self.rule(node, kind)
        return default if rule is None else bool(self.evaluate(rule.expression, "boolean", node))

    # -- changes ----------------------------------------------------------------------------------------

    def begin(self, nodes: list[InstanceNode]) -> None:
        """Put every rule of new nodes on the heap, with what they show settled first."""
        for node in nodes:
            if not node.children:
                node.value = self.choices.shown(node) if node.relevant else ""
            for number in self._own.get(node.kind, {}).values():
                if self.rules[number].kind != "count":
                    self._schedule(number, node)
            for kind in self.definition.schema[node.kind].children:
                number = self._own.get(kind, {}).get("count", -1)
                if number >= 0:
                    self._schedule(number, node)

    def store(self, node: InstanceNode, text: str) -> None:
        """Give a node its text."""
        if text != node.stored:
            node.stored = text
            self.show(node)

    def show(self, node: InstanceNode) -> None:
        """Bring what others see of a node up to date, and touch its readers when it changed."""
        value = self.choices.shown(node) if node.relevant else ""
        if value != node.value:
            node.value = value
            self.touch(node)
            self.on_change(node)

    def touch(self, node: InstanceNode) -> None:
        """Schedule the rules that read a node."""
        for number, anchor in self._readers.get(node.kind, ()):
            for target in self._targets(number, anchor, node):
                self._schedule(number, target)

    def reshaped(self, parent: InstanceNode, kind: int) -> None:
        """Schedule what reads a repeat or anything in it, after an instance came or went."""
        self.environment.fixed.clear()
        inside = [kind, *self._below(kind)]
        for read in inside:
            for number, anchor in self._readers.get(read, ()):
                if anchor in inside:
                    targets = self.instance.targets(self.rules[number].schema, parent) if read == kind else []
                else:
                    targets = self._targets(number, anchor, parent)
                for target in targets:
                    self._schedule(number, target)

    def _below(self, kind: int) -> list[int]:
        schema = self.definition.schema
        parts = (*schema[kind].bound, *schema[kind].children)
        return [part for child in parts for part in (child, *self._below(child))]

    def _targets(self, number: int, anchor: int, node: InstanceNode) -> list[InstanceNode]:
        rule = self.rules[number]
        kind = rule.schema
        if rule.kind == "count":
            kind = self.definition.schema[kind].parent
        single = self.instance.singles.get(kind)
        if single is not None:
            return [single]
        place = node
        while place.kind > anchor and place.parent is not None:
            place = place.parent
        if place.kind > kind:
            place = self.instance.root
        return self.instance.targets(kind, place)

    def _schedule(self, number: int, node: InstanceNode) -> None:
        rule = self.rules[number]
        if rule.kind in _MARKED:
            if rule.kind == "required":
                node.required = None
            elif rule.kind == "readonly":
                node.readonly = None
            else:
                node.satisfied = None
            return
        waiting = self._waiting.get(number)
        if waiting is None:
            self._waiting[number] = {node: None}
            heapq.heappush(self._heap, (rule.rank, number))
        else:
            waiting[node] = None

    def settle(self) -> None:
        """Evaluate until nothing waits. Raises XFormError CYCLE when repeats chase each other for ever."""
        turns = 0
        self._grown.clear()
        while self._heap:
            turns += 1
            if turns > MAX_TURNS:
                raise self._endless("")
            _, number = heapq.heappop(self._heap)
            rule = self.rules[number]
            apply = self._APPLY[rule.kind]
            for node in self._waiting.pop(number):
                if node.parent is not None:
                    apply(self, rule, node)
                    self._forget_self(number, node)

    def _endless(self, where: str) -> XFormError:
        self._heap.clear()
        self._waiting.clear()
        return XFormError(XFormCode.CYCLE, where, "repeat instances that never settle")

    def _forget_self(self, number: int, node: InstanceNode) -> None:
        """A rule that reads its own node isn't started again by its own result."""
        waiting = self._waiting.get(number)
        if waiting is not None and node in waiting:
            del waiting[node]

    # -- rules ------------------------------------------------------------------------------------------

    def _calculate(self, rule: Rule, node: InstanceNode) -> None:
        if not node.relevant:
            return
        text = self.evaluate(rule.expression, "text", node)
        result = normalise(self.definition.schema[node.kind].bind.datatype, str(text))
        if result != node.calculated:
            node.calculated = result
            self.store(node, result)

    def _relevant(self, rule: Rule, node: InstanceNode) -> None:
        own = bool(self.evaluate(rule.expression, "boolean", node))
        if own != node.own_relevant:
            node.own_relevant = own
            self._spread(node)

    def _spread(self, node: InstanceNode) -> None:
        """Carry relevance down; what becomes relevant is calculated anew, and its old answer is back."""
        relevant = node.own_relevant and (node.parent is None or node.parent.relevant)
        if relevant == node.relevant:
            return
        node.relevant = relevant
        for child in below(node):
            self._spread(child)
        if not node.children:
            self.show(node)
            number = self._own.get(node.kind, {}).get("calculate")
            if relevant and number is not None:
                node.calculated = None
                self._schedule(number, node)

    def _count(self, rule: Rule, parent: InstanceNode) -> None:
        place = Element(self.definition.schema[rule.schema].name, parent)
        number = self.evaluate(rule.expression, "number", place)
        if number != number:  # noqa: PLR0124 -- blank: wait for a number
            return
        if number > MAX_INSTANCES:
            raise XFormError(XFormCode.TOO_LARGE, rule.expression.where, "repeat instances")
        self._grown[parent] = self._grown.get(parent, 0) + 1
        if self._grown[parent] > MAX_REGROWTHS:
            raise self._endless(rule.expression.where)
        wanted = max(0, int(number))
        while len(self.instance.family(parent, rule.schema)) < wanted:
            self.add(parent, rule.schema)
        while len(family := self.instance.family(parent, rule.schema)) > wanted:
            self.remove(family[-1])

    def _choices(self, _rule: Rule, node: InstanceNode) -> None:
        if node.stored:
            self.show(node)

    _APPLY = {  # noqa: RUF012 -- a table
        "calculate": _calculate,
        "relevant": _relevant,
        "count": _count,
        "choices": _choices,
    }

    # -- repeats ----------------------------------------------------------------------------------------

    def add(self, parent: InstanceNode, kind: int) -> InstanceNode:
        """Add a repeat instance at the end; `settle` follows."""
        node = self.instance.add(parent, kind)
        self.begin(list(subtree(node)))
        self.reshaped(parent, kind)
        self.on_add(node)
        return node

    def remove(self, node: InstanceNode) -> None:
        """Take a repeat instance away; `settle` follows."""
        parent = node.parent
        assert parent is not None  # noqa: S101 -- the document is no repeat
        parent.drop(node)
        node.parent = None
        self.reshaped(parent, node.kind)
