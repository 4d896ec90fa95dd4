"""Readers whose names tell something that the card alone doesn't: how long an answer they carry, and quirks.

Data. A reader that isn't listed is taken at the card's word (its answer to reset), and a refused length is
learnt during the read. `source` says where a line comes from; lines measured on a reader replace the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kiosk.idcard.channel import Limits


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """Names matching `pattern` carry at most `extended_block` bytes in an answer; None: short only."""

    pattern: str
    contactless: bool
    extended_block: int | None
    quirk: str
    source: str


MODELS: tuple[ReaderModel, ...] = (
    ReaderModel(
        pattern=r"Virtual PCD",
        contactless=True,
        extended_block=32_000,
        quirk="two readers, on neighbouring ports; an answer of no bytes means that the card was lifted",
        source="measured with vsmartcard 3.3 and pcsc-lite 1.9.9",
    ),
    ReaderModel(
        pattern=r"ACR122",
        contactless=True,
        extended_block=None,
        quirk="its chip carries about 260 bytes a frame; extended lengths are refused or answered by nothing",
        source="the maker's manual; not measured",
    ),
    ReaderModel(
        pattern=r"(?i)omnikey .*(?:5021|5022|5122|5422|5427)",
        contactless=True,
        extended_block=2_048,
        quirk="",
        source="the maker's manual; not measured, kept small until it is",
    ),
    ReaderModel(
        pattern=r"(?i)\[.*contact(?!less).*\]",
        contactless=False,
        extended_block=2_048,
        quirk="the contact side of a dual reader: the card answers there too, with another answer to reset",
        source="not measured",
    ),
)


def limits_for(reader: str, said_by_card: Limits) -> Limits:
    """Return the lengths to begin with: what the card says, cut to what the reader carries."""
    model = next((model for model in MODELS if re.search(model.pattern, reader)), None)
    if model is None or said_by_card.extended_block is None:
        return said_by_card
    if model.extended_block is None:
        return replace(said_by_card, extended_block=None)
    return replace(said_by_card, extended_block=min(model.extended_block, said_by_card.extended_block))
