"""Which papers a dossier needs, given what the form's answers say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kiosk.core.procedures import Component, PaperKind, Procedure

Evaluate = Callable[[str], bool]
"""Says whether an XPath condition holds over the form's present answers."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One component as it stands for this dossier."""

    component: Component
    needed: bool


def components_for(procedure: Procedure, evaluate: Evaluate) -> tuple[Needed, ...]:
    """Return every component in the procedure's order, saying which this dossier needs.

    `evaluate` may raise what its engine raises for a broken expression; packages are checked when made.
    """
    return tuple(Needed(c, needed=not c.when or evaluate(c.when)) for c in procedure.components)


def needed_scans(procedure: Procedure, evaluate: Evaluate) -> tuple[Component, ...]:
    """Return the papers that this dossier needs and that can be scanned here, in order."""
    return tuple(
        n.component
        for n in components_for(procedure, evaluate)
        if n.needed and n.component.kind is PaperKind.SCAN
    )


def still_to_bring(
    procedure: Procedure, evaluate: Evaluate, attached: Collection[str]
) -> tuple[Component, ...]:
    """Return the papers that must still come to the counter; `attached` holds the keys scanned here.

    A paper with `original_at_counter` stays on the list after it was scanned. Optional ones never are.
    """
    return tuple(
        n.component
        for n in components_for(procedure, evaluate)
        if n.needed and not n.component.optional and _to_bring(n.component, attached)
    )


def _to_bring(component: Component, attached: Collection[str]) -> bool:
    if component.kind is PaperKind.COUNTER:
        return True
    if component.kind is not PaperKind.SCAN:
        return False
    return component.original_at_counter or component.key not in attached
