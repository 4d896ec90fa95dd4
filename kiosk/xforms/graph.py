"""The dependency graph: every rule of a form, what it reads, and the order in which rules are evaluated.

A cycle is refused with the paths on it. What can't be told apart by kind alone, a repeat instance that reads
its neighbours, isn't a cycle: such rules are evaluated until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kiosk.xforms.definition import (
    Control,
    Expression,
    Read,
    Repeat,
    Rule,
    RuleKind,
    SchemaNode,
)
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.reads import Reader, Reading
from kiosk.xforms.sorting import strong_components

ORDERED: frozenset[RuleKind] = frozenset({"relevant", "calculate", "count", "choices"})
"""Kinds whose result others read; the rest are looked up when asked for."""


def rules_of(
    schema: tuple[SchemaNode, ...],
    controls: tuple[Control, ...],
    repeats: Mapping[int, Repeat],
    reader: ExpressionReader,
) -> tuple[Rule, ...]:
    """Return the rules by rank. Raises XFormError REFERENCE_UNKNOWN, CYCLE."""
    follower = Reader(schema, reader.compiler.resolve)
    cache: dict[tuple[str, int], Reading] = {}
    drafts: list[Rule] = []
    for kind, number, expression in _expressions(schema, controls, repeats):
        key = (expression.source, number)
        if key not in cache:
            cache[key] = follower.read(expression.tree, number)
        reading = cache[key]
        _report_unknown(reading, expression, reader)
        reads = tuple(Read(*place) for place in sorted(reading.reads))
        drafts.append(Rule(kind, number, expression, 0, reads))
    return _ranked(drafts, follower)


def _report_unknown(reading: Reading, expression: Expression, reader: ExpressionReader) -> None:
    """Refuse a path into nothing. A bare name, `null` for one, is an empty node-set, as in ODK's clients."""
    for path in reading.unknown:
        error = XFormError(
            XFormCode.REFERENCE_UNKNOWN, expression.where, f"{path} in {expression.source[:120]}"
        )
        if "/" in path:
            raise error
        reader.warn([error])


def _expressions(
    schema: tuple[SchemaNode, ...], controls: tuple[Control, ...], repeats: Mapping[int, Repeat]
) -> Iterator[tuple[RuleKind, int, Expression]]:
    for node in schema:
        bind = node.bind
        pairs: tuple[tuple[RuleKind, Expression | None], ...] = (
            ("relevant", bind.relevant),
            ("calculate", bind.calculate),
            ("required", bind.required),
            ("readonly", bind.readonly),
            ("constraint", bind.constraint),
        )
        yield from ((kind, node.number, found) for kind, found in pairs if found is not None)
    for control in controls:
        if control.itemset is not None:
            yield "choices", control.schema, control.itemset.nodes
    for repeat in repeats.values():
        if repeat.count is not None:
            yield "count", repeat.schema, repeat.count


def _ranked(drafts: list[Rule], follower: Reader) -> tuple[Rule, ...]:
    writers = _writers(drafts, follower)
    needs: list[list[int]] = []
    for at, rule in enumerate(drafts):
        found = {writer for read in rule.reads for writer in writers(read.schema)}
        if rule.kind == "calculate":
            found.update(w for w in writers(rule.schema) if drafts[w].kind in {"relevant", "count"})
        needs.append(sorted(found - {at}) if rule.kind in ORDERED else sorted(found))
    ranks: dict[int, int] = {}
    for rank, component in enumerate(strong_components(needs)):
        if len(component) > 1:
            _refuse_cycle(component, drafts, follower)
        ranks.update(dict.fromkeys(component, rank))
    ranked = [
        Rule(rule.kind, rule.schema, rule.expression, ranks[at], rule.reads) for at, rule in enumerate(drafts)
    ]
    return tuple(sorted(ranked, key=lambda rule: rule.rank))


def _writers(drafts: list[Rule], follower: Reader) -> Callable[[int], set[int]]:
    """Return a function from a kind of node to the rules that can change what is seen of it."""
    own: dict[int, list[int]] = {}
    for at, rule in enumerate(drafts):
        if rule.kind in ORDERED:
            own.setdefault(rule.schema, []).append(at)
    cache: dict[int, set[int]] = {}

    def writers(kind: int) -> set[int]:
        if kind not in cache:
            found = set(own.get(kind, ()))
            above = follower.schema[kind].parent
            while above >= 0:
                found.update(at for at in own.get(above, ()) if drafts[at].kind != "calculate")
                above = follower.schema[above].parent
            cache[kind] = found
        return cache[kind]

    return writers


def _refuse_cycle(component: list[int], drafts: list[Rule], follower: Reader) -> None:
    """Refuse a circle of rules, unless it goes from one repeat instance to another, or grows a repeat."""
    if any(drafts[at].kind == "count" or _crosses_instances(drafts[at], follower) for at in component):
        return
    rules = [drafts[at] for at in component]
    paths = " → ".join(f"{rule.expression.where}" for rule in rules[:6])
    raise XFormError(XFormCode.CYCLE, rules[0].expression.where, paths)


def _crosses_instances(rule: Rule, follower: Reader) -> bool:
    home = follower.anchor(rule.schema)
    return any(home and follower.is_above(home, read.schema) and read.anchor != home for read in rule.reads)
