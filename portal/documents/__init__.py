"""The office's papers to an applicant (TT 03/2025/TT-VPCP, Phụ lục I): which are issued, and their PDF.

Drawn when they are asked for, in memory: nothing of them is stored.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from kiosk.core.errors import Code, KioskError
from portal import acts
from portal.documents.facts import Facts
from portal.documents.pdf import ACCEPTANCE, drawn
from portal.documents.words import WORDS
from portal.intake.applicant import applicant_of
from portal.intake.opening import open_dossier
from portal.intake.packages import form_of, procedure_of
from portal.parts import Portal
from portal.problems import Problem, Refused
from portal.store import dossiers, fees
from portal.store.engine import reading

_BY_STATE = {acts.SUPPLEMENT: 2, acts.REFUSED: 3, acts.STOPPED: 5}


def issued(row: Row[Any]) -> list[int]:
    """Return the numbers of the papers that a dossier has as it stands."""
    found = [ACCEPTANCE] if row.accepted_at is not None else []
    return found + ([_BY_STATE[row.state]] if row.state in _BY_STATE else [])


def issue(portal: Portal, dossier_id: str, number: int) -> bytes:
    """Return a paper as a PDF. Blocks. Raises Refused DOSSIER_UNKNOWN, DOCUMENT_UNKNOWN; KioskError."""
    with reading(portal.engine) as connection:
        row = dossiers.find(connection, dossier_id)
        paid_vnd = fees.paid_for(connection, dossier_id)
    if row is None:
        raise Refused(Problem.DOSSIER_UNKNOWN, dossier_id)
    if number not in issued(row) or number not in WORDS:
        raise Refused(Problem.DOCUMENT_UNKNOWN, f"Mẫu 0{number}")
    try:
        procedure = procedure_of(portal.forms_dir, row.procedure, row.procedure_version)
        opened = open_dossier(portal, dossier_id)
        form = form_of(portal.forms_dir, row.procedure, row.procedure_version)
        facts = Facts.of(row, procedure, opened, applicant_of(form, opened), portal.config, paid_vnd=paid_vnd)
    except KioskError as error:
        if error.code in (Code.PACKAGE_MISSING, Code.PARCEL_UNREADABLE, Code.ANSWERS_INVALID):
            raise Refused(Problem.DOCUMENT_UNKNOWN, error.code.name) from error
        raise
    return drawn(number, facts)
