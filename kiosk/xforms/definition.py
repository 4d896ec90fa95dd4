"""A form once read: frozen values that any number of sessions share. It knows no answers.

Built by `reading`, stored by `cache`, run by `session`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kiosk.xforms.errors import XFormError
from kiosk.xforms.secondary import SecondaryInstances
from kiosk.xforms.xpath.compiler import ExpressionCompiler
from kiosk.xforms.xpath.syntax import Expr

Kind = Literal["input", "select_one", "select_many", "trigger", "upload", "range", "rank", "note"]


@dataclass(frozen=True, slots=True)
class Expression:
    """An XPath expression, its tree, and which attribute of which node holds it."""

    source: str
    tree: Expr
    where: str


@dataclass(frozen=True, slots=True)
class Words:
    """A label, hint or message: chunks of text and expressions; or an itext id, itself or an expression."""

    chunks: tuple[str | Expression, ...] = ()
    text_id: str | Expression | None = None


@dataclass(frozen=True, slots=True)
class Bind:
    """What the model says of a node. `extra` holds attributes of other namespaces, `kiosk:from` for one."""

    datatype: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    required_message: Words | None = None
    constraint_message: Words | None = None
    preload: tuple[str, str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SchemaNode:
    """A kind of node of the primary instance; a repeat's has many. `number` is its place in the list."""

    number: int
    name: str
    shown_name: str
    """With its prefix, as it is written."""
    path: str
    parent: int
    children: tuple[int, ...]
    repeat: bool
    bind: Bind
    attributes: tuple[tuple[str, str, str], ...] = ()
    """Name in expressions, name as written, value."""
    control: int | None = None
    bound: tuple[int, ...] = ()
    """Attributes that binds or actions give values to; kinds of their own, under this one."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The instance as the form defines it: the starting text of each node."""

    schema: int
    text: str
    children: tuple[Seed, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A choice written out in the form."""

    value: str
    label: Words | None


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices found by an expression."""

    nodes: Expression
    value: Expression
    label: Words | None


@dataclass(frozen=True, slots=True)
class Section:
    """A group or repeat of the body. `parent` is a section's number; -1 at the top."""

    label: Words | None
    appearance: tuple[str, ...]
    schema: int | None
    parent: int


@dataclass(frozen=True, slots=True)
class Control:
    """A question."""

    kind: Kind
    schema: int
    section: int
    label: Words | None
    hint: Words | None
    appearance: tuple[str, ...]
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None
    bounds: tuple[str, str, str] | None = None
    """Start, end and step of a range."""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a repeat's instances come and go: by `count` when given; else by people, unless `fixed`."""

    schema: int
    template: Seed
    count: Expression | None
    fixed: bool
    section: int


@dataclass(frozen=True, slots=True)
class Action:
    """`setvalue`: at an event, `target` gets a value. `source` is the question whose change counts.

    `located`: it is `odk:setgeopoint`, and the value is where the session takes place.
    """

    events: frozenset[str]
    target: int
    value: Expression | None
    source: int | None
    located: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A rule looks at nodes of a kind that lie under the same `anchor` node as its own."""

    schema: int
    anchor: int


RuleKind = Literal["relevant", "calculate", "count", "choices", "required", "readonly", "constraint"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression that keeps a property of a kind of node. Lower `rank` is evaluated first."""

    kind: RuleKind
    schema: int
    expression: Expression
    rank: int
    reads: tuple[Read, ...]


Chunks = tuple[str | Expression, ...]
Translation = Mapping[str, Mapping[str, str | Chunks]]
"""Text id → form ("" for the plain one, `guidance`, `image`, …) → a text; chunks where it quotes answers."""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form ready to run."""

    title: str
    form_id: str
    version: str
    schema: tuple[SchemaNode, ...]
    seed: Seed
    controls: tuple[Control, ...]
    sections: tuple[Section, ...]
    repeats: Mapping[int, Repeat]
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...]
    translations: Mapping[str, Translation]
    default_language: str | None
    namespaces: Mapping[str, str]
    submission: Mapping[str, str]
    instances: SecondaryInstances
    content_hash: str
    warnings: tuple[XFormError, ...]
    """What is likely wrong but doesn't keep the form from running: a bind without node, a stray name."""
    compiler: ExpressionCompiler = field(compare=False, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in the form's order."""
        return tuple(self.translations)

    def schema_at(self, path: str) -> SchemaNode | None:
        """Return the kind of node at a path without positions."""
        return next((node for node in self.schema if node.path == path), None)
