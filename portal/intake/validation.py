"""Checking answers again at the portal: the same engine, the same form, none of the kiosk's word.

The submitted instance is typed afresh into an empty form; what comes out must be what was submitted, and
without a violation. Pure but for its arguments. Details name nodes, never values.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormDefinition, FormSession, XFormError
from portal.intake.instance import answers_of, children_of, name_of, parsed

_BY_CHANCE = ("now(", "today(", "random(", "uuid(", "once(")
_NAMED = 10


def check_answers(definition: FormDefinition, xml: bytes, *, now: datetime) -> None:
    """Raise KioskError ANSWERS_INVALID unless the form accepts these answers at the moment of submitting."""
    session = filled(definition, xml, now=now)
    try:
        violations = [f"{ref} {kind}" for ref, kind, *_ in session.violations()]
        again = session.submission_xml()
    except XFormError as error:
        raise KioskError(Code.ANSWERS_INVALID, f"{error.code.value} at {error.where}") from None
    different = violations or _differing(definition, answers_of(xml), answers_of(again))
    if different:
        raise KioskError(Code.ANSWERS_INVALID, ", ".join(different[:_NAMED]))


def filled(definition: FormDefinition, xml: bytes, *, now: datetime) -> FormSession:
    """Return an empty form into which the answers were typed. Raises KioskError ANSWERS_INVALID."""
    try:
        session = FormSession(definition, now=now, seed=0)
        root = parsed(xml)
        if f"/{name_of(root)}" != definition.schema[0].path:
            raise KioskError(Code.ANSWERS_INVALID, "another form's instance")
        for _ in range(2):  # a default that is calculated may overwrite what was typed before it
            _fill(session, definition, root, f"/{name_of(root)}", f"/{name_of(root)}")
    except XFormError as error:
        raise KioskError(Code.ANSWERS_INVALID, f"{error.code.value} at {error.where}") from None
    return session


def _fill(
    session: FormSession, definition: FormDefinition, element: etree._Element, ref: str, path: str
) -> None:
    """Type what stands below an element. `ref` has positions, `path` hasn't."""
    seen: dict[str, int] = {}
    for child in children_of(element):
        name = name_of(child)
        seen[name] = seen.get(name, 0) + 1
        kind = definition.schema_at(f"{path}/{name}")
        if kind is None:
            raise KioskError(Code.ANSWERS_INVALID, f"{path}/{name} isn't in the form")
        child_ref = f"{ref}/{name}[{seen[name]}]" if kind.repeat else f"{ref}/{name}"
        if kind.repeat and not definition.repeats[kind.number].fixed:
            while session.count(f"{ref}/{name}") < seen[name]:
                session.add(f"{ref}/{name}")
        if kind.children:
            _fill(session, definition, child, child_ref, kind.path)
        elif kind.bind.calculate is None or kind.control is not None:
            session.fill(child_ref, child.text or "")


def _differing(definition: FormDefinition, sent: dict[str, str], ours: dict[str, str]) -> list[str]:
    """Return the paths where what was sent isn't what the form gives, chance and clock apart."""
    return [
        path
        for path in sorted(sent.keys() | ours.keys())
        if sent.get(path) != ours.get(path) and not _by_chance(definition, path)
    ]


def _by_chance(definition: FormDefinition, path: str) -> bool:
    plain = "/".join(part.partition("[")[0] for part in path.split("/"))
    kind = definition.schema_at(plain)
    if kind is None:
        return False
    calculate = kind.bind.calculate
    return kind.bind.preload is not None or (
        calculate is not None and any(word in calculate.source for word in _BY_CHANCE)
    )
