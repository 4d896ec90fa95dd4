"""A form session as the answers of its printed form: names found, labels in Vietnamese. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from kiosk.core.errors import Code, KioskError
from kiosk.core.form_question import shown
from kiosk.core.print_filling import filled
from kiosk.core.print_template import Template
from kiosk.core.printed import PrintedForm
from kiosk.core.procedures import Confidence, FormEdition
from kiosk.xforms import FormSession, XFormCode, XFormError

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)*")
_REFERENCE = re.compile(r"\$\{([^{}]+)\}")
LANGUAGE = "vi"
"""The official form is Vietnamese, whatever the screen's language."""


class SessionAnswers:
    """See `print_filling.Answers`. A name is a node's own, or the end of its path where it isn't alone."""

    def __init__(self, session: FormSession) -> None:
        self._session = session

    def text(self, source: str, *, raw: bool = False, repeat: str = "", row: int = 0) -> str:
        """See `Answers`. Raises KioskError FORM_BROKEN for a name that the form doesn't have."""
        if source == "#":
            return str(row)
        try:
            if _NAME.fullmatch(source):
                return self._of(self._path(source, repeat, row), raw=raw)
            found = self._session.evaluate(f"string({self._expanded(source, repeat, row)})")
        except XFormError as error:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: {source}: {error}") from error
        return str(found)

    def labels(self, source: str) -> tuple[str, ...]:
        """See `Answers`. Raises KioskError FORM_BROKEN for what isn't a question of choices."""
        try:
            node = self._session.question(self._path(source))
        except XFormError as error:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: {source}: {error}") from error
        labels = dict(node.choices)
        return tuple(labels.get(value, value) for value in node.value.split())

    def holds(self, condition: str) -> bool:
        """See `Answers`."""
        try:
            return self._session.holds(self._expanded(condition))
        except XFormError as error:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: {condition}: {error}") from error

    def count(self, repeat: str) -> int:
        """See `Answers`; a repeat that isn't asked has no rows."""
        path = self._path(repeat)
        try:
            count = self._session.count(path)
            return sum(1 for n in range(1, count + 1) if self._session.is_relevant(f"{path}[{n}]"))
        except XFormError as error:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: {repeat}: {error}") from error

    def _of(self, path: str, *, raw: bool) -> str:
        value = self._session.value(path)
        if raw or not value:
            return value
        try:
            return shown(self._session.question(path))
        except XFormError as error:
            if error.code is not XFormCode.NOT_A_QUESTION:
                raise
            return value

    def _path(self, name: str, repeat: str = "", row: int = 0) -> str:
        found = [
            node.path
            for node in self._session.definition.schema
            if node.path.endswith(f"/{name}") and "/meta/" not in node.path
        ]
        if len(found) != 1:
            raise KioskError(Code.FORM_BROKEN, f"print.toml: {{{name}}}")
        if row:
            inside = self._path(repeat)
            return found[0].replace(inside, f"{inside}[{row}]", 1)
        return found[0]

    def _expanded(self, expression: str, repeat: str = "", row: int = 0) -> str:
        return _REFERENCE.sub(lambda match: self._path(match[1], repeat, row), expression)


def printed(
    template: Template, session: FormSession, *, edition: FormEdition | None = None, blank: bool = False
) -> PrintedForm:
    """Return a session's answers on its official form. Raises KioskError FORM_BROKEN (the template)."""
    language = session.language
    try:
        if language is not None:
            session.language = LANGUAGE
        form = filled(template, SessionAnswers(session), blank=blank)
        return replace(form, foot=form.foot or _doubt(edition))
    finally:
        if language is not None:
            session.language = language


def _doubt(edition: FormEdition | None) -> str:
    """Return what stands at the foot of a form whose wording two sources haven't confirmed."""
    if edition is None or edition.confidence is Confidence.CONFIRMED:
        return ""
    return f"{edition.edition}. Lời văn chưa đối chiếu đủ với bản công bố; nếu cần mẫu khác, cán bộ sẽ báo."
