"""`setvalue`, `odk:setgeopoint` in the model and inside questions (specification, "Events and Actions")."""

from __future__ import annotations

from lxml import etree

from kiosk.xforms.definition import Action, Expression, SchemaNode
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.reading.body import BodyReader, absolute_path
from kiosk.xforms.reading.document import XF, FormDocument, clean, local_name
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.xpath.syntax import Text

EVENTS = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed", "xforms-ready"}
)
ACTIONS = frozenset({"setvalue", "setgeopoint"})


def read_actions(
    document: FormDocument, reader: ExpressionReader, schema: tuple[SchemaNode, ...], body: BodyReader
) -> tuple[Action, ...]:
    """Return the actions in the form's order. Raises XFormError STRUCTURE_BROKEN, REFERENCE_UNKNOWN."""
    by_path = {node.path: node.number for node in schema}
    ids = {
        element.get("id"): element.get("nodeset") or ""
        for element in document.model.iterfind(f"{XF}bind")
        if element.get("id")
    }
    places: list[tuple[etree._Element, str, str | None]] = [
        (element, body.root_path, None) for element in document.model
    ]
    for path, control in body.controls_by_path.items():
        places += [(element, path, path) for element in control]
    for path, (repeat, _) in body.repeat_paths.items():
        places += [(element, path, None) for element in repeat]
    return tuple(
        _read(element, context, source, reader, ids, by_path)
        for element, context, source in places
        if local_name(element) in ACTIONS and element.get("event") is not None
    )


def _read(
    element: etree._Element,
    context: str,
    source: str | None,
    reader: ExpressionReader,
    ids: dict[str | None, str],
    by_path: dict[str, int],
) -> Action:
    reference = element.get("ref") or ids.get(element.get("bind"))
    if not reference:
        raise XFormError(XFormCode.STRUCTURE_BROKEN, context, f"{local_name(element)} without ref or bind")
    target = absolute_path(reference, context)
    if target not in by_path:
        raise XFormError(XFormCode.REFERENCE_UNKNOWN, target, f"the target of a {local_name(element)}")
    events = frozenset((element.get("event") or "").split())
    if not events <= EVENTS:
        raise XFormError(XFormCode.STRUCTURE_BROKEN, target, f"unknown event {' '.join(sorted(events))}")
    located = local_name(element) == "setgeopoint"
    value = None if located else _value(element, reader, target)
    return Action(events, by_path[target], value, by_path.get(source or ""), located)


def _value(element: etree._Element, reader: ExpressionReader, target: str) -> Expression | None:
    where = f"{target} setvalue"
    written = element.get("value")
    if written is not None:
        return reader.maybe(written, where)
    text = clean(element.text)
    return Expression(repr(text), Text(text), where) if text else None
