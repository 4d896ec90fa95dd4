"""Words: missing, missing in a language, too long for the screen, or no words for a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.xforms.definition import Chunks, Control, Words
from kiosk.xforms.lint.form import Finding, Form

LABEL_LETTERS = 110
"""What fits at twice the text size on the portrait screen: four lines of a question."""
CHOICE_LETTERS = 80
"""Two lines of a choice."""


def constraints_without_message(form: Form) -> Iterator[Finding]:
    """A refusal that couldn't say how to mend the answer."""
    for node in form.definition.schema:
        if node.bind.constraint is not None and node.bind.constraint_message is None:
            yield Finding("warning", "constraint-without-message", node.bind.constraint.where, "")


def questions_without_label(form: Form) -> Iterator[Finding]:
    """A question that shows nothing."""
    for control in form.definition.controls:
        label = control.label
        if label is None or (not label.chunks and label.text_id is None):
            path = form.definition.schema[control.schema].path
            yield Finding("error", "question-without-label", f"{path} label", "")


def missing_languages(form: Form) -> Iterator[Finding]:
    """A text that stands in one language and not in another."""
    translations = form.definition.translations
    every = {text_id: None for texts in translations.values() for text_id in texts}
    for text_id in every:
        forms = {form for texts in translations.values() for form in texts.get(text_id, {})}
        for language, texts in translations.items():
            missing = sorted(form for form in forms - set(texts.get(text_id, {})) if form in {"", "guidance"})
            for _ in missing:
                yield Finding("warning", "missing-language", f"itext {text_id}", language)


def labels_too_long(form: Form) -> Iterator[Finding]:
    """A label that wouldn't fit at twice the text size."""
    for control in form.definition.controls:
        path = form.definition.schema[control.schema].path
        for text in _texts(form, control.label):
            if len(text) > LABEL_LETTERS and control.kind != "note":
                yield Finding("warning", "label-too-long", f"{path} label", f"{len(text)} > {LABEL_LETTERS}")
        yield from _long_choices(form, control, path)


def _long_choices(form: Form, control: Control, path: str) -> Iterator[Finding]:
    for item in control.items:
        for text in _texts(form, item.label):
            if len(text) > CHOICE_LETTERS:
                detail = f"{item.value}: {len(text)} > {CHOICE_LETTERS}"
                yield Finding("warning", "label-too-long", f"{path} item", detail)


def _texts(form: Form, words: Words | None) -> Iterator[str]:
    """Yield the fixed text of words in each language; what they quote isn't counted."""
    if words is None:
        return
    if words.text_id is None:
        yield _fixed(words.chunks)
        return
    if isinstance(words.text_id, str):
        for texts in form.definition.translations.values():
            yield _fixed(texts.get(words.text_id, {}).get("", ()))


def _fixed(chunks: str | Chunks) -> str:
    if isinstance(chunks, str):
        return chunks.strip()
    return "".join(chunk for chunk in chunks if isinstance(chunk, str)).strip()
