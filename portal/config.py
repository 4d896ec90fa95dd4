"""The portal's settings, from `DATA/portal.toml`; every key has a default that works. Knows no keys."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.core.errors import Code, KioskError


@dataclass(frozen=True, slots=True)
class PortalConfig:
    """Who receives, and where data go."""

    unit: str = "H52.1"
    """Code of the receiving unit, first part of official numbers: `H52.1` or the older `000.00.01.H52`."""
    units: dict[str, str] = field(default_factory=dict)
    """Procedure code → the receiving unit where it is another one."""
    database: str = ""
    """SQLAlchemy URL; empty: SQLite in the data folder."""
    forms: str = ""
    """Folder of procedure packages; empty: the one shipped."""
    fee_bank: str = ""
    """The bank that fees are transferred to, its six digits (BIN); empty: no transfers."""
    fee_account: str = ""
    """The account there."""
    fee_payee: str = ""
    """Whose account it is, as payers read it."""
    centre: str = "Trung tâm Phục vụ hành chính công"
    """The receiving centre, as it stands on the office's papers."""
    place: str = "Sơn La"
    """Where those papers are dated."""
    practice: bool = False
    """Believe cards of the practice issuers that demo and tests make. Never in earnest."""

    def unit_of(self, procedure: str) -> str:
        """Return the unit that numbers this procedure's dossiers."""
        return self.units.get(procedure, self.unit)


_TEXTS = frozenset({"unit", "database", "forms", "fee_bank", "fee_account", "fee_payee", "centre", "place"})


def read(data: Path) -> PortalConfig:
    """Read `DATA/portal.toml` if there is one. Raises KioskError CONFIG_UNREADABLE, CONFIG_INVALID."""
    file = data / "portal.toml"
    try:
        mapping = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return PortalConfig()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CONFIG_UNREADABLE, str(file)) from error
    return _fitted(mapping)


def _fitted(mapping: dict[str, Any]) -> PortalConfig:
    for key, value in mapping.items():
        if key == "units":
            right = isinstance(value, dict) and all(isinstance(unit, str) for unit in value.values())
        else:
            right = (key == "practice" and isinstance(value, bool)) or (
                key in _TEXTS and isinstance(value, str)
            )
        if not right:
            raise KioskError(Code.CONFIG_INVALID, key)
    return PortalConfig(**mapping)
