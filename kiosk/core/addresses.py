"""Addresses of two levels, and the old three-level ones of cards and papers. Pure.

Since 1 July 2025 there are communes and provinces, no districts. What a paper says is kept word for word; the
unit it lies in today is found beside it. The tables are data by edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.core.text import fold, nfc

_PREFIX = re.compile(
    r"^(?:xa|phuong|thi tran|p\.|x\.|tt\.|huyen|quan|thi xa|thanh pho|tp\.?|tx\.?|h\.|q\.|tinh|t\.)\s*"
)


@dataclass(frozen=True, slots=True)
class Merger:
    """One old commune and the new one that it lies in."""

    old_code: str
    old_name: str
    old_district: str
    new_code: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 63 provinces of before, and the one of 34 that it lies in."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An address as written and where that is today; empty: not known."""

    written: str = field(repr=False)
    detail: str = field(default="", repr=False)
    """House, street, hamlet: what stands before the commune."""
    commune_code: str = ""
    commune: str = ""
    province_code: str = ""
    province: str = ""
    old_commune: str = ""
    """The old commune's name, where the paper names one that was merged."""

    @property
    def today(self) -> str:
        """Return the address in today's units; what was written where they aren't known."""
        if not self.commune:
            return self.written
        province = self.province if self.province.startswith("Thành phố") else f"tỉnh {self.province}"
        parts = (self.detail, self.commune[:1].lower() + self.commune[1:], province)
        return ", ".join(part for part in parts if part)


class Gazetteer:
    """One edition of the tables, ready to read addresses."""

    def __init__(
        self, mergers: Iterable[Merger], provinces: Iterable[Province], home: str = "Sơn La"
    ) -> None:
        """Hold the tables; the communes are those of the province `home`."""
        self._home = _plain(home)
        self._old: dict[str, list[Merger]] = {}
        self._new: dict[str, Merger] = {}
        for merger in mergers:
            self._old.setdefault(_plain(merger.old_name), []).append(merger)
            self._new[_plain(merger.new_name)] = merger
        self._provinces = {_plain(p.old_name): p for p in provinces}

    def read(self, written: str) -> Reading:
        """Return where an address lies today; `Tổ 3, Chiềng Lề, TP Sơn La, Sơn La` is in phường Tô Hiệu."""
        parts = [nfc(part) for part in written.split(",") if part.strip()]
        province = self._provinces.get(_plain(parts[-1])) if parts else None
        if province is None:
            return Reading(written)
        known = Reading(written, province_code=province.new_code, province=province.new_name)
        if _plain(province.old_name) != self._home:
            return known
        return self._within_home(parts[:-1], known)

    def _within_home(self, parts: list[str], known: Reading) -> Reading:
        if len(parts) > 1:
            merger = self._old_commune(parts[-2], parts[-1])
            if merger:
                return _placed(known, merger, parts[:-2], old=merger.old_name)
        if parts and _plain(parts[-1]) in self._new:
            return _placed(known, self._new[_plain(parts[-1])], parts[:-1], old="")
        if parts:
            merger = self._old_commune(parts[-1], "")
            if merger:
                return _placed(known, merger, parts[:-1], old=merger.old_name)
        return known

    def _old_commune(self, name: str, district: str) -> Merger | None:
        named = self._old.get(_plain(name), [])
        alike = [m for m in named if fold(m.old_name) == fold(name)]  # thị trấn and xã of one name
        named = alike or named
        within = [m for m in named if not district or _plain(m.old_district) == _plain(district)]
        return within[0] if len({m.new_code for m in within}) == 1 else None


def _placed(known: Reading, merger: Merger, before: list[str], *, old: str) -> Reading:
    return Reading(
        known.written,
        ", ".join(before),
        merger.new_code,
        merger.new_name,
        known.province_code,
        known.province,
        old,
    )


def _plain(name: str) -> str:
    return _PREFIX.sub("", fold(nfc(name)))
