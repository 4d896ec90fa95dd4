"""The instance as XML for submission: what isn't relevant is left out, text is NFC."""

from __future__ import annotations

import unicodedata

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.instance import InstanceNode
from kiosk.xforms.xpath.compiler import WELL_KNOWN


def instance_xml(definition: FormDefinition, root: InstanceNode) -> bytes:
    """Return the instance in UTF-8 without declaration; declarations of prefixes stand on the root."""
    return _element(definition, root, _declarations(definition)).encode()


def _declarations(definition: FormDefinition) -> str:
    used: dict[str, None] = {}
    for node in definition.schema:
        for name in (node.shown_name, *(shown for _, shown, _ in node.attributes)):
            prefix, colon, _ = name.partition(":")
            if colon and prefix != "xml":
                used[prefix] = None
    spaces = {**WELL_KNOWN, **definition.namespaces}
    return "".join(f' xmlns:{prefix}="{_escape(spaces[prefix], quote=True)}"' for prefix in used)


def _element(definition: FormDefinition, node: InstanceNode, declarations: str = "") -> str:
    kind = definition.schema[node.kind]
    pairs = zip(kind.attributes, node.attributes, strict=True)
    attributes = "".join(f' {name}="{_escape(one.value, quote=True)}"' for (_, name, _), one in pairs)
    head = f"{kind.shown_name}{declarations}{attributes}"
    if node.children:
        inner = "".join(_element(definition, child) for child in node.children if child.relevant)
    else:
        inner = _escape(node.value)
    return f"<{head}>{inner}</{kind.shown_name}>" if inner else f"<{head}/>"


def _escape(text: str, *, quote: bool = False) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        escaped = escaped.replace('"', "&quot;")
    return unicodedata.normalize("NFC", escaped)
