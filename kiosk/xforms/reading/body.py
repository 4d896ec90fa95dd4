"""The body: questions, groups and repeats in the order people meet them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kiosk.xforms.definition import Control, Item, Itemset, Kind, Repeat, SchemaNode, Section, Seed
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.reading.document import JR, XF, FormDocument, clean, local_name, shown_name
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.reading.texts import read_words
from kiosk.xforms.xpath.parser import parse
from kiosk.xforms.xpath.syntax import Path

_KINDS: Mapping[str, Kind] = {
    "input": "input",
    "select1": "select_one",
    "select": "select_many",
    "trigger": "trigger",
    "upload": "upload",
    "range": "range",
    "rank": "rank",
}
_TRUE = frozenset({"true()", "boolean(1)", "1"})


class BodyReader:
    """Reads the body in two turns: elements by path first, then controls once the schema is known."""

    def __init__(self, document: FormDocument, reader: ExpressionReader) -> None:
        self.document = document
        self.reader = reader
        self.root_path = f"/{shown_name(document.root)}"
        self.found: list[tuple[str, str, etree._Element, int]] = []
        """Path, local name, element, number of the section around it."""
        self.sections: list[tuple[etree._Element, str | None, int]] = []
        self.repeat_paths: dict[str, tuple[etree._Element, int]] = {}
        self.controls_by_path: dict[str, etree._Element] = {}

    def read(self) -> None:
        """Walk the body. Raises XFormError STRUCTURE_BROKEN."""
        self._children(self.document.body, self.root_path, -1)

    def _children(self, parent: etree._Element, context: str, section: int) -> None:
        for element in parent:
            name = local_name(element)
            if name == "group":
                reference = self._reference(element, context, "ref", "nodeset")
                self._enter(element, reference, section, reference or context)
            elif name == "repeat":
                path = self._reference(element, context, "nodeset", "ref")
                if path is None:
                    raise XFormError(XFormCode.STRUCTURE_BROKEN, context, "a repeat without nodeset")
                self.repeat_paths[path] = (element, len(self.sections))
                self._enter(element, path, section, path)
            elif name in _KINDS:
                self._control(element, name, context, section)

    def _enter(self, element: etree._Element, path: str | None, section: int, context: str) -> None:
        number = len(self.sections)
        self.sections.append((element, path, section))
        self._children(element, context, number)

    def _control(self, element: etree._Element, name: str, context: str, section: int) -> None:
        path = self._reference(element, context, "ref", "nodeset")
        if path is None:
            raise XFormError(XFormCode.STRUCTURE_BROKEN, context, f"{name} without ref")
        if path in self.controls_by_path:
            raise XFormError(XFormCode.STRUCTURE_BROKEN, path, "two questions for one node")
        self.controls_by_path[path] = element
        self.found.append((path, name, element, section))

    def _reference(self, element: etree._Element, context: str, *names: str) -> str | None:
        reference = next((value for name in names if (value := element.get(name)) is not None), None)
        return None if reference is None else absolute_path(reference, context)

    # -- second turn ------------------------------------------------------------------------------------

    def finish(
        self, schema: tuple[SchemaNode, ...], templates: Mapping[str, Seed]
    ) -> tuple[tuple[Control, ...], tuple[Section, ...], dict[int, Repeat]]:
        """Return controls, sections and repeats. Raises XFormError REFERENCE_UNKNOWN, STRUCTURE_BROKEN."""
        by_path = {node.path: node.number for node in schema}
        controls = tuple(
            self._make_control(path, name, element, section, schema[_number(by_path, path)])
            for path, name, element, section in self.found
        )
        sections = tuple(self._make_section(*entry, by_path) for entry in self.sections)
        repeats = {
            _number(by_path, path): self._make_repeat(path, element, section, by_path, templates)
            for path, (element, section) in self.repeat_paths.items()
        }
        return controls, sections, repeats

    def _make_section(
        self, element: etree._Element, path: str | None, parent: int, by_path: Mapping[str, int]
    ) -> Section:
        where = path or "group"
        label = None if local_name(element) == "repeat" else element.find(f"{XF}label")
        schema = None if path is None else _number(by_path, path)
        return Section(read_words(label, self.reader, f"{where} label"), _appearance(element), schema, parent)

    def _make_repeat(
        self,
        path: str,
        element: etree._Element,
        section: int,
        by_path: Mapping[str, int],
        templates: Mapping[str, Seed],
    ) -> Repeat:
        fixed = (element.get(f"{JR}noAddRemove") or "").strip() in _TRUE
        count = self.reader.maybe(element.get(f"{JR}count"), f"{path} count")
        return Repeat(_number(by_path, path), templates[path], count, fixed or count is not None, section)

    def _make_control(
        self, path: str, name: str, element: etree._Element, section: int, node: SchemaNode
    ) -> Control:
        label = read_words(element.find(f"{XF}label"), self.reader, f"{path} label")
        hint = read_words(element.find(f"{XF}hint"), self.reader, f"{path} hint")
        is_choice = name in {"select", "select1", "rank"}
        kind = _KINDS[name]
        readonly = node.bind.readonly
        if kind == "input" and readonly is not None and readonly.source in _TRUE and (label or hint):
            kind = "note"
        return Control(
            kind=kind,
            schema=node.number,
            section=section,
            label=label,
            hint=hint,
            appearance=_appearance(element),
            items=self._items(path, element) if is_choice else (),
            itemset=self._itemset(path, element) if is_choice else None,
            bounds=_bounds(path, element) if kind == "range" else None,
            attributes=_attributes(element),
        )

    def _items(self, path: str, element: etree._Element) -> tuple[Item, ...]:
        return tuple(
            Item(
                clean(item.findtext(f"{XF}value")),
                read_words(item.find(f"{XF}label"), self.reader, f"{path} item"),
            )
            for item in element.iterfind(f"{XF}item")
        )

    def _itemset(self, path: str, element: etree._Element) -> Itemset | None:
        itemset = element.find(f"{XF}itemset")
        if itemset is None:
            return None
        nodes = itemset.get("nodeset") or itemset.get("ref")
        value = itemset.find(f"{XF}value")
        if nodes is None or value is None or not value.get("ref"):
            raise XFormError(XFormCode.STRUCTURE_BROKEN, path, "an itemset without nodeset or value")
        where = f"{path} itemset"
        return Itemset(
            self.reader.read(nodes, where),
            self.reader.read(value.get("ref", ""), f"{where} value"),
            read_words(itemset.find(f"{XF}label"), self.reader, f"{where} label"),
        )


def absolute_path(reference: str, context: str) -> str:
    """Return a reference as a path without predicates, from the path of what is around it."""
    text = reference.strip()
    tree = parse(text)
    if not isinstance(tree, Path) or tree.start is not None:
        match text.split("current()/", 1):
            case ["", rest]:
                return absolute_path(rest, context)
        raise XFormError(XFormCode.STRUCTURE_BROKEN, context, f"{text} is no path")
    parts = [] if tree.absolute else context.strip("/").split("/")
    for step in tree.steps:
        if step.axis == "parent":
            parts = parts[:-1]
        elif step.axis in {"child", "attribute"}:
            mark = "@" if step.axis == "attribute" else ""
            parts.append(mark + (f"{step.prefix}:{step.name}" if step.prefix else step.name))
    return "/" + "/".join(parts)


def _number(by_path: Mapping[str, int], path: str) -> int:
    if path not in by_path:
        raise XFormError(XFormCode.REFERENCE_UNKNOWN, path, "no such node in the instance")
    return by_path[path]


def _appearance(element: etree._Element) -> tuple[str, ...]:
    return tuple((element.get("appearance") or "").split())


def _bounds(path: str, element: etree._Element) -> tuple[str, str, str]:
    start, end, step = (element.get(name) for name in ("start", "end", "step"))
    if start is None or end is None or step is None:
        raise XFormError(XFormCode.STRUCTURE_BROKEN, path, "a range without start, end or step")
    return start, end, step


def _attributes(element: etree._Element) -> dict[str, str]:
    """Return what is special to the control: mediatype, rows, accept, accuracyThreshold, and others' own."""
    known = {"ref", "nodeset", "appearance", "start", "end", "step"}
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        qualified = etree.QName(str(name))
        prefix = prefixes.get(qualified.namespace or "")
        shown = f"{prefix}:{qualified.localname}" if prefix else qualified.localname
        if shown not in known:
            found[shown] = clean(str(value))
    return found
