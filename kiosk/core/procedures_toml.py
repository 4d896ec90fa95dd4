"""From the tables of a `procedure.toml` to a `Procedure`. Pure: the file was read by somebody else.

An unknown key is an error: a misspelt one would silently drop a fact that people rely on.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import (
    Agency,
    Component,
    FeeRule,
    FormEdition,
    LegalBasis,
    Notice,
    Procedure,
    ProcessingTime,
    Words,
)

_TABLES = {"agency", "who", "destination", "identification", "result", "here", "elsewhere", "form"}
_LISTS = {"component", "time", "fee", "step", "warning", "legal"}
_FLAT = {
    "code",
    "version",
    "aliases",
    "name",
    "everyday",
    "field",
    "life_events",
    "level",
    "online",
    "minutes",
    "effective_from",
    "effective_to",
    "source",
    "checked_on",
    "confidence",
}


def parse(tables: Mapping[str, Any], *, has_form: bool) -> Procedure:
    """Return the procedure. Raises KioskError CATALOGUE_BROKEN naming the code and the key that is wrong."""
    code = str(tables.get("code", "?"))
    if tables.get("schema") != 1:
        raise KioskError(Code.CATALOGUE_BROKEN, f"{code}: schema")
    try:
        return _procedure(tables, has_form=has_form)
    except _WrongKeyError as error:
        raise KioskError(Code.CATALOGUE_BROKEN, f"{code}: {error}") from error


class _WrongKeyError(ValueError):
    """A key that is unknown, missing, or holds the wrong kind of value."""


def _procedure(tables: Mapping[str, Any], *, has_form: bool) -> Procedure:
    unknown = set(tables) - _TABLES - _LISTS - _FLAT - {"schema"}
    if unknown:
        raise _WrongKeyError(min(unknown))
    base: Procedure = _record(Procedure, {**_from_parts(tables), "has_form": has_form}, "")
    return replace(
        base,
        components=_rows(tables, "component", Component),
        times=_rows(tables, "time", ProcessingTime),
        fees=_rows(tables, "fee", FeeRule),
        steps=tuple(_words(step.get("text"), "step") for step in tables.get("step", [])),
        warnings=_rows(tables, "warning", Notice),
        legal=tuple(_legal(row) for row in tables.get("legal", [])),
        form=_record(FormEdition, tables["form"], "form.") if "form" in tables else None,
    )


def _from_parts(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the flat keys and the small tables say, by the record's names."""
    who = _part(tables, "who", {"text", "parties"})
    identification = _part(tables, "identification", {"policy", "sensitive"})
    destination = _part(tables, "destination", {"kind", "note"})
    result = _part(tables, "result", {"text", "where", "note"})
    here = _part(tables, "here", {"text"})
    elsewhere = _part(tables, "elsewhere", {"title", "text"})
    return {
        **{key: value for key, value in tables.items() if key in _FLAT},
        "agency": tables.get("agency", {}),
        "who": who.get("text", {}),
        "parties": who.get("parties", ["self"]),
        "identify": identification.get("policy", "identify") == "identify",
        "sensitive": identification.get("sensitive", []),
        "destination": destination.get("kind", ""),
        "destination_note": destination.get("note", {}),
        "result": result.get("text", {}),
        "result_where": result.get("where", {}),
        "result_note": result.get("note", {}),
        "here": here.get("text", {}),
        "elsewhere_title": elsewhere.get("title", {}),
        "elsewhere": elsewhere.get("text", {}),
    }


def _part(tables: Mapping[str, Any], name: str, allowed: set[str]) -> Mapping[str, Any]:
    part = tables.get(name, {})
    if not isinstance(part, Mapping) or set(part) - allowed:
        raise _WrongKeyError(name)
    return part


def _rows(tables: Mapping[str, Any], name: str, kind: type[Any]) -> tuple[Any, ...]:
    return tuple(_record(kind, row, f"{name}[{n}].") for n, row in enumerate(tables.get(name, []), start=1))


def _legal(row: Mapping[str, Any]) -> LegalBasis:
    renamed = {{"from": "since", "to": "until"}.get(key, key): value for key, value in row.items()}
    legal: LegalBasis = _record(LegalBasis, renamed, "legal.")
    return legal


def _record(kind: type[Any], row: Mapping[str, Any], where: str) -> Any:
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    unknown = set(row) - set(known)
    if unknown:
        raise _WrongKeyError(where + min(unknown))
    for name, field in known.items():
        if name not in row and field.default is MISSING:
            raise _WrongKeyError(where + name)
    return kind(**{key: _value(hints[key], value, where + key) for key, value in row.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    if hint is Words:
        return _words(value, where)
    if hint is Agency:
        return _record(Agency, value, "agency.")
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        if not isinstance(value, list):
            raise _WrongKeyError(where)
        return tuple(_value(item, each, where) for each in value)
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arm for arm in get_args(hint) if arm is not type(None))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _member(hint, value, where)
    if type(value) is hint or (hint is date and type(value) is date):
        return value
    raise _WrongKeyError(where)


def _member(kind: type[StrEnum], value: Any, where: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError as error:
        raise _WrongKeyError(where) from error


def _words(value: Any, where: str) -> Words:
    if isinstance(value, str):
        return Words(value)
    if isinstance(value, Mapping) and set(value) <= {"vi", "en"}:
        return Words(str(value.get("vi", "")), str(value.get("en", "")))
    raise _WrongKeyError(where)
