"""Papers for whoever hasn't begun yet: the checklist, the blank official form. No person's words in them."""

from __future__ import annotations

from kiosk import app
from kiosk.backroom.adapters import Adapters
from kiosk.core.errors import Code, KioskError
from kiosk.core.print_answers import printed
from kiosk.core.printed import PrintedForm
from kiosk.core.public_papers import checklist_of
from kiosk.xforms import FormSession


def checklist_pdf(adapters: Adapters, code: str) -> bytes:
    """Return the checklist of any procedure that the catalogue knows. Raises PROCEDURE_UNKNOWN."""
    site = adapters.place.config.site
    return adapters.pages.form(checklist_of(adapters.catalogue, code, site=site, on=app.now().date()))


def blank_form_pdf(adapters: Adapters, code: str) -> bytes | None:
    """Return the blank official form; None where the package has no layout of one."""
    form = blank_form(adapters, code)
    return None if form is None else adapters.pages.form(form)


def blank_form(adapters: Adapters, code: str) -> PrintedForm | None:
    """Return the form's blank before it is drawn. Raises PROCEDURE_UNKNOWN, FORM_BROKEN."""
    try:
        procedure = adapters.catalogue.procedure(code)
    except KioskError as error:
        if error.code is Code.PROCEDURE_WITHOUT_FORM:
            return None
        raise
    template = adapters.catalogue.print_template(procedure)
    if template is None:
        return None
    session = FormSession(adapters.form(procedure), now=app.now(), seed=1)
    return printed(template, session, edition=procedure.form, blank=True)
