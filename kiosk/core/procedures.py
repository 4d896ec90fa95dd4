"""What one procedure asks of people: papers, fees, days, steps, and how sure we are of each.

Values only. Reading the files is `storage/packages.py`, understanding their keys `core/procedures_toml.py`,
which papers a given dossier needs `core/procedures_papers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How far a stated fact can be relied on; shown, never hidden."""

    CONFIRMED = "confirmed"
    """Two independent public sources agree."""
    SINGLE = "single"
    """One source."""
    UNCONFIRMED = "unconfirmed"
    """Sources conflict, or it was not verified: ask before relying on it."""


class Channel(StrEnum):
    """How a dossier reaches the office."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class Unit(StrEnum):
    """In what a processing time is counted."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    SAME_DAY = "same_day"
    """The day of reception, or the next working day when received after the cut-off."""


class PaperKind(StrEnum):
    """How a component comes into the dossier."""

    FORM = "form"
    """Filled in on the kiosk."""
    CARD = "card"
    """Read from the identity card; nothing is handed in."""
    SCAN = "scan"
    """Scanned here, or brought to the counter."""
    COUNTER = "counter"
    """Shown or handed in at the counter only."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Vietnamese and, where there is one, in English."""

    vi: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.vi)

    def in_(self, language: str) -> str:
        """Return the text in `language` ("vi" or "en"), Vietnamese where the other is missing."""
        return self.en if language == "en" and self.en else self.vi


@dataclass(frozen=True, slots=True)
class Component:
    """One required paper. `when` is an XPath condition over the form's answers; empty: always needed."""

    key: str
    name: Words
    kind: PaperKind
    note: Words = Words()
    badge: Words = Words()
    """The condition in three words, for the list before starting."""
    when: str = ""
    optional: bool = False
    originals: int = 0
    copies: int = 0
    original_at_counter: bool = False
    """The original is still handed in after a scan was sent."""
    source: str = ""
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class ProcessingTime:
    """How long the office may take, by channel (empty: every channel) and condition over the answers."""

    amount: int
    unit: Unit
    note: Words = Words()
    channels: tuple[Channel, ...] = ()
    when: str = ""
    source: str = ""
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One row of the fee table. `amount` in đồng; None: not known, and never shown as 0.

    `per` names what it is counted by; `count` is the XPath number of those (empty: one). The `first` so many
    cost `amount` each, those above `further` each (None: no such step). `percent` of the sum is due between
    `valid_from` and `valid_to`. Rows with one `key` exclude each other.
    """

    key: str
    name: Words
    amount: int | None = None
    per: Words = Words()
    count: str = ""
    first: int | None = None
    further: int | None = None
    cap: int | None = None
    percent: int = 100
    note: Words = Words()
    """Exemptions and conditions, word for word."""
    channels: tuple[Channel, ...] = ()
    when: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or a note before starting."""

    title: Words
    text: Words
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One legal text, and since when it counts for this procedure."""

    text: str
    since: date | None = None
    until: date | None = None
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Agency:
    """Who decides, which unit the form is addressed to, and who receives."""

    decides: Words
    unit: Words = Words()
    receives: Words = Words()
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class FormEdition:
    """Which official form the answers are set on."""

    title: str
    edition: str
    effective_from: date | None = None
    confidence: Confidence = Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure package, whole. A dossier stays pinned to `version`."""

    code: str
    version: str
    name: Words
    agency: Agency
    who: Words
    source: str
    checked_on: date
    confidence: Confidence
    everyday: Words = Words()
    """The reason people come, in their words."""
    field: str = ""
    aliases: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    level: int | None = None
    """1 to 4 as the authority states it; never derived from `online`."""
    online: str = ""
    """`toàn trình`, `một phần` or `chưa cung cấp`, as the authority states it."""
    minutes: int = 5
    """How long filling in takes, about."""
    parties: tuple[str, ...] = ("self",)
    """Who may file: `self`, `authorised`, `organisation`."""
    identify: bool = True
    """Whether the filer is identified by card; False: the form is only filled in."""
    sensitive: tuple[str, ...] = ()
    """Card fields beyond the ordinary that the form asks for."""
    destination: str = ""
    destination_note: Words = Words()
    result: Words = Words()
    result_where: Words = Words()
    result_note: Words = Words()
    here: Words = Words()
    elsewhere_title: Words = Words()
    elsewhere: Words = Words()
    effective_from: date | None = None
    effective_to: date | None = None
    components: tuple[Component, ...] = ()
    times: tuple[ProcessingTime, ...] = ()
    fees: tuple[FeeRule, ...] = ()
    steps: tuple[Words, ...] = ()
    warnings: tuple[Notice, ...] = ()
    legal: tuple[LegalBasis, ...] = ()
    form: FormEdition | None = None
    has_form: bool = False
    """Whether the package carries a form that can be filled in here."""
