"""The primary instance and its binds: what nodes there are, how they start, what is said of them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kiosk.xforms.definition import Bind, SchemaNode, Seed
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.reading.body import BodyReader, absolute_path
from kiosk.xforms.reading.document import JR, ORX, XF, FormDocument, clean, local_name, plain_name, shown_name
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.reading.texts import read_message

XSD = "http://www.w3.org/2001/XMLSchema"
DATATYPES = frozenset(
    {
        "string", "int", "boolean", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape",
        "binary", "barcode", "intent",
    }
)  # fmt: skip
_ALIASES = {"integer": "int"}
_OWN_ATTRIBUTES = frozenset(
    {"nodeset", "type", "relevant", "required", "readonly", "constraint", "calculate", "id"}
)
_JR_ATTRIBUTES = frozenset(
    f"{JR}{name}" for name in ("preload", "preloadParams", "constraintMsg", "requiredMsg")
)


def read_schema(
    document: FormDocument, reader: ExpressionReader, body: BodyReader
) -> tuple[tuple[SchemaNode, ...], Seed, dict[str, Seed]]:
    """Return the kinds of nodes, the starting instance, and the template of each repeat by path.

    Raises XFormError STRUCTURE_BROKEN, and what expressions raise.
    """
    _add_instance_id(document)
    binds = _read_binds(document, reader, body)
    builder = _SchemaBuilder(binds, body, _action_targets(document, body))
    number = builder.add(document.root, -1, "", [document.root])
    reader.warn(
        XFormError(XFormCode.REFERENCE_UNKNOWN, path, "a bind without node")
        for path in binds
        if path not in builder.paths
    )
    seed = builder.seed(document.root, number)
    return tuple(builder.nodes[at] for at in range(len(builder.nodes))), seed, builder.templates


def _add_instance_id(document: FormDocument) -> None:
    """Give the instance its `meta/instanceID` where the form has none (specification, "Metadata")."""
    meta = next((child for child in document.root if local_name(child) == "meta"), None)
    if meta is None:
        declared = ORX[1:-1] in document.root.nsmap.values()
        meta = etree.SubElement(document.root, f"{ORX}meta" if declared else f"{XF}meta")
    if any(local_name(child) == "instanceID" for child in meta):
        return
    space = etree.QName(meta).namespace
    name = f"{{{space}}}instanceID" if space else "instanceID"
    made = etree.SubElement(meta, name)
    bind = etree.SubElement(document.model, f"{XF}bind")
    bind.set("nodeset", "/".join(["", *(shown_name(part) for part in (document.root, meta, made))]))
    bind.set(f"{JR}preload", "uid")


def _action_targets(document: FormDocument, body: BodyReader) -> frozenset[str]:
    """Return the attributes that actions give values to."""
    found = (element.get("ref") or "" for element in document.model.iterfind(f"{XF}setvalue"))
    return frozenset(absolute_path(ref, body.root_path) for ref in found if "@" in ref)


def _read_binds(document: FormDocument, reader: ExpressionReader, body: BodyReader) -> dict[str, Bind]:
    binds: dict[str, Bind] = {}
    for element in document.model.iterfind(f"{XF}bind"):
        nodeset = element.get("nodeset")
        if nodeset is None:
            continue
        path = absolute_path(nodeset, body.root_path)
        binds[path] = _read_bind(element, path, reader, body)
    return binds


def _read_bind(element: etree._Element, path: str, reader: ExpressionReader, body: BodyReader) -> Bind:
    control = body.controls_by_path.get(path)
    is_upload = control is not None and local_name(control) == "upload"
    preload = element.get(f"{JR}preload")
    return Bind(
        datatype=_datatype(element, default="binary" if is_upload else "string"),
        relevant=reader.maybe(element.get("relevant"), f"{path} relevant"),
        required=reader.maybe(element.get("required"), f"{path} required"),
        readonly=reader.maybe(element.get("readonly"), f"{path} readonly"),
        constraint=reader.maybe(element.get("constraint"), f"{path} constraint"),
        calculate=reader.maybe(element.get("calculate"), f"{path} calculate"),
        required_message=read_message(element.get(f"{JR}requiredMsg"), reader, f"{path} requiredMsg"),
        constraint_message=read_message(element.get(f"{JR}constraintMsg"), reader, f"{path} constraintMsg"),
        preload=None if preload is None else (preload, element.get(f"{JR}preloadParams") or ""),
        extra=_extra(element),
    )


def _datatype(element: etree._Element, default: str) -> str:
    written = (element.get("type") or "").strip()
    if not written:
        return default
    prefix, colon, local = written.rpartition(":")
    if colon and element.nsmap.get(prefix, XSD if prefix == "xsd" else None) != XSD:
        return "string"
    name = _ALIASES.get(local, local)
    return name if name in DATATYPES else "string"


def _extra(element: etree._Element) -> dict[str, str]:
    """Return attributes of other namespaces under the prefix that the form gives them."""
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        if str(name) in _OWN_ATTRIBUTES or str(name) in _JR_ATTRIBUTES:
            continue
        qualified = etree.QName(str(name))
        prefix = prefixes.get(qualified.namespace or "")
        found[f"{prefix}:{qualified.localname}" if prefix else qualified.localname] = clean(str(value))
    return found


class _SchemaBuilder:
    def __init__(self, binds: Mapping[str, Bind], body: BodyReader, targets: frozenset[str]) -> None:
        self.binds = binds
        self.targets = targets
        self.body = body
        self.nodes: dict[int, SchemaNode] = {}
        self.paths: dict[str, int] = {}
        self.templates: dict[str, Seed] = {}
        self.controls = {entry[0]: at for at, entry in enumerate(body.found)}

    def add(self, element: etree._Element, parent: int, above: str, family: list[etree._Element]) -> int:
        """Add a kind of node and what is below it; `family` are all elements of that path."""
        path = f"{above}/{shown_name(element)}"
        number = len(self.paths)
        self.paths[path] = number
        repeat = path in self.body.repeat_paths
        if not repeat and len(family) > 1:
            raise XFormError(XFormCode.STRUCTURE_BROKEN, path, "several nodes where no repeat is")
        children = tuple(
            self.add(same[0], number, path, same) for same in _families(_template(family)).values()
        )
        self.nodes[number] = SchemaNode(
            number=number,
            name=plain_name(element),
            shown_name=shown_name(element),
            path=path,
            parent=parent,
            children=children,
            repeat=repeat,
            bind=self.binds.get(path) or Bind(),
            attributes=_instance_attributes(element) if not repeat else (),
            control=self.controls.get(path),
            bound=self._bound(element, number, path) if not repeat else (),
        )
        if repeat:
            template = _template(family)
            self.templates[path] = self.seed(template, number, blank=not _is_template(template))
        return number

    def _bound(self, element: etree._Element, parent: int, path: str) -> tuple[int, ...]:
        """Make kinds for the attributes that binds or actions name."""
        found: list[int] = []
        for name, shown, _ in _instance_attributes(element):
            place = f"{path}/@{shown}"
            if place not in self.binds and place not in self.targets:
                continue
            number = len(self.paths)
            self.paths[place] = number
            bind = self.binds.get(place) or Bind()
            self.nodes[number] = SchemaNode(
                number, name, f"@{shown}", place, parent, (), repeat=False, bind=bind
            )
            found.append(number)
        return tuple(found)

    def seed(self, element: etree._Element, number: int, *, blank: bool = False) -> Seed:
        """Return the starting values below an element; a template's own instance doesn't count."""
        node = self.nodes[number]
        if not node.children:
            return Seed(number, "" if blank else clean(element.text), ())
        families = _families(element)
        children: list[Seed] = []
        for child in node.children:
            same = families.get(self.nodes[child].name, [])
            if self.nodes[child].repeat:
                same = [one for one in same if not _is_template(one)]
            children += [self.seed(one, child, blank=blank) for one in same]
        return Seed(number, "", tuple(children))


def _template(family: list[etree._Element]) -> etree._Element:
    return next((element for element in family if _is_template(element)), family[0])


def _is_template(element: etree._Element) -> bool:
    return element.get(f"{JR}template") is not None


def _families(element: etree._Element) -> dict[str, list[etree._Element]]:
    families: dict[str, list[etree._Element]] = {}
    for child in element:
        families.setdefault(plain_name(child), []).append(child)
    return families


def _instance_attributes(element: etree._Element) -> tuple[tuple[str, str, str], ...]:
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    found: list[tuple[str, str, str]] = []
    for name, value in element.attrib.items():
        qualified = etree.QName(str(name))
        prefix = prefixes.get(qualified.namespace or "")
        shown = f"{prefix}:{qualified.localname}" if prefix else qualified.localname
        found.append((str(name), shown, clean(str(value))))
    return tuple(found)
