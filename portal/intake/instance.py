"""The answers in a form's instance XML, for people and scripts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from kiosk.core.errors import Code, KioskError

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def answers_of(xml: bytes) -> dict[str, str]:
    """Return path → value of every answered leaf, with positions where siblings share a name.

    Names are as written, with their prefixes. Raises KioskError PARCEL_UNREADABLE.
    """
    root = parsed(xml)
    return dict(_leaves(root, "/" + name_of(root)))


def parsed(xml: bytes) -> etree._Element:
    """Return the root of an instance. Raises KioskError PARCEL_UNREADABLE."""
    try:
        return etree.fromstring(xml, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise KioskError(Code.PARCEL_UNREADABLE, "instance.xml") from error


def children_of(element: etree._Element) -> list[etree._Element]:
    """Return the elements below, without comments."""
    return [child for child in element if isinstance(child.tag, str)]


def name_of(element: etree._Element) -> str:
    """Return an element's name as it stands in references: with its prefix, if it has one."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    children = children_of(element)
    if not children:
        if element.text:
            yield path, element.text
        return
    count = Counter(name_of(child) for child in children)
    seen: Counter[str] = Counter()
    for child in children:
        name = name_of(child)
        seen[name] += 1
        yield from _leaves(child, f"{path}/{name}" + (f"[{seen[name]}]" if count[name] > 1 else ""))
