"""A session's answers as plain lists for JSON, and back: answers that aren't relevant now are kept too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.instance import Instance, InstanceNode

VERSION = 1


def take(
    definition: FormDefinition, instance: Instance, *, drawn: int, language: str | None
) -> dict[str, Any]:
    """Return the snapshot. It holds answers: encrypt it before it goes to disk."""
    return {
        "version": VERSION,
        "form": definition.content_hash,
        "drawn": drawn,
        "language": language,
        "root": _save(definition, instance, instance.root),
    }


def _save(definition: FormDefinition, instance: Instance, node: InstanceNode) -> Any:
    """A leaf is its text and last calculation (1: the same); a group its families. Both end in attributes."""
    kind = definition.schema[node.kind]
    attributes = [one.stored for one in node.attributes if isinstance(one, InstanceNode)]
    if not kind.children:
        return [node.stored, 1 if node.calculated == node.stored else node.calculated, attributes]
    families = [
        [_save(definition, instance, one) for one in instance.family(node, child)] for child in kind.children
    ]
    return [families, attributes]


def put(definition: FormDefinition, instance: Instance, state: Mapping[str, Any]) -> None:
    """Fill a fresh instance from a snapshot. Raises XFormError STATE_FOREIGN (another form or version)."""
    if state.get("version") != VERSION or state.get("form") != definition.content_hash:
        raise XFormError(XFormCode.STATE_FOREIGN, definition.form_id)
    try:
        int(state["drawn"]), state["language"]
        _load(definition, instance, instance.root, state["root"])
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise XFormError(XFormCode.STATE_FOREIGN, definition.form_id, "damaged") from error


def _load(definition: FormDefinition, instance: Instance, node: InstanceNode, saved: Any) -> None:
    kind = definition.schema[node.kind]
    own = [one for one in node.attributes if isinstance(one, InstanceNode)]
    for attribute, text in zip(own, saved[-1], strict=True):
        attribute.stored = str(text)
    if not kind.children:
        node.stored = str(saved[0])
        if saved[1] is not None:
            node.calculated = node.stored if saved[1] == 1 else str(saved[1])
        return
    for child, ones in zip(kind.children, saved[0], strict=True):
        family = instance.family(node, child)
        for extra in family[len(ones) :]:
            node.drop(extra)
        while len(instance.family(node, child)) < len(ones):
            instance.add(node, child)
        for one, part in zip(instance.family(node, child), ones, strict=True):
            _load(definition, instance, one, part)
