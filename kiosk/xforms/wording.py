"""Labels, hints and messages in the session's language, with what they quote from the answers."""

from __future__ import annotations

from kiosk.xforms.definition import Chunks, FormDefinition, Words
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.nodes import Element
from kiosk.xforms.recalculation import Recalculation

PLAIN_FORMS = ("", "long", "short")
"""Where a text has no plain form, its long one is shown, then its short one."""


class Wording:
    """Renders words. A text missing in the language is looked for in the default one, then anywhere."""

    def __init__(self, definition: FormDefinition, rules: Recalculation, language: str | None) -> None:
        self.definition = definition
        self.rules = rules
        self.language = _known(definition, language)

    def choose(self, language: str) -> None:
        """Change the language. Raises XFormError LANGUAGE_UNKNOWN."""
        self.language = _known(self.definition, language)

    def render(self, words: Words | None, node: Element, form: str = "") -> str:
        """Return a text seen from a node; `form` picks `guidance`, `image`, … of a translated text."""
        if words is None:
            return ""
        if words.text_id is None:
            return "" if form else self._join(words.chunks, node)
        text_id = words.text_id
        if not isinstance(text_id, str):
            text_id = str(self.rules.evaluate(text_id, "text", node))
        return self._join(self._chunks(text_id, form), node)

    def translation(self, text_id: str) -> str:
        """Return a text for `jr:itext` inside an expression."""
        return self._join(self._chunks(text_id, ""), self.rules.instance.root)

    def _chunks(self, text_id: str, form: str) -> str | Chunks:
        translations = self.definition.translations
        for language in dict.fromkeys((self.language, self.definition.default_language, *translations)):
            forms = translations.get(language or "", {}).get(text_id, {})
            found = (
                forms.get(form) if form else next((forms[one] for one in PLAIN_FORMS if one in forms), None)
            )
            if found is not None:
                return found
        return ()

    def _join(self, chunks: str | Chunks, node: Element) -> str:
        if isinstance(chunks, str):
            return chunks.strip()
        return "".join(
            chunk if isinstance(chunk, str) else str(self.rules.evaluate(chunk, "text", node))
            for chunk in chunks
        ).strip()


def _known(definition: FormDefinition, language: str | None) -> str | None:
    """Return the form's name of a language: `vi` finds `Tiếng Việt (vi)`."""
    if language is None:
        return definition.default_language
    for name in definition.languages:
        if name == language or name.endswith((f"({language})", f" {language}")):
            return name
    if not definition.languages:
        return None
    raise XFormError(XFormCode.LANGUAGE_UNKNOWN, language)
