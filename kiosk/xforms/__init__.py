"""ODK XForms in Python: a form's XML, run without a screen.

    definition = parse_form(xml, externals={"wards.csv": b"…"})      # raises XFormError(code, where)
    session = FormSession(definition, now=now, seed=7, language="vi")
    for question in session.questions():                            # the relevant ones, in document order
        question.ref, question.kind, question.label, question.choices, question.value
    session.set("/data/child[2]/name", "Lan")                       # raises XFormError when refused
    session.add("/data/child"), session.remove("/data/child", 1)
    session.violations()                                            # [("/data/age", "required"), …]
    session.submission_xml()
    FormSession.restore(definition, session.state(), now=now, seed=7)
    session.evaluate("/data/age >= 18"), session.holds("/data/age >= 18")

Pure: no clock, no chance, no files, no network. Sources: ODK XForms specification; XPath 1.0.
"""

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.question import Question
from kiosk.xforms.reading import content_hash, parse_form
from kiosk.xforms.session import FormSession

__all__ = [
    "FormDefinition",
    "FormSession",
    "Question",
    "XFormCode",
    "XFormError",
    "content_hash",
    "parse_form",
]
