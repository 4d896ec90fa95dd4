"""The answers in a form's instance XML, for people and scripts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from kiosk.core.errors import Code, KioskError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def answers_of(xml: bytes) -> dict[str, str]:
    """Return path → value of every answered leaf, with positions where siblings share a name.

    Names are without their prefixes, as refs in forms are. Raises KioskError PARCEL_UNREADABLE.
    """
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise KioskError(Code.PARCEL_UNREADABLE, "instance.xml") from error
    return dict(_leaves(root, "/" + _name(root)))


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        if element.text:
            yield path, element.text
        return
    count = Counter(_name(child) for child in children)
    seen: Counter[str] = Counter()
    for child in children:
        name = _name(child)
        seen[name] += 1
        yield from _leaves(child, f"{path}/{name}" + (f"[{seen[name]}]" if count[name] > 1 else ""))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
