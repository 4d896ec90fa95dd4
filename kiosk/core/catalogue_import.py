"""Records of the national portal, in its two shapes, as rows of the catalogue. Pure.

The 2026 shape has `code`, `name`, `executionMethods`; the older one (LayThuTuc) has `MATTHC`, `TENTTHC`,
`CACHTHUCTHUCHIEN`. A record without a code or a name is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.text import nfc

_CODE = re.compile(r"\d\.\d{6}(?:\.\d{2,3})*(?:\.[A-Z]\d{2})?")
_METHODS = {"ONLINE": "trực tuyến", "DIRECT": "trực tiếp", "POST": "bưu chính"}
_OLD_CHANNELS = {"1": "trực tiếp", "2": "trực tuyến", "3": "bưu chính"}
_UNITS = {
    "WORKING_DAY": "ngày làm việc",
    "DAY": "ngày",
    "HOUR": "giờ",
    "MONTH": "tháng",
    "YEAR": "năm",
}
_LEVELS = (("isMinistry", "bộ"), ("isProvince", "tỉnh"), ("isWard", "xã"))


@dataclass(frozen=True, slots=True)
class Imported:
    """The rows read, and how many records could not be."""

    rows: tuple[CatalogueRow, ...]
    left_out: int


def rows_of(document: Any, *, source: str) -> Imported:
    """Return the rows of a JSON document: one record, a list of them, or either under `data`, `content`."""
    records = list(_records(document))
    read = [_row(record, source) for record in records]
    rows = tuple(row for row in read if row is not None)
    return Imported(rows, len(records) - len(rows))


def _records(document: Any) -> Iterable[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        for key in ("data", "content", "items", "result"):
            if isinstance(document.get(key), list | Mapping):
                return _records(document[key])
        return [document]
    return []


def _row(record: Any, source: str) -> CatalogueRow | None:
    if not isinstance(record, Mapping):
        return None
    read = _older if "TENTTHC" in record else _newer
    values = read(record)
    if not _CODE.fullmatch(values["code"]) or not values["name"]:
        return None
    return CatalogueRow(**values, source=source, confidence="khá")


def _newer(record: Mapping[str, Any]) -> dict[str, Any]:
    methods = [m for m in _list(record, "executionMethods") if m.get("submissionMethod") in _METHODS]
    return {
        "code": _text(record, "code"),
        "name": _text(record, "name"),
        "field": _text(record, "fieldName") or _text(record, "field"),
        "government": tuple(level for key, level in _LEVELS if record.get(key)),
        "agency": _text(record, "promulgatedBy") or _first_name(record, "departmentsPromulgating"),
        "channels": tuple(dict.fromkeys(_METHODS[m["submissionMethod"]] for m in methods)),
        "time": "; ".join(dict.fromkeys(t for t in map(_newer_time, methods) if t)),
        "decision": _text(record, "decisionNo"),
        "updated": _text(record, "updatedAt")[:10],
    }


def _newer_time(method: Mapping[str, Any]) -> str:
    unit = _UNITS.get(str(method.get("processingTimeUnit")))
    amount = method.get("processingTime")
    return f"{_METHODS[method['submissionMethod']]}: {amount} {unit}" if unit and amount else ""


def _older(record: Mapping[str, Any]) -> dict[str, Any]:
    methods = [m for m in _list(record, "CACHTHUCTHUCHIEN") if str(m.get("KENH")) in _OLD_CHANNELS]
    return {
        "code": _text(record, "MATTHC"),
        "name": _text(record, "TENTTHC"),
        "field": _text(record, "LINHVUCTHUCHIEN"),
        "agency": _text(record, "COQUANBANHANH"),
        "channels": tuple(dict.fromkeys(_OLD_CHANNELS[str(m["KENH"])] for m in methods)),
        "time": "; ".join(dict.fromkeys(t for m in methods for t in _older_times(m))),
        "decision": _text(record, "SOQUYETDINH"),
    }


def _older_times(method: Mapping[str, Any]) -> list[str]:
    channel = _OLD_CHANNELS[str(method["KENH"])]
    return [
        f"{channel}: {t['THOIGIANGIAIQUYET']} {str(t.get('DONVITINH', 'ngày')).lower()}"
        for t in _list(method, "THOIGIAN")
        if t.get("THOIGIANGIAIQUYET")
    ]


def _list(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = record.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(record: Mapping[str, Any], key: str) -> str:
    found = record.get(key)
    return nfc(found) if isinstance(found, str) else ""


def _first_name(record: Mapping[str, Any], key: str) -> str:
    return next((_text(one, "name") for one in _list(record, key)), "")
