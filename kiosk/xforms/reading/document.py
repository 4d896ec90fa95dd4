"""XML to elements, safely, and the landmarks of a form.

No DTD, no entities, no network; size and depth are bounded before anything else looks at the tree.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from lxml import etree

from kiosk.xforms.errors import XFormCode, XFormError

MAX_BYTES = 32_000_000
MAX_DEPTH = 64
XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ORX_URI = "http://openrosa.org/xforms"
ORX = f"{{{ORX_URI}}}"


@dataclass(frozen=True, slots=True)
class FormDocument:
    """The parts of a form's XML. `root` is the primary instance's."""

    title: str
    model: etree._Element
    root: etree._Element
    secondary: tuple[etree._Element, ...]
    body: etree._Element
    namespaces: dict[str, str]


def parse_xml(xml: bytes, where: str) -> etree._Element:
    """Return the root element. Raises XFormError XML_BROKEN, XML_UNSAFE, TOO_LARGE."""
    if len(xml) > MAX_BYTES:
        raise XFormError(XFormCode.TOO_LARGE, where, f"more than {MAX_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
        huge_tree=False, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml.lstrip(b" \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        raise XFormError(XFormCode.XML_BROKEN, where, str(error.msg)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XFormError(XFormCode.XML_UNSAFE, where, "a document type declaration")
    _check_depth(root, where)
    return root


def _check_depth(root: etree._Element, where: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise XFormError(XFormCode.TOO_LARGE, where, f"nested more than {MAX_DEPTH} levels")


def open_form(xml: bytes) -> FormDocument:
    """Return a form's landmarks. Raises XFormError as `parse_xml`, and STRUCTURE_BROKEN."""
    html = parse_xml(xml, "form")
    head = _need(html.find(f"{H}head"), "head")
    model = _need(head.find(f"{XF}model"), "model")
    body = _need(html.find(f"{H}body"), "body")
    instances = model.findall(f"{XF}instance")
    if not instances or not len(instances[0]):
        raise XFormError(XFormCode.STRUCTURE_BROKEN, "model", "no primary instance")
    root = next((child for child in instances[0] if child.get("id") is not None), instances[0][0])
    return FormDocument(
        title=clean("".join(head.findtext(f"{H}title") or "")).strip(),
        model=model,
        root=root,
        secondary=tuple(instances[1:]),
        body=body,
        namespaces=_namespaces(html, root),
    )


def _need(element: etree._Element | None, name: str) -> etree._Element:
    if element is None:
        raise XFormError(XFormCode.STRUCTURE_BROKEN, "form", f"no {name}")
    return element


def _namespaces(html: etree._Element, root: etree._Element) -> dict[str, str]:
    """Return every prefix that the form declares; the first declaration of a prefix counts."""
    found: dict[str, str] = {}
    for element in (html, root, *html.iter()):
        for prefix, uri in element.nsmap.items():
            if prefix is not None:
                found.setdefault(prefix, uri)
    return found


def clean(text: str | None) -> str:
    """Return text as NFC, the form in which Vietnamese letters compare equal."""
    return unicodedata.normalize("NFC", text) if text else ""


def plain_name(element: etree._Element) -> str:
    """Return the name that expressions use: without XForms' namespace."""
    return str(element.tag).removeprefix(XF)


def shown_name(element: etree._Element) -> str:
    """Return the name as it is written, with its prefix."""
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def local_name(element: etree._Element) -> str:
    """Return the name without namespace."""
    return etree.QName(element).localname
