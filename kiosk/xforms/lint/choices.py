"""Choices: those without a label, and comparisons with a value that is no choice."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.xforms.definition import Control
from kiosk.xforms.lint.form import CHOOSING, Finding, Form, instance_name


def values_that_are_no_choice(form: Form) -> Iterator[Finding]:
    """`${fruit} = 'aple'` where there is no such choice: the condition silently never holds."""
    for expression, context in form.expressions():
        for node, _, literal in form.literals(expression.tree, context):
            values = form.values(node)
            if values is not None and literal and literal not in values:
                yield Finding("error", "no-such-choice", expression.where, f"{node.path}: '{literal}'")


def choices_without_label(form: Form) -> Iterator[Finding]:
    """A choice that would be shown by its code, and a select without choices."""
    for control in form.definition.controls:
        if control.kind in CHOOSING:
            yield from _of_control(form, control)


def _of_control(form: Form, control: Control) -> Iterator[Finding]:
    node = form.definition.schema[control.schema]
    for item in control.items:
        if item.label is None or not (item.label.chunks or item.label.text_id):
            yield Finding("error", "choice-without-label", f"{node.path} item", item.value)
    if control.itemset is None and not control.items:
        yield Finding("error", "select-without-choices", node.path, "")
    if control.itemset is not None and form.values(node) is not None:
        yield from _of_list(form, control)


def _of_list(form: Form, control: Control) -> Iterator[Finding]:
    """Look at the list's rows: pyxform writes `-` or nothing where a label is missing."""
    assert control.itemset is not None  # noqa: S101 -- asked by the caller
    name = instance_name(control.itemset.nodes.tree)
    for row in form.definition.instances.rows(name or "", ("root", "item")):
        cells = row.named("label")
        if cells and cells[0].text().strip() in {"", "-"}:
            value = "".join(cell.text() for cell in row.named("name"))
            yield Finding("error", "choice-without-label", f"choices {name}", value)
