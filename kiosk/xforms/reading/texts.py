"""Labels, hints, messages and translations.

pyxform writes `-` where a translation is missing: that text is left out, the default language stands in.
"""

from __future__ import annotations

import re

from lxml import etree

from kiosk.xforms.definition import Chunks, Expression, Translation, Words
from kiosk.xforms.reading.document import XF, FormDocument, clean, local_name
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.xpath.syntax import Call

MISSING = "-"
_LITERAL_ID = re.compile(r"\s*jr:itext\(\s*'([^']*)'\s*\)\s*\Z")


def read_words(element: etree._Element | None, reader: ExpressionReader, where: str) -> Words | None:
    """Return the words of a `label` or `hint` element."""
    if element is None:
        return None
    reference = element.get("ref")
    if reference is not None and reference.strip():
        return _referred(reference, reader, where)
    return Words(read_chunks(element, reader, where))


def read_message(text: str | None, reader: ExpressionReader, where: str) -> Words | None:
    """Return the words of a message attribute: a text, or `jr:itext('…')`."""
    if text is None:
        return None
    if text.strip().startswith("jr:itext("):
        return _referred(text, reader, where)
    return Words((clean(text),))


def _referred(source: str, reader: ExpressionReader, where: str) -> Words:
    literal = _LITERAL_ID.match(clean(source))
    if literal is not None:  # nearly every label: no need to parse thousands of them
        return Words(text_id=literal[1])
    expression = reader.read(source, where)
    match expression.tree:
        case Call("jr:itext", (argument,)):
            return Words(text_id=Expression(f"id of {expression.source}", argument, where))
    return Words((expression,))


def read_chunks(element: etree._Element, reader: ExpressionReader, where: str) -> Chunks:
    """Return the texts and `output` expressions inside an element; other elements' text is kept."""
    chunks: list[str | Expression] = [clean(element.text)]
    for child in element:
        if local_name(child) == "output":
            value = child.get("value") or child.get("ref")
            if value is not None:
                chunks.append(reader.read(value, where))
        else:
            chunks.extend(read_chunks(child, reader, where))
        chunks.append(clean(child.tail))
    return tuple(chunk for chunk in chunks if chunk != "")


def read_translations(
    document: FormDocument, reader: ExpressionReader
) -> tuple[dict[str, Translation], str | None]:
    """Return the translations by language, and the language to begin with."""
    languages: dict[str, Translation] = {}
    default: str | None = None
    for element in document.model.iterfind(f"{XF}itext/{XF}translation"):
        name = clean(element.get("lang"))
        languages[name] = {
            clean(text.get("id")): _forms(text, reader, f"itext {text.get('id')} ({name})")
            for text in element.iterfind(f"{XF}text")
        }
        if default is None and element.get("default") is not None:
            default = name
    return languages, default if default is not None else next(iter(languages), None)


def _forms(text: etree._Element, reader: ExpressionReader, where: str) -> dict[str, str | Chunks]:
    forms: dict[str, str | Chunks] = {}
    for value in text.iterfind(f"{XF}value"):
        chunks = read_chunks(value, reader, where)
        if chunks == (MISSING,):
            continue
        fixed = all(isinstance(chunk, str) for chunk in chunks)
        forms.setdefault(value.get("form") or "", "".join(map(str, chunks)) if fixed else chunks)
    return forms
