"""When a result is promised: the procedure's own time, from the moment of acceptance, in working hours."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from kiosk.core.deadlines import Office, due, parse_calendar
from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Channel, Procedure, ProcessingTime
from portal.intake.opening import open_dossier
from portal.intake.packages import form_of, procedure_of
from portal.intake.validation import filled
from portal.parts import Portal
from portal.store.numbering import VIETNAM


def promised(portal: Portal, row: Row[Any], accepted_at: datetime) -> datetime | None:
    """Return when the result is due if the dossier is accepted now; None: its package states no time.

    Blocks; opens the dossier only where the time hangs on an answer.
    """
    try:
        procedure = procedure_of(portal.forms_dir, row.procedure, row.procedure_version)
        time = _time_of(portal, row, procedure)
    except KioskError as error:
        if error.code in (Code.DATABASE_FAILED, Code.DISK_FAILED):
            raise
        return None  # an officer accepts it all the same; the paper says that the date is told later
    if time is None:
        return None
    local = accepted_at.astimezone(VIETNAM).replace(tzinfo=None)
    return due(local, time.amount, time.unit, office_of(portal.forms_dir)).replace(tzinfo=VIETNAM)


def office_of(forms_dir: Path) -> Office:
    """Return the office's calendar (`lists/calendar.toml`) and hours. Raises KioskError CATALOGUE_BROKEN."""
    file = forms_dir / "lists" / "calendar.toml"
    try:
        return _office(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Office()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KioskError(Code.CATALOGUE_BROKEN, file.name) from error


@lru_cache(4)
def _office(text: str) -> Office:
    return Office(parse_calendar(tomllib.loads(text)))


def _time_of(portal: Portal, row: Row[Any], procedure: Procedure) -> ProcessingTime | None:
    """Return the first rule that fits: a kiosk files online, and conditions are asked of the answers."""
    fitting = [time for time in procedure.times if not time.channels or Channel.ONLINE in time.channels]
    if not any(time.when for time in fitting):
        return fitting[0] if fitting else None
    opened = open_dossier(portal, row.dossier_id)
    definition = form_of(portal.forms_dir, row.procedure, row.procedure_version)
    session = filled(definition, opened.xml, now=datetime.fromisoformat(row.submitted_at))
    return next((time for time in fitting if not time.when or session.holds(time.when)), None)
