"""Secondary instances: inside the form, or outside it as CSV, XML or GeoJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.reading.document import FormDocument, clean, parse_xml, plain_name
from kiosk.xforms.secondary import LAST_SAVED, Raw, SecondaryInstances

MAX_ROWS = 200_000
_EMPTY: Raw = ("root", "", (), ())
_POINT = 2
LAST_SAVED_SOURCE = LAST_SAVED[2][0][1]


def read_instances(document: FormDocument, externals: Mapping[str, bytes]) -> SecondaryInstances:
    """Return the form's lists. Raises XFormError EXTERNAL_BROKEN, STRUCTURE_BROKEN, TOO_LARGE."""
    found: dict[str, Raw] = {}
    for element in document.secondary:
        name = element.get("id")
        if not name:
            raise XFormError(XFormCode.STRUCTURE_BROKEN, "model", "a secondary instance without id")
        source = element.get("src")
        if source == LAST_SAVED_SOURCE:
            found[name] = LAST_SAVED
        elif source is not None:
            found[name] = _external(source.rpartition("/")[2], externals)
        else:
            found[name] = raw_of(element[0]) if len(element) else _EMPTY
    return SecondaryInstances(found)


def raw_of(element: etree._Element) -> Raw:
    """Return an element as a nested tuple; the text of a parent doesn't count."""
    children = tuple(raw_of(child) for child in element)
    attributes = tuple((str(name), clean(str(value))) for name, value in element.attrib.items())
    return plain_name(element), "" if children else clean(element.text), attributes, children


def _external(file: str, externals: Mapping[str, bytes]) -> Raw:
    data = externals.get(file)
    if data is None:
        return _EMPTY
    if file.lower().endswith(".csv"):
        return _from_csv(data, file)
    if file.lower().endswith((".geojson", ".json")):
        return _from_geojson(data, file)
    return raw_of(parse_xml(data, file))


def _decode(data: bytes, file: str) -> str:
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise XFormError(XFormCode.EXTERNAL_BROKEN, file, "not UTF-8") from error


def _from_csv(data: bytes, file: str) -> Raw:
    """Read comma, semicolon or tab separated rows, as Excel saves them; the first row names the columns."""
    text = _decode(data, file)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise XFormError(XFormCode.EXTERNAL_BROKEN, file, str(error)) from error
    if not rows:
        return _EMPTY
    if len(rows) > MAX_ROWS:
        raise XFormError(XFormCode.TOO_LARGE, file, f"more than {MAX_ROWS} rows")
    header, *body = rows
    items = tuple(_item(header, row) for row in body if any(row))
    return "root", "", (), items


def _item(header: list[str], row: list[str]) -> Raw:
    cells = zip(header, [*row, *[""] * (len(header) - len(row))], strict=False)
    return "item", "", (), tuple((name.strip(), cell, (), ()) for name, cell in cells)


def _from_geojson(data: bytes, file: str) -> Raw:
    try:
        document = json.loads(_decode(data, file))
        features = document["features"] if document["type"] == "FeatureCollection" else None
        items = tuple(_feature(feature) for feature in features or ())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise XFormError(XFormCode.EXTERNAL_BROKEN, file, "not a GeoJSON feature collection") from error
    if features is None:
        raise XFormError(XFormCode.EXTERNAL_BROKEN, file, "not a GeoJSON feature collection")
    return "root", "", (), items


def _feature(feature: dict[str, Any]) -> Raw:
    properties = dict(feature.get("properties") or {})
    identity = feature.get("id", properties.pop("id", None))
    properties.pop("id", None)
    cells: list[tuple[str, str]] = [("geometry", _geometry(feature["geometry"]))]
    if identity is not None:
        cells.append(("id", str(identity)))
    cells += [(str(key), _shown(value)) for key, value in properties.items()]
    return "item", "", (), tuple((name, text, (), ()) for name, text in cells)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: dict[str, Any]) -> str:
    coordinates = geometry["coordinates"]
    points = {
        "Point": [coordinates],
        "LineString": coordinates,
        "Polygon": coordinates[0] if coordinates else [],
    }
    return "; ".join(_place(point) for point in points[geometry["type"]])


def _place(point: list[float]) -> str:
    if len(point) < _POINT:
        raise ValueError
    return f"{point[1]} {point[0]} 0 0"
