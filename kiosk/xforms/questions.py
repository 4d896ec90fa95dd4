"""The relevant questions of a session as values for a screen, in the order of the form's body."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.xforms.checks import Checks
from kiosk.xforms.definition import Control, FormDefinition
from kiosk.xforms.instance import InstanceNode
from kiosk.xforms.question import Question
from kiosk.xforms.recalculation import Recalculation
from kiosk.xforms.wording import Wording

_LAST = 10**9


class Questions:
    """Finds and describes questions."""

    def __init__(
        self, definition: FormDefinition, rules: Recalculation, checks: Checks, wording: Wording
    ) -> None:
        self.definition = definition
        self.rules = rules
        self.checks = checks
        self.wording = wording
        self._first = _first_controls(definition)

    def relevant(self) -> tuple[Question, ...]:
        """Return the relevant questions; those of a repeat stand together, instance by instance."""
        found = sorted(self._below(self.rules.instance.root), key=lambda pair: self._place(pair[0]))
        return tuple(self.describe(node, control) for node, control in found)

    def _below(self, node: InstanceNode) -> Iterator[tuple[InstanceNode, Control]]:
        for child in node.children:
            if child.relevant:
                number = self.definition.schema[child.kind].control
                if number is not None:
                    yield child, self.definition.controls[number]
                yield from self._below(child)

    def _place(self, node: InstanceNode) -> tuple[int, ...]:
        place: list[int] = []
        step: InstanceNode | None = node
        while step is not None and step.kind >= 0:
            kind = self.definition.schema[step.kind]
            if kind.control is not None:
                place.append(kind.control)
            if kind.repeat and step.parent is not None:
                place.append(self.rules.instance.family(step.parent, step.kind).index(step))
                place.append(self._first[step.kind])
            step = step.parent
        return tuple(reversed(place))

    def describe(self, node: InstanceNode, control: Control) -> Question:
        """Return one question."""
        bind, render = self.definition.schema[node.kind].bind, self.wording.render
        media = {form: render(control.label, node, form) for form in ("image", "audio", "video")}
        return Question(
            ref=self.rules.instance.reference(node),
            kind=control.kind,
            datatype=bind.datatype,
            label=render(control.label, node),
            hint=render(control.hint, node),
            guidance=render(control.hint, node, "guidance"),
            value=node.value,
            required=self.checks.is_required(node),
            readonly=control.kind == "note" or self.checks.is_readonly(node),
            appearance=control.appearance,
            choices=self.rules.choices.labelled(node, render),
            required_message=render(bind.required_message, node),
            constraint_message=render(bind.constraint_message, node),
            sections=self._sections(control.section, node),
            repeats=self._repeats(node),
            bounds=control.bounds,
            binds=bind.extra,
            attributes=control.attributes,
            media={form: found for form, found in media.items() if found},
        )

    def _sections(self, section: int, node: InstanceNode) -> tuple[str, ...]:
        labels: list[str] = []
        while section >= 0:
            found = self.definition.sections[section]
            labels.append(self.wording.render(found.label, self._seen_from(found.schema, node)))
            section = found.parent
        return tuple(label for label in reversed(labels) if label)

    def _seen_from(self, schema: int | None, node: InstanceNode) -> InstanceNode:
        """A group's label is seen from the group."""
        step: InstanceNode | None = node
        while step is not None:
            if step.kind == schema:
                return step
            step = step.parent
        return self.rules.instance.root

    def _repeats(self, node: InstanceNode) -> tuple[str, ...]:
        found: list[str] = []
        step: InstanceNode | None = node
        while step is not None and step.kind >= 0:
            if self.definition.schema[step.kind].repeat:
                found.append(self.rules.instance.reference(step))
            step = step.parent
        return tuple(reversed(found))


def _first_controls(definition: FormDefinition) -> list[int]:
    """Return the first control in each kind of node: a repeat stands where its first question does."""
    first = [node.control if node.control is not None else _LAST for node in definition.schema]
    for node in reversed(definition.schema):
        if node.parent >= 0:
            first[node.parent] = min(first[node.parent], first[node.number])
    return first
