"""What a finished form becomes: the printed dossier's words, the submission, the slip's facts. Pure.

The screen (`backroom`) and `kiosk submit` file through these same functions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.core.config import Site
from kiosk.core.dossier import Attachment, Receipt, Submission
from kiosk.core.dossier_paper import DossierPaper, papers_of, sections_of
from kiosk.core.fees import fees
from kiosk.core.formflow import FormFlow
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.print_answers import printed
from kiosk.core.print_template import Template
from kiosk.core.procedures import Channel
from kiosk.core.receipt import SlipFacts
from kiosk.core.slip_code import tracking_secret


@dataclass(frozen=True, slots=True)
class Identified:
    """How the filer was identified: `method` is `chip`, `hand` or `file`."""

    method: str
    card: CardResult | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which filing it is, and when. Times carry their zone."""

    visit: VisitId
    dossier: DossierId
    receipt_code: str
    started_at: datetime
    submitted_at: datetime


def dossier_paper(
    flow: FormFlow, site: Site, occasion: Occasion, template: Template | None = None
) -> DossierPaper:
    """Return the dossier as the office prints it: the official form, then each answer with its source."""
    return DossierPaper(
        site=site,
        title=flow.procedure.form.title if flow.procedure.form else flow.procedure.name.vi,
        procedure_code=flow.procedure.code,
        receipt_code=occasion.receipt_code,
        submitted_at=occasion.submitted_at,
        sections=sections_of(flow.sections()),
        papers=papers_of(flow.papers()),
        form=printed(template, flow.session, edition=flow.procedure.form) if template is not None else None,
    )


def submission(
    flow: FormFlow,
    occasion: Occasion,
    identified: Identified,
    *,
    pdf: bytes,
    attachments: tuple[Attachment, ...],
) -> Submission:
    """Return what is sealed."""
    return Submission(
        visit=occasion.visit,
        dossier_id=occasion.dossier,
        receipt_code=occasion.receipt_code,
        procedure=flow.procedure.code,
        version=flow.procedure.version,
        procedure_name=flow.procedure.name.vi,
        started_at=occasion.started_at,
        submitted_at=occasion.submitted_at,
        method=identified.method,
        instance_xml=flow.session.submission_xml(),
        pdf=pdf,
        provenance=flow.provenance(),
        attachments=attachments,
        later=flow.later(),
        card=identified.card,
        language=flow.language,
    )


@dataclass(frozen=True, slots=True)
class SlipPurpose:
    """What only the form knows of the slip; kept for the length of the visit."""

    procedure_code: str
    procedure_name: str
    applicant: str = field(repr=False)
    to_bring: tuple[str, ...]
    fee_dong: int | None


def provisional_fee(flow: FormFlow, on: date) -> int | None:
    """Return what a filing at the kiosk costs by what is known on that day, in đồng; None: not known.

    A kiosk files online, so the online channel's rules count.
    """
    due = fees(
        flow.procedure,
        channel=Channel.ONLINE,
        on=on,
        holds=flow.session.holds,
        number=lambda expression: float(str(flow.session.evaluate(f"number({expression})"))),
    )
    return due.total


def slip_purpose(flow: FormFlow, fee_dong: int | None) -> SlipPurpose:
    """Return it; `fee_dong` is the provisional sum, None when nobody has stated one."""
    return SlipPurpose(
        flow.procedure.code, flow.procedure.name.vi, flow.applicant(), flow.to_bring(), fee_dong
    )


@dataclass(frozen=True, slots=True)
class Counter:
    """Where the slip is given out, and who can be asked about it."""

    site: Site
    portal_url: str
    practice: bool = False
    """The kiosk believes practice issuers; its slips say so."""


def slip_facts(
    receipt: Receipt,
    purpose: SlipPurpose,
    counter: Counter,
    *,
    delivered_at: datetime | None,
    signed_code: str | None,
    copy: int,
) -> SlipFacts:
    """Return the slip's facts from the receipt of the submission."""
    if receipt.slip_secret is None:
        raise ValueError("the slip's secret is gone; only its holder can show it")
    return SlipFacts(
        receipt_code=receipt.receipt_code,
        procedure_code=purpose.procedure_code,
        procedure_name=purpose.procedure_name,
        applicant=purpose.applicant,
        submitted_at=receipt.submitted_at,
        delivered_at=delivered_at,
        to_bring=purpose.to_bring,
        fee_dong=purpose.fee_dong,
        site=counter.site,
        portal_url=counter.portal_url,
        tracking=tracking_secret(receipt.slip_secret),
        signed_code=signed_code,
        copy=copy,
        practice=counter.practice,
    )
