"""What a form's author gets wrong, found in the definition. Each rule is a function from `Form` to findings.

It knows no sheet and no language of people: a finding has a code and the node's path and attribute; the
command line turns them into sheet, row, column and words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.lint.choices import choices_without_label, values_that_are_no_choice
from kiosk.xforms.lint.conditions import conditions_that_never_hold, required_but_unreachable
from kiosk.xforms.lint.form import Finding, Form
from kiosk.xforms.lint.types import numbers_against_texts
from kiosk.xforms.lint.words import (
    constraints_without_message,
    labels_too_long,
    missing_languages,
    questions_without_label,
)

RULES: tuple[Callable[[Form], Iterator[Finding]], ...] = (
    numbers_against_texts,
    values_that_are_no_choice,
    conditions_that_never_hold,
    required_but_unreachable,
    choices_without_label,
    questions_without_label,
    missing_languages,
    labels_too_long,
    constraints_without_message,
)


def lint(definition: FormDefinition) -> tuple[Finding, ...]:
    """Return every finding once, in the order of rules and nodes."""
    form = Form(definition)
    warned = [Finding("error", error.code.value, error.where, error.detail) for error in definition.warnings]
    return tuple(dict.fromkeys([*warned, *(found for rule in RULES for found in rule(form))]))


__all__ = ["Finding", "lint"]
