"""Drafts of visits: begun in RAM, bound to their owner, and opened again for them after a crash."""

from __future__ import annotations

from kiosk import app
from kiosk.backroom.adapters import Adapters
from kiosk.core.errors import Code, KioskError
from kiosk.core.formflow import FormFlow
from kiosk.core.visit.states import Filing, Identity
from kiosk.storage.drafts import DraftHead
from kiosk.storage.keys import Factor, FactorKind
from kiosk.xforms import FormSession, XFormError

FORM = "form"
"""Name of the draft record that holds the form's state."""


def begin(adapters: Adapters, filing: Filing, language: str) -> FormFlow:
    """Make the visit's key and load the procedure's form. Raises PROCEDURE_*, FORM_BROKEN."""
    procedure = adapters.catalogue.procedure(filing.procedure)
    session = FormSession(adapters.form(procedure), now=app.now(), seed=seed(), language=language)
    adapters.store.drafts.begin(
        filing.visit, dossier_id=filing.dossier, procedure=procedure.code, version=procedure.version
    )
    return FormFlow(procedure, session, language)


def resume(adapters: Adapters, head: DraftHead, state: bytes, language: str) -> FormFlow:
    """Return the form where the draft left it, in the edition that it began with. Raises DRAFT_LOST."""
    try:
        procedure = adapters.catalogue.edition(head.procedure, head.version)
        flow = FormFlow.resumed(procedure, adapters.form(procedure), state, now=app.now(), seed=seed())
    except KioskError as error:
        raise KioskError(Code.DRAFT_LOST, error.code.value) from error
    except XFormError as error:
        raise KioskError(Code.DRAFT_LOST, error.code.value) from error
    flow.set_language(language)
    return flow


def unlock(adapters: Adapters, identity: Identity) -> DraftHead:
    """Open the locked draft that this card or code began. Raises DRAFT_FACTOR_WRONG, DRAFT_LOST."""
    drafts, factor = adapters.store.drafts, factor_of(identity)
    failure = KioskError(Code.DRAFT_LOST)
    for locked in reversed(drafts.locked()):  # the newest first: whoever began twice means the last
        if locked.factor is factor.kind:
            try:
                return drafts.unlock(locked.visit, factor)
            except KioskError as error:
                failure = error
    raise failure


def factor_of(identity: Identity) -> Factor:
    """Return what a draft is bound to: the card's SOD, or the six digits that the screen showed."""
    if identity.card is not None:
        return Factor(FactorKind.CARD, identity.card.evidence.sod)
    if identity.reopening_code is None:
        raise ValueError("by hand needs the code that reopens the draft")
    return Factor(FactorKind.CODE, identity.reopening_code.encode())


def seed() -> int:
    """Return the seed of a form session's random draws."""
    return int.from_bytes(app.random_bytes(4))
