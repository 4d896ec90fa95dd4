"""What a card says about its holder, and how far it can be believed. Plain values; no protocol here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class ReadPhase(StrEnum):
    """Where a read stands, for the screen's progress."""

    WAITING = "waiting"
    CONNECTING = "connecting"
    ACCESS = "access"
    READING = "reading"
    VERIFYING = "verifying"
    LIFTED = "lifted"
    """The card left in the middle; put back within ten seconds, reading begins again by itself."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The fields of DG13 (national data), or of DG1 where DG13 is absent. Text is NFC; None: not on the card.

    Without DG13 `full_name` is None and `zone_name` holds the machine-readable zone's name, which is
    evidence and never the legal name: no diacritics, possibly truncated.
    """

    personal_number: str = field(repr=False)
    full_name: str | None = field(default=None, repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    nationality: str | None = field(default=None, repr=False)
    ethnicity: str | None = field(default=None, repr=False)
    religion: str | None = field(default=None, repr=False)
    place_of_origin: str | None = field(default=None, repr=False)
    place_of_residence: str | None = field(default=None, repr=False)
    identifying_features: str | None = field(default=None, repr=False)
    date_of_issue: date | None = field(default=None, repr=False)
    date_of_expiry: date | None = field(default=None, repr=False)
    father_name: str | None = field(default=None, repr=False)
    mother_name: str | None = field(default=None, repr=False)
    spouse_name: str | None = field(default=None, repr=False)
    old_id_number: str | None = field(default=None, repr=False)
    zone_name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """True: done and good. None: not done, the reason is in the notes. False: failed where policy allows."""

    passive: bool | None
    chip: bool | None
    active: bool | None


@dataclass(frozen=True, slots=True)
class CardEvidence:
    """What a third party can verify again: raw elementary files as read. `dg13` only when declared."""

    sod: bytes = field(repr=False)
    dg1: bytes = field(repr=False)
    dg13: bytes | None = field(default=None, repr=False)
    dg15: bytes | None = field(default=None, repr=False)
    challenge: bytes | None = field(default=None, repr=False)
    active_signature: bytes | None = field(default=None, repr=False)
    dg14: bytes | None = field(default=None, repr=False)
