"""A definition as bytes and back, so that a form is read once and opened in milliseconds afterwards.

JSON, never code: a tampered file can be refused or wrong, but nothing in it is executed. The first line is
the SHA-256 of the rest; the content hash of the form that it was made from is checked by the caller's key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from kiosk.xforms import definition as d
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.secondary import SecondaryInstances
from kiosk.xforms.xpath import syntax as x
from kiosk.xforms.xpath.compiler import ExpressionCompiler

FORMAT = 3
_DIGEST = 64
_CLASSES: tuple[type[Any], ...] = (
    x.Number, x.Text, x.Step, x.Path, x.Filter, x.Call, x.Binary, x.Negate,
    d.Words, d.Bind, d.SchemaNode, d.Seed, d.Item, d.Itemset, d.Section, d.Control, d.Repeat, d.Action,
)  # fmt: skip
_NUMBER_OF = {cls: number for number, cls in enumerate(_CLASSES)}
_NAMES_OF = {cls: tuple(field.name for field in fields(cls)) for cls in _CLASSES}
_EXPRESSION, _TUPLE, _SET, _RULE = 100, 101, 102, 103
_PLAIN = (
    "title", "form_id", "version", "schema", "seed", "controls", "sections", "actions", "rules",
    "default_language", "namespaces", "submission", "content_hash",
)  # fmt: skip


class _Pool:
    """Every expression once, and every tree once a source; the body refers to them by number."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.trees: dict[str, Any] = {}

    def number(self, expression: d.Expression) -> int:
        if expression.source not in self.trees:
            self.trees[expression.source] = _encode(expression.tree, self)
        return self.numbers.setdefault((expression.source, expression.where), len(self.numbers))


def dump(definition: d.FormDefinition) -> bytes:
    """Return the definition as bytes for `load`."""
    pool = _Pool()
    body = {name: _encode(getattr(definition, name), pool) for name in _PLAIN}
    body["repeats"] = [_encode(repeat, pool) for repeat in definition.repeats.values()]
    body["texts"], body["quoting"] = _split(definition.translations, pool)
    body["instances"] = definition.instances.raw
    body["warnings"] = [[e.code.value, e.where, e.detail] for e in definition.warnings]
    document = {"format": FORMAT, "trees": pool.trees, "expressions": list(pool.numbers), "body": body}
    data = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def load(data: bytes, *, content_hash: str) -> d.FormDefinition:
    """Return the definition that `dump` wrote for the form with this content hash.

    Raises XFormError CACHE_BROKEN: another format, another form, or bytes that aren't what was written.
    """
    digest, body = data[:_DIGEST], data[_DIGEST + 1 :]
    if hashlib.sha256(body).hexdigest().encode() != digest:
        raise XFormError(XFormCode.CACHE_BROKEN, "cache", "digest")
    try:
        document = json.loads(body)
        if document["format"] != FORMAT or document["body"]["content_hash"] != content_hash:
            raise XFormError(XFormCode.CACHE_BROKEN, "cache", "another form or format")
        return _definition(document)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise XFormError(XFormCode.CACHE_BROKEN, "cache", "content") from error


def _definition(document: dict[str, Any]) -> d.FormDefinition:
    trees = {source: _decode(tree, []) for source, tree in document["trees"].items()}
    pool = [d.Expression(source, trees[source], where) for source, where in document["expressions"]]
    body = document["body"]
    plain = {name: _decode(body[name], pool) for name in _PLAIN}
    repeats = [_decode(repeat, pool) for repeat in body["repeats"]]
    for language, texts in body["quoting"].items():
        for text_id, forms in texts.items():
            body["texts"][language][text_id] |= _decode(forms, pool)
    return d.FormDefinition(
        **plain,
        translations=body["texts"],
        repeats={repeat.schema: repeat for repeat in repeats},
        instances=SecondaryInstances(body["instances"]),
        warnings=tuple(
            XFormError(XFormCode(code), where, detail) for code, where, detail in body["warnings"]
        ),
        compiler=ExpressionCompiler(plain["namespaces"]),
    )


def _split(translations: Mapping[str, d.Translation], pool: _Pool) -> tuple[Any, Any]:
    """Part the fixed texts, which JSON holds as they are, from those that quote answers."""
    fixed: dict[str, Any] = {language: {} for language in translations}
    quoting: dict[str, Any] = {language: {} for language in translations}
    for language, texts in translations.items():
        for text_id, forms in texts.items():
            fixed[language][text_id] = {form: text for form, text in forms.items() if isinstance(text, str)}
            rest = {form: text for form, text in forms.items() if not isinstance(text, str)}
            if rest:
                quoting[language][text_id] = _encode(rest, pool)
    return fixed, quoting


def _encode(value: Any, pool: _Pool) -> Any:
    cls = value.__class__
    if cls is d.Expression:
        return [_EXPRESSION, pool.number(value)]
    if cls is d.Rule:
        reads = [number for read in value.reads for number in (read.schema, read.anchor)]
        return [_RULE, value.kind, value.schema, pool.number(value.expression), value.rank, reads]
    if cls in _NUMBER_OF:
        parts = [getattr(value, name) for name in _NAMES_OF[cls]]
        while parts and _is_default(cls, len(parts) - 1, parts[-1]):
            parts.pop()
        return [_NUMBER_OF[cls], *[_encode(part, pool) for part in parts]]
    if cls is tuple:
        return [_TUPLE, *[_encode(one, pool) for one in value]]
    if cls is frozenset:
        return [_SET, *sorted(value)]
    if isinstance(value, dict):
        return {key: _encode(one, pool) for key, one in value.items()}
    return value


def _is_default(cls: type[Any], at: int, part: Any) -> bool:
    """Trailing defaults aren't written: most binds have nothing to say."""
    field = fields(cls)[at]
    if field.default_factory is not MISSING:
        return bool(part == field.default_factory())
    return field.default is not MISSING and bool(part == field.default)


def _decode(value: Any, pool: list[d.Expression]) -> Any:
    if value.__class__ is dict:
        return {key: _decode(one, pool) for key, one in value.items()}
    if value.__class__ is not list:
        return value
    kind = value[0]
    if kind == _EXPRESSION:
        return pool[value[1]]
    if kind == _RULE:
        return _rule(value, pool)
    if kind == _SET:
        return frozenset(value[1:])
    parts = [_decode(one, pool) if one.__class__ in (list, dict) else one for one in value[1:]]
    return tuple(parts) if kind == _TUPLE else _CLASSES[kind](*parts)


def _rule(value: list[Any], pool: list[d.Expression]) -> d.Rule:
    _, kind, schema, number, rank, reads = value
    pairs = iter(reads)
    return d.Rule(kind, schema, pool[number], rank, tuple(map(d.Read, pairs, pairs)))
