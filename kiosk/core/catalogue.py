"""The national catalogue as the kiosk keeps it: one row a procedure, facts as the portal states them.

A row says that a procedure exists and what it is called; it is no promise that it can be filed here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One procedure of the catalogue."""

    code: str
    name: str
    field: str = ""
    government: tuple[str, ...] = ()
    """Who deals with it: `bộ`, `tỉnh`, `xã`, `khác`."""
    online: str = ""
    """What the portal says about filing online; where it is a level, in the portal's words."""
    agency: str = ""
    """Who decides where a package says so, else the ministry that published it."""
    local_to: str = ""
    """The province whose own procedure it is; empty: everywhere."""
    internal: bool = False
    """Between offices; not shown to citizens."""
    vertical: bool = False
    """Dealt with by a ministry's own line (police, tax, customs)."""
    channels: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    time: str = ""
    """Processing time by channel, in the portal's words."""
    life_event: str = ""
    decision: str = ""
    updated: str = ""
    source: str = ""
    confidence: str = ""
    """How sure the pair of code and name is: `cao`, `khá`, `vừa`, `thấp`."""
    level: int | None = None
    has_form: bool = False
    everyday: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """An abolished code and its successor (empty: none)."""

    old_code: str
    new_code: str
    evidence: str


@dataclass(frozen=True, slots=True)
class EverydayPhrase:
    """What people say, and the procedures they mean, likeliest first."""

    phrase: str
    codes: tuple[str, ...]
    means: str = ""
    ask_back: bool = False


@dataclass(frozen=True, slots=True)
class Synonym:
    """What people say for a word of the office: `bằng lái` for `giấy phép lái xe`."""

    said: str
    official: str
