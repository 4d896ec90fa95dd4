"""A backroom for one form that its author is looking at: answers stay in memory, no machine is touched.

What needs a machine, or would file something, is refused with a code of its own. On a change of the form the
answers that still fit are carried over, and the screen goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from kiosk import app
from kiosk.backroom.drafting import seed
from kiosk.core.catalogue import CatalogueRow
from kiosk.core.errors import Code, KioskError
from kiosk.core.form import Form
from kiosk.core.formflow import FormFlow
from kiosk.core.known import Known
from kiosk.core.ports import CardResult, DossierId, ScannedPage, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.search import Answer
from kiosk.core.visit.states import Filing, Identity, Method, Sheet
from kiosk.core.which_one import Family
from kiosk.idcard.holder import ReadPhase
from kiosk.ui.backroom import Link, Reopened, SlipPicture
from kiosk.xforms import FormDefinition, FormSession

LANGUAGE = "vi"


class PreviewRoom:
    """Implements `ui.backroom.Backroom` over the form that `take` gave last."""

    def __init__(self) -> None:
        """Holds no form yet."""
        self._flow: FormFlow | None = None

    def take(self, procedure: Procedure, definition: FormDefinition) -> None:
        """Show this form from now on, with the answers of the one before where they still fit.

        Raises XFormError when the form can't begin.
        """
        has_language = any(name == LANGUAGE or f"({LANGUAGE})" in name for name in definition.languages)
        language = LANGUAGE if has_language else None
        session = FormSession(definition, now=app.now(), seed=seed(), language=language)
        flow = FormFlow(procedure, session, LANGUAGE if has_language or not definition.languages else "en")
        if self._flow is not None:
            _carry_over(self._flow, flow)
        self._flow = flow

    # -- what the screens ask ---------------------------------------------------------------------------

    def search(self, words: str) -> Answer:
        """Find nothing: there is one form only."""
        return Answer(())

    def procedure(self, code: str) -> Procedure:
        """Return the form's procedure."""
        return self._open().procedure

    def known(self, code: str) -> Known:
        """Return what the folder says of the procedure."""
        procedure = self._open().procedure
        return Known(CatalogueRow(procedure.code, procedure.name.vi), procedure.source, procedure)

    def families(self) -> tuple[Family, ...]:
        """None."""
        return ()

    def health(self) -> Code | None:
        """Nothing keeps a preview from being looked at."""
        return None

    def link(self) -> Link:
        """Nothing is sent, so nothing is said of the network."""
        return Link(online=True)

    def unfinished(self) -> int:
        """One: what the author is looking at. Reopening is how the screen comes to it."""
        return 1

    def begin(self, filing: Filing, language: str) -> Form:
        """Return the form as it stands."""
        return self._open()

    def reopen_by_code(self, code: str, language: str) -> Reopened:
        """Go on where the author stood."""
        flow = self._open()
        filing = Filing(VisitId(app.new_uuid7()), flow.procedure.code, DossierId(app.new_uuid7()))
        return Reopened(filing, Identity(Method.HAND, reopening_code=code), form=flow)

    def bind(self, filing: Filing, identity: Identity, form: bytes) -> None:
        """Store nothing."""

    def save_form(self, visit: VisitId, form: bytes) -> None:
        """Store nothing."""

    def drop_page(self, visit: VisitId, paper: str, page_no: int) -> None:
        """There is no page."""

    def delivered_at(self, dossier: DossierId) -> datetime | None:
        """Nothing is sent."""
        return None

    def record_rating(self, score: int) -> None:
        """Keep nothing."""

    def audit(self, line: str) -> None:
        """Keep nothing."""

    def wipe(self, visit: VisitId) -> None:
        """The answers stay for the next look."""

    def lock(self, visit: VisitId) -> None:
        """The answers stay for the next look."""

    def close(self) -> None:
        """Nothing runs."""

    # -- what a preview doesn't do ----------------------------------------------------------------------

    def read_card(
        self,
        filing: Filing,
        digits: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> CardResult:
        """Refuse."""
        _refuse()

    def reopen_by_card(
        self,
        digits: str,
        language: str,
        *,
        on_progress: Callable[[ReadPhase], None],
        cancelled: Callable[[], bool],
    ) -> Reopened:
        """Refuse."""
        _refuse()

    def scan(self, visit: VisitId, paper: str, page_no: int, *, cancelled: Callable[[], bool]) -> ScannedPage:
        """Refuse."""
        _refuse()

    def submit(self, filing: Filing, identity: Identity, form: Form) -> str:
        """Refuse."""
        _refuse()

    def slip_picture(self, visit: VisitId, dossier: DossierId) -> SlipPicture:
        """Refuse."""
        _refuse()

    def print_slip(
        self, visit: VisitId, dossier: DossierId, *, copy: int, cancelled: Callable[[], bool]
    ) -> None:
        """Refuse."""
        _refuse()

    def print_sheet(
        self, visit: VisitId, procedure: str, sheet: Sheet, *, cancelled: Callable[[], bool]
    ) -> None:
        """Refuse."""
        _refuse()

    def _open(self) -> FormFlow:
        if self._flow is None:
            raise KioskError(Code.FORM_BROKEN)
        return self._flow


def _refuse() -> NoReturn:
    raise KioskError(Code.PREVIEW_ONLY)


def _carry_over(old: FormFlow, new: FormFlow) -> None:
    """Give the new form the old one's answers, in order: what opens a question comes before its answer."""
    given = {node.ref: node.value for node in old.session.questions() if node.value and not node.readonly}
    for ref, value in given.items():
        asked = {node.ref for node in new.session.questions() if not node.readonly}
        if ref in asked:
            new.give(ref, value)
    new.touched &= {node.ref for node in new.session.questions()}
    new.refused.clear()
    new.at = old.at
