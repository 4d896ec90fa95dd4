"""Whether a question takes an answer, and the form in which the instance holds it."""

from __future__ import annotations

from kiosk.xforms.choices import Choices
from kiosk.xforms.codecs import accept, number_in
from kiosk.xforms.definition import Control, FormDefinition
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.instance import InstanceNode

CHOOSING = frozenset({"select_one", "select_many", "rank"})


def accepted(definition: FormDefinition, choices: Choices, node: InstanceNode, value: str, ref: str) -> str:
    """Return what a leaf would hold. Raises XFormError VALUE_REFUSED, TOO_LARGE; never quotes the value."""
    kind = definition.schema[node.kind]
    control = None if kind.control is None else definition.controls[kind.control]
    if control is not None and control.kind in CHOOSING:
        return _chosen(choices, control, node, value, ref)
    if control is not None and control.kind == "trigger" and value not in {"", "OK"}:
        raise XFormError(XFormCode.VALUE_REFUSED, ref, "a trigger takes OK or nothing")
    text = accept(kind.bind.datatype, value, ref)
    if control is not None and control.bounds is not None:
        return _within(control.bounds, text)
    return text


def _within(bounds: tuple[str, str, str], text: str) -> str:
    """Empty the answer outside the range, as ODK's clients do: a slider can't stand there."""
    start, end = number_in(bounds[0]), number_in(bounds[1])
    return text if min(start, end) <= number_in(text) <= max(start, end) else ""


def _chosen(choices: Choices, control: Control, node: InstanceNode, value: str, ref: str) -> str:
    text = accept("string", value, ref)
    if not text:
        return ""
    allowed = choices.values(node)
    wanted = [text] if control.kind == "select_one" else text.split()
    if any(one not in allowed for one in wanted):
        raise XFormError(XFormCode.VALUE_REFUSED, ref, "no such choice")
    if control.kind != "rank":
        return " ".join(one for one in allowed if one in set(wanted))
    if set(wanted) != set(allowed):
        raise XFormError(XFormCode.VALUE_REFUSED, ref, "a rank takes every choice")
    return " ".join(dict.fromkeys(wanted))
