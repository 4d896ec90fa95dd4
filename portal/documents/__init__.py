"""The office's papers to an applicant (Mẫu 01 to 05): which are issued, and their PDF.

Drawn when they are asked for, in memory: nothing of them is stored.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from kiosk.core.errors import Code, KioskError
from kiosk.core.print_filling import Plain, filled
from kiosk.paper.form import draw_form
from portal import acts
from portal.documents.editions import edition_named, edition_on
from portal.documents.facts import Facts, Said
from portal.intake.applicant import applicant_of
from portal.intake.opening import open_dossier
from portal.intake.packages import form_of, procedure_of
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import dossiers, fees
from portal.store.engine import reading

ACCEPTANCE, APOLOGY = 1, 4
_UNDRAWABLE = frozenset(
    {
        Code.PACKAGE_MISSING,
        Code.DOCUMENT_NOT_DUE,
        Code.PARCEL_UNREADABLE,
        Code.PARCEL_MISMATCH,
        Code.ANSWERS_INVALID,
        Code.FORM_BROKEN,
    }
)
"""Why a paper can't be drawn: what it says of the dossier isn't readable."""
_BY_STATE = {acts.SUPPLEMENT: 2, acts.REFUSED: 3, acts.STOPPED: 5}


def issued(row: Row[Any]) -> list[int]:
    """Return the numbers of the papers that a dossier has as it stands, and that can be drawn."""
    if dossiers.reason_of(row) in _UNDRAWABLE:
        return []
    found = [ACCEPTANCE] if row.accepted_at is not None else []
    return found + ([_BY_STATE[row.state]] if row.state in _BY_STATE else [])


def issue(
    portal: Portal, dossier_id: str, number: int, *, said: Said | None = None, edition: str = ""
) -> bytes:
    """Return a paper as a PDF. Blocks. `said` is what an officer adds; an apology (04) needs it.

    `edition` names a circular's papers; empty: those in force when the office acted. Raises Refused
    DOSSIER_UNKNOWN, DOCUMENT_UNKNOWN; KioskError.
    """
    with reading(portal.engine) as connection:
        row = dossiers.find(connection, dossier_id)
        paid_vnd = fees.paid_for(connection, dossier_id)
    if row is None:
        raise Refused(Problem.DOSSIER_UNKNOWN, dossier_id)
    apologises = number == APOLOGY and said is not None and row.due_at is not None
    if number not in issued(row) and not apologises:
        raise Refused(Problem.DOCUMENT_UNKNOWN, f"Mẫu 0{number}")
    try:
        procedure = procedure_of(portal.forms_dir, row.procedure, row.procedure_version)
        opened = open_dossier(portal, dossier_id)
        form = form_of(portal.forms_dir, row.procedure, row.procedure_version)
        facts = Facts.of(row, procedure, opened, applicant_of(form, opened), portal.config, paid_vnd=paid_vnd)
        papers = edition_named(edition) if edition else edition_on(facts.day)
        template = papers.template(number)
    except KioskError as error:
        if error.code in _UNDRAWABLE:
            raise Refused(Problem.DOCUMENT_UNKNOWN, error.code.name) from error
        raise
    return draw_form(filled(template, Plain(facts.values(said or Said()))))
