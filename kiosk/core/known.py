"""All that is known here of one procedure, for the screen before starting. Pure; no gap is filled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.core.catalogue import CatalogueRow
from kiosk.core.centre import Reception
from kiosk.core.procedures import Procedure

_WHOSE_COPY = re.compile(r"\s*\((?:repo\b|chatbot)[^)]*\)")


@dataclass(frozen=True, slots=True)
class Known:
    """A catalogue row, its package where it has one, and how this centre receives it."""

    row: CatalogueRow
    source: str
    """Where the row is from, in words."""
    procedure: Procedure | None = None
    """Facts, papers, fees; None: nobody has gathered them."""
    reception: Reception | None = None
    received: bool | None = None
    """Whether the centre's own list has it; None: the centre has no list, and nothing is claimed."""
    blank_form: bool = False
    """Whether the official form can be printed to be filled in by hand."""
    hours: str = ""
    """The counter's hours, else the centre's; empty: not known."""


def source_in_words(source: str) -> str:
    """Return a source as people read it, without the name of the copy that it was read from."""
    return _WHOSE_COPY.sub("", source)
