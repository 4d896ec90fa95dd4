"""The centre's own list over the national catalogue: what is received here, where, by whom, when. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.core.errors import Code, KioskError

_KEYS = {"code", "counter", "by", "hours", "filed_last_season"}


@dataclass(frozen=True, slots=True)
class Reception:
    """How one procedure is received at this centre; what is empty is as for the centre."""

    code: str
    counter: str = ""
    by: str = ""
    hours: str = ""
    filed_last_season: int = 0


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre's hours and its list; without a list nothing is known, and nothing is claimed."""

    hours: str = ""
    receptions: Mapping[str, Reception] = field(default_factory=dict)

    @property
    def usage(self) -> dict[str, int]:
        """Return how often each procedure was filed here in this season last year; search ranks by it."""
        return {code: r.filed_last_season for code, r in self.receptions.items() if r.filed_last_season}

    def receives(self, code: str) -> bool | None:
        """Say whether a procedure is received here; None when the centre has no list."""
        return code in self.receptions if self.receptions else None


def parse_centre(tables: Mapping[str, Any]) -> Centre:
    """Return the centre of a `centre.toml`. Raises KioskError CONFIG_INVALID naming what is wrong."""
    if set(tables) - {"hours", "received"}:
        raise KioskError(Code.CONFIG_INVALID, f"centre.toml: {min(set(tables) - {'hours', 'received'})}")
    receptions = [_reception(row) for row in tables.get("received", [])]
    return Centre(str(tables.get("hours", "")), {r.code: r for r in receptions})


def _reception(row: Mapping[str, Any]) -> Reception:
    code = row.get("code")
    count = row.get("filed_last_season", 0)
    if not isinstance(code, str) or not isinstance(count, int) or set(row) - _KEYS:
        raise KioskError(Code.CONFIG_INVALID, f"centre.toml: {code}")
    words = {key: str(row.get(key, "")) for key in ("counter", "by", "hours")}
    return Reception(code, filed_last_season=count, **words)
