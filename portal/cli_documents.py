"""`portal document`: one of the office's papers to an applicant, written where the officer says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from portal.options import DataOption, JsonOption, show


def document(  # noqa: PLR0913 -- one parameter an option
    dossier_id: str,
    number: Annotated[int, typer.Argument(min=1, max=5, help="Mẫu 01 to 05.")],
    data: DataOption,
    out: Annotated[Path, typer.Option("--out", help="The PDF to write; it holds personal data.")],
    edition: Annotated[str, typer.Option("--edition", help="tt-03-2025, tt-01-2018; else by date.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why (02, 04).")] = "",
    again: Annotated[str, typer.Option("--again", help="The new day, in words (04).")] = "",
    contact: Annotated[str, typer.Option("--contact", help="Whom to ask (02).")] = "",
    contact_phone: Annotated[str, typer.Option("--contact-phone", help="Their number (02).")] = "",
    as_json: JsonOption = False,
) -> None:
    """Write a paper as PDF: 01 once accepted, 02, 03 and 05 by the state, 04 once a day was promised."""
    from kiosk.core.errors import Code, KioskError
    from portal.app import open_portal
    from portal.documents import issue
    from portal.documents.facts import Said
    from portal.problems import Problem, Refused

    said = Said(reason, again, contact, contact_phone)
    try:
        pdf = issue(open_portal(data), dossier_id, number, said=said, edition=edition)
    except Refused as error:
        unknown = error.problem is Problem.DOSSIER_UNKNOWN
        raise KioskError(
            Code.DOSSIER_UNKNOWN if unknown else Code.DOCUMENT_NOT_DUE, f"Mẫu {number:02}"
        ) from error
    try:
        out.touch(mode=0o600)
        out.write_bytes(pdf)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(out)) from error
    show({"path": str(out), "bytes": len(pdf)}, f"{out}  {len(pdf)} bytes", as_json=as_json)
