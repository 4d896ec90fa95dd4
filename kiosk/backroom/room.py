"""`Room` implements `ui.backroom.Backroom` on the adapters of one place; its methods' words stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk import app
from kiosk.backroom import drafting, papers
from kiosk.backroom.adapters import Adapters
from kiosk.backroom.slips import Slips, purpose_bytes, purpose_of
from kiosk.core import receipt_record
from kiosk.core.dossier import Attachment, active_challenge
from kiosk.core.dossier_paper import DossierPaper
from kiosk.core.errors import Code, KioskError
from kiosk.core.filing import (
    Identified,
    Occasion,
    dossier_paper,
    provisional_fee,
    slip_purpose,
    submission,
)
from kiosk.core.form import Form
from kiosk.core.formflow import FormFlow
from kiosk.core.known import Known
from kiosk.core.ports import CardResult, DossierId, ReadRequest, ScannedPage, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.search import Answer
from kiosk.core.visit.states import Filing, Identity, Method, Sheet
from kiosk.core.which_one import Family
from kiosk.idcard.holder import ReadPhase
from kiosk.storage.drafts import SLIP
from kiosk.storage.keys import FactorKind
from kiosk.storage.submissions import RECORD
from kiosk.ui.backroom import Link, Reopened, SlipPicture


class Room:
    """See `ui.backroom.Backroom`."""

    def __init__(self, place: app.Place) -> None:
        """Touches nothing yet."""
        self._config = place.config
        self._place = place
        self._adapters = Adapters(place)
        self._slips = Slips(self._adapters)
        self._started: dict[VisitId, datetime] = {}
        self._editions: dict[str, Procedure] = {}  # of the visits that are open: they stay with theirs

    # -- finding, and the machine -----------------------------------------------------------------------

    def search(self, words: str) -> Answer:
        """See `Backroom`."""
        return self._adapters.catalogue.ask(words)

    def procedure(self, code: str) -> Procedure:
        """See `Backroom`."""
        return self._editions.get(code) or self._adapters.catalogue.procedure(code)

    def known(self, code: str) -> Known:
        """See `Backroom`."""
        return self._adapters.catalogue.known(code)

    def families(self) -> tuple[Family, ...]:
        """See `Backroom`."""
        return self._adapters.catalogue.families

    def checklist_pdf(self, code: str) -> bytes:
        """Return what to bring, where, how long and how much, as a PDF. Raises PROCEDURE_UNKNOWN."""
        return papers.checklist_pdf(self._adapters, code)

    def blank_form_pdf(self, code: str) -> bytes | None:
        """Return the official form to fill in by hand, as a PDF; None where its layout isn't here.

        Raises PROCEDURE_UNKNOWN, FORM_BROKEN.
        """
        return papers.blank_form_pdf(self._adapters, code)

    def health(self) -> Code | None:
        """See `Backroom`."""
        try:
            self._slips.sweep()
            self._adapters.store.enrolment.load()
            return self._adapters.store.health()
        except KioskError as error:
            return error.code

    def link(self) -> Link:
        """See `Backroom`."""
        met = self._adapters.store.outbox.link()
        return Link(online=True) if met is None else Link(online=met[0], since=met[1])

    # -- drafts -----------------------------------------------------------------------------------------

    def unfinished(self) -> int:
        """See `Backroom`."""
        self._adapters.store.drafts.expire()
        return len(self._adapters.store.drafts.locked())

    def begin(self, filing: Filing, language: str) -> FormFlow:
        """See `Backroom`."""
        self._started[filing.visit] = app.now()
        flow = drafting.begin(self._adapters, filing, language)
        self._editions[filing.procedure] = flow.procedure
        return flow

    def bind(self, filing: Filing, identity: Identity, form: bytes) -> None:
        """See `Backroom`."""
        self._adapters.store.drafts.bind(filing.visit, drafting.factor_of(identity))
        self.save_form(filing.visit, form)

    def save_form(self, visit: VisitId, form: bytes) -> None:
        """See `Backroom`."""
        self._adapters.store.drafts.save(visit, drafting.FORM, form)

    def reopen_by_card(
        self,
        digits: str,
        language: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> Reopened:
        """See `Backroom`."""
        request = replace(self._request(digits, frozenset(), self._challenge_of_locked()), prove=True)
        card = self._adapters.reader.read(request, on_progress=on_progress, cancelled=cancelled)
        return self._reopened(Identity(Method.CARD, card), language)

    def reopen_by_code(self, code: str, language: str) -> Reopened:
        """See `Backroom`."""
        return self._reopened(Identity(Method.HAND, reopening_code=code), language)

    def _challenge_of_locked(self) -> bytes | None:
        """Return the newest locked draft's challenge: what it files is bound to its own dossier."""
        store = self._adapters.store
        of_cards = [draft for draft in store.drafts.locked() if draft.factor is FactorKind.CARD]
        if not of_cards:
            return None
        return active_challenge(of_cards[-1].dossier_id, store.enrolment.load().kiosk_id)

    def _reopened(self, identity: Identity, language: str) -> Reopened:
        head = drafting.unlock(self._adapters, identity)
        filing = Filing(head.visit, head.procedure, head.dossier_id)
        drafts = self._adapters.store.drafts
        records = drafts.records(head.visit)
        self._started[head.visit] = app.now()
        if head.submitted:
            receipt = receipt_record.from_bytes(records[RECORD])
            self._slips.keep(head.visit, receipt, purpose_of(records[SLIP]))
            return Reopened(filing, identity, receipt_code=receipt.receipt_code)
        flow = drafting.resume(self._adapters, head, records[drafting.FORM], language)
        self._editions[head.procedure] = flow.procedure
        pages = {paper.key: drafts.pages(head.visit, paper.key) for paper in flow.papers()}
        for key, kept in pages.items():
            flow.set_pages(key, len(kept))
        return Reopened(filing, identity, form=flow, pages=pages)

    # -- devices ----------------------------------------------------------------------------------------

    def read_card(
        self,
        filing: Filing,
        digits: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> CardResult:
        """See `Backroom`."""
        procedure = self.procedure(filing.procedure)
        kiosk_id = self._adapters.store.enrolment.load().kiosk_id
        challenge = active_challenge(filing.dossier, kiosk_id)
        request = self._request(digits, frozenset(procedure.sensitive), challenge)
        # where the card only fills, one that can't prove to be the original may go on: told, and recorded
        request = replace(request, allow_copy=not procedure.identify)
        return self._adapters.reader.read(request, on_progress=on_progress, cancelled=cancelled)

    def _request(self, digits: str, sensitive: frozenset[str], challenge: bytes | None) -> ReadRequest:
        card = self._config.card
        return ReadRequest(
            can=digits,
            deadline_s=card.deadline_s,
            sensitive=sensitive,
            challenge=challenge,
            reader=card.reader or None,
        )

    def scan(self, visit: VisitId, paper: str, page_no: int, *, cancelled: Callable[[], bool]) -> ScannedPage:
        """See `Backroom`."""
        deadline_s = self._config.scanner.deadline_s
        page = self._adapters.scanner.scan(deadline_s=deadline_s, cancelled=cancelled)
        self._adapters.store.drafts.save_page(visit, paper, page_no, page.jpeg)
        return page

    def drop_page(self, visit: VisitId, paper: str, page_no: int) -> None:
        """See `Backroom`."""
        self._adapters.store.drafts.remove_page(visit, paper, page_no)

    # -- finishing --------------------------------------------------------------------------------------

    def submit(self, filing: Filing, identity: Identity, form: Form) -> str:
        """See `Backroom`."""
        if not isinstance(form, FormFlow):
            raise TypeError("the form is not one that `begin` gave")
        store, visit = self._adapters.store, filing.visit
        occasion = Occasion(
            visit=visit,
            dossier=filing.dossier,
            receipt_code=store.submissions.fresh_code(self._config.site.code),
            started_at=self._started[visit],
            submitted_at=app.now(),
        )
        whole = submission(
            form,
            occasion,
            Identified("chip" if identity.method is Method.CARD else "hand", identity.card),
            pdf=self._adapters.pages.dossier(self._paper(form, occasion)),
            attachments=self._attachments(visit, form),
        )
        purpose = slip_purpose(form, provisional_fee(form, occasion.submitted_at.date()))
        store.drafts.save(visit, SLIP, purpose_bytes(purpose))
        receipt = store.submissions.submit(whole)
        self._slips.keep(visit, receipt, purpose)
        app.wake_sync(self._place)
        return receipt.receipt_code

    def _paper(self, form: FormFlow, occasion: Occasion) -> DossierPaper:
        template = self._adapters.catalogue.print_template(form.procedure)
        return dossier_paper(form, self._config.site, occasion, template)

    def _attachments(self, visit: VisitId, form: FormFlow) -> tuple[Attachment, ...]:
        found = []
        for paper in form.papers():
            pages = self._adapters.store.drafts.pages(visit, paper.key)
            if pages:
                content = self._adapters.pages.attachment(pages)
                found.append(Attachment(paper.key, f"{paper.key}.pdf", "application/pdf", content))
        return tuple(found)

    def delivered_at(self, dossier: DossierId) -> datetime | None:
        """See `Backroom`."""
        return self._slips.delivered_at(dossier)

    def slip_picture(self, visit: VisitId, dossier: DossierId) -> SlipPicture:
        """See `Backroom`."""
        return self._slips.picture(visit, dossier)

    def print_slip(
        self, visit: VisitId, dossier: DossierId, *, copy: int, cancelled: Callable[[], bool]
    ) -> None:
        """See `Backroom`."""
        self._slips.print(visit, dossier, copy=copy, cancelled=cancelled)

    def print_sheet(
        self, visit: VisitId, procedure: str, sheet: Sheet, *, cancelled: Callable[[], bool]
    ) -> None:
        """See `Backroom`."""
        wanted = self.checklist_pdf if sheet is Sheet.CHECKLIST else self.blank_form_pdf
        pdf = wanted(procedure)
        if pdf is None:
            raise KioskError(Code.PROCEDURE_WITHOUT_FORM, procedure)
        self._slips.print_sheet(visit, pdf, cancelled=cancelled)

    def record_rating(self, score: int) -> None:
        """See `Backroom`."""
        self._adapters.store.audit.rate(score)

    def audit(self, line: str) -> None:
        """See `Backroom`."""
        self._adapters.store.audit.append(line)

    # -- the end ----------------------------------------------------------------------------------------

    def wipe(self, visit: VisitId) -> None:
        """See `Backroom`."""
        self._drop(visit)
        self._adapters.store.drafts.forget(visit)

    def lock(self, visit: VisitId) -> None:
        """See `Backroom`."""
        self._drop(visit)
        self._adapters.store.drafts.lock(visit)

    def _drop(self, visit: VisitId) -> None:
        self._slips.drop(visit)
        self._started.pop(visit, None)
        self._editions.clear()

    def close(self) -> None:
        """See `Backroom`."""
        self._adapters.close()
