"""Lists that the province keeps in the forms folder: communes, provinces, days off. Reads only."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from kiosk.core.addresses import Gazetteer, Merger, Province
from kiosk.core.centre import Centre, parse_centre
from kiosk.core.deadlines import Calendar, parse_calendar
from kiosk.core.errors import Code, KioskError


def gazetteer(forms_dir: Path) -> Gazetteer:
    """Return the edition of communes and provinces in force. Raises KioskError CATALOGUE_BROKEN."""
    lists = forms_dir / "lists"
    districts = {row["code"]: row["name"] for row in _table(lists / "districts-son-la.csv")}
    mergers = [
        Merger(
            row["old_code"],
            row["old_name"],
            districts.get(row["old_district_code"], ""),
            row["new_code"],
            row["new_name"],
        )
        for row in _table(lists / "communes-son-la-2025.csv")
    ]
    return Gazetteer(mergers, [Province(**row) for row in _table(lists / "provinces.csv")])


def calendar(forms_dir: Path) -> Calendar:
    """Return the offices' days off. Raises KioskError CATALOGUE_BROKEN."""
    try:
        text = (forms_dir / "lists" / "calendar.toml").read_text(encoding="utf-8")
        return parse_calendar(tomllib.loads(text))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, "calendar.toml") from error


def centre(config_dir: Path) -> Centre:
    """Return the centre's own list, `centre.toml` beside the configuration; an empty one where there is none.

    Raises KioskError CONFIG_UNREADABLE, CONFIG_INVALID.
    """
    try:
        return parse_centre(tomllib.loads((config_dir / "centre.toml").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Centre()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CONFIG_UNREADABLE, "centre.toml") from error


def _table(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, path.name) from error
