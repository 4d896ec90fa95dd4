"""What a screen needs to show one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.xforms.definition import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """A relevant question as it stands: words in the session's language, the answer as the instance holds it.

    `ref` is the node's path with 1-based positions on repeats. `choices` are (value, label). `sections` are
    the labels of the groups around it, outermost first. `binds` holds the bind's attributes of other
    namespaces (`kiosk:from`), `attributes` the control's own (`mediatype`, `rows`).
    """

    ref: str
    kind: Kind
    datatype: str
    label: str
    hint: str
    guidance: str
    value: str = field(repr=False)
    required: bool
    readonly: bool
    appearance: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    required_message: str
    constraint_message: str
    sections: tuple[str, ...]
    repeats: tuple[str, ...]
    """References of the repeat instances around it, outermost first."""
    bounds: tuple[str, str, str] | None
    binds: Mapping[str, str]
    attributes: Mapping[str, str]
    media: Mapping[str, str]
    """`image`, `audio`, `video` of the label."""
