"""The kiosk's one configuration file, as values. Pure: `parse` takes the mapping that TOML gave.

`docs/config.md` lists every key. Reading the file is `app.py`'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta, timezone
from typing import Any

from kiosk.core.errors import Code, KioskError

OFFICE_ZONE = timezone(timedelta(hours=7), "+07")
"""Việt Nam's time, the whole year (no summer time): what slips and screens say, wherever the clock is set."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the kiosk stands; printed on slips and shown in the top bar."""

    centre: str = "Trung tâm Phục vụ hành chính công"
    place: str = "phường Tô Hiệu, tỉnh Sơn La"
    counter: str = "Quầy số 1, giờ hành chính"
    code: str = "TH01"
    """Four letters and digits; the receipt code begins with it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The display. `px_per_mm` is measured once by the technician."""

    px_per_mm: float = 4.03
    width_px: int = 1080
    height_px: int = 1920
    idle_s: float = 60.0
    countdown_s: float = 30.0
    slip_s: float = 30.0


@dataclass(frozen=True, slots=True)
class CardConfig:
    """The reader. `anchors` are CSCA certificate files (DER or PEM), relative to the config's folder."""

    reader: str = ""
    deadline_s: float = 30.0
    anchors: tuple[str, ...] = ()
    practice: bool = False


@dataclass(frozen=True, slots=True)
class PrinterConfig:
    """The office printer: an IPP URI such as `ipp://localhost:631/ipp/print`; empty: none."""

    uri: str = ""
    deadline_s: float = 60.0


@dataclass(frozen=True, slots=True)
class ScannerConfig:
    """`kind` is `sane` (`device` a SANE name), `folder` (`device` a folder fed with pages), or empty.

    `options` go to `scanimage` as they are: `scanimage -A` lists a scanner's own.
    """

    kind: str = ""
    device: str = ""
    options: tuple[str, ...] = ("--mode", "Color", "-x", "210", "-y", "297")
    deadline_s: float = 60.0


@dataclass(frozen=True, slots=True)
class SyncConfig:
    """The way to the portal. `keep_days`: how long sealed files stay after the portal's acknowledgement."""

    keep_days: int = 30


@dataclass(frozen=True, slots=True)
class Config:
    """All of it, with defaults that start a kiosk without any file."""

    site: Site = Site()
    screen: Screen = Screen()
    card: CardConfig = CardConfig()
    printer: PrinterConfig = PrinterConfig()
    scanner: ScannerConfig = ScannerConfig()
    sync: SyncConfig = SyncConfig()
    forms_dir: str = ""
    """Folder of procedure packages; empty: the one shipped."""


_SECTIONS: dict[str, type[Any]] = {
    "site": Site,
    "screen": Screen,
    "card": CardConfig,
    "printer": PrinterConfig,
    "scanner": ScannerConfig,
    "sync": SyncConfig,
}


def parse(mapping: Mapping[str, Any]) -> Config:
    """Return the configuration. Raises KioskError CONFIG_INVALID naming the key that is unknown or wrong."""
    values: dict[str, Any] = {}
    for name, value in mapping.items():
        if name in _SECTIONS and isinstance(value, Mapping):
            values[name] = _section(name, _SECTIONS[name], value)
        elif name == "forms_dir" and isinstance(value, str):
            values[name] = value
        else:
            raise KioskError(Code.CONFIG_INVALID, name)
    return Config(**values)


def _section(name: str, kind: type[Any], mapping: Mapping[str, Any]) -> Any:
    defaults = {field.name: field.default for field in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in mapping.items():
        if key not in defaults:
            raise KioskError(Code.CONFIG_INVALID, f"{name}.{key}")
        values[key] = _fitted(f"{name}.{key}", value, defaults[key])
    return kind(**values)


def _fitted(where: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is type(default):
        return value
    raise KioskError(Code.CONFIG_INVALID, where)
