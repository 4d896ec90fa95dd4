"""Events: first load, a new repeat instance, a changed value; and the `setvalue` actions they start."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.xforms.codecs import normalise
from kiosk.xforms.definition import Action, FormDefinition
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.instance import InstanceNode, subtree
from kiosk.xforms.recalculation import Recalculation
from kiosk.xforms.xpath.dates import show_moment

FIRST_LOAD = frozenset({"odk-instance-first-load", "xforms-ready"})
EVERY_LOAD = frozenset({"odk-instance-load"})
MAX_ACTIONS = 10_000


class Events:
    """Runs a form's actions. Changed values wait until the rules have settled."""

    def __init__(
        self, definition: FormDefinition, rules: Recalculation, properties: Mapping[str, str], location: str
    ) -> None:
        self.definition = definition
        self.rules = rules
        self.properties = properties
        self.location = location
        self.listening = False
        self._changed: list[InstanceNode] = []
        self._on_change: dict[int, list[Action]] = {}
        for action in definition.actions:
            if "xforms-value-changed" in action.events and action.source is not None:
                self._on_change.setdefault(action.source, []).append(action)
        rules.on_change = self._note_change
        rules.on_add = self._new_repeat

    def load(self, *, first: bool) -> None:
        """Fill preloads and run the actions of the first load, or of every load."""
        self._preload(first=first)
        events = EVERY_LOAD | FIRST_LOAD if first else EVERY_LOAD
        for action in sorted(self.definition.actions, key=lambda one: one.target):
            if action.events & events:
                for node in self.rules.instance.all_of(action.target):
                    self._run(action, node)
                self.rules.settle()  # the next action in document order sees what this one has changed

    def settle(self) -> None:
        """Settle rules and changed values in turn until both are quiet."""
        self.rules.settle()
        turns = 0
        while self._changed:
            turns += 1
            if turns > MAX_ACTIONS:
                self._changed.clear()
                raise XFormError(XFormCode.CYCLE, "", "setvalue actions that never settle")
            node = self._changed.pop(0)
            for action in self._on_change[node.kind]:
                for target in self._near(action.target, node):
                    self._run(action, target)
            self.rules.settle()

    def finish(self) -> None:
        """Fill the preloads of the end (`timestamp end`)."""
        for node in self._preloaded():
            if self.definition.schema[node.kind].bind.preload == ("timestamp", "end"):
                self.rules.store(node, show_moment(self.rules.environment.now))
        self.settle()

    # -- inside -----------------------------------------------------------------------------------------

    def _note_change(self, node: InstanceNode) -> None:
        if self.listening and node.kind in self._on_change:
            self._changed.append(node)

    def _new_repeat(self, added: InstanceNode) -> None:
        """Give new nodes their first values; that isn't a change of value."""
        if not self.listening:
            return
        inside = list(subtree(added))
        self.listening = False
        for action in self.definition.actions:
            for node in inside if "odk-new-repeat" in action.events else ():
                if node.kind == action.target:
                    self._run(action, node)
        self.listening = True

    def _run(self, action: Action, node: InstanceNode) -> None:
        if not node.relevant or node.children:
            return
        value = self.location if action.located else ""
        if action.value is not None:
            value = str(self.rules.evaluate(action.value, "text", node))
        self.rules.store(node, normalise(self.definition.schema[node.kind].bind.datatype, value))

    def _near(self, target: int, source: InstanceNode) -> list[InstanceNode]:
        """Return the targets in the innermost repeat instance that both share."""
        schema = self.definition.schema
        above: set[int] = set()
        kind = target
        while kind >= 0:
            above.add(kind)
            kind = schema[kind].parent
        place: InstanceNode = source
        while place.kind not in above and place.parent is not None:
            place = place.parent
        return self.rules.instance.targets(target, place)

    def _preloaded(self) -> list[InstanceNode]:
        kinds = [node.number for node in self.definition.schema if node.bind.preload is not None]
        return [node for kind in kinds for node in self.rules.instance.all_of(kind)]

    def _preload(self, *, first: bool) -> None:
        for node in self._preloaded():
            kind = self.definition.schema[node.kind]
            preload, parameter = kind.bind.preload or ("", "")
            if preload == "uid":
                if not node.stored or first:
                    self.rules.store(node, f"uuid:{self.rules.environment.uuid()}")
            elif first:
                value = self._value(preload, parameter)
                if value:
                    self.rules.store(node, normalise(kind.bind.datatype, value))

    def _value(self, preload: str, parameter: str) -> str:
        now = self.rules.environment.now
        if preload == "timestamp":
            return "" if parameter == "end" else show_moment(now)
        if preload == "date":
            return now.date().isoformat()
        return self.properties.get(parameter, "") if preload == "property" else ""
