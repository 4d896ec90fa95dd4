"""XForm XML to `FormDefinition`. `parse_form` is the door; the other modules each read one part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from kiosk.xforms.definition import FormDefinition
from kiosk.xforms.graph import rules_of
from kiosk.xforms.reading.actions import read_actions
from kiosk.xforms.reading.body import BodyReader
from kiosk.xforms.reading.document import FormDocument, open_form
from kiosk.xforms.reading.expressions import ExpressionReader
from kiosk.xforms.reading.instances import read_instances
from kiosk.xforms.reading.model import read_schema
from kiosk.xforms.reading.texts import read_translations


def parse_form(xml: bytes, *, externals: Mapping[str, bytes] | None = None) -> FormDefinition:
    """Return the definition of a form.

    `externals` maps file names (`wards.csv`, from `jr://file-csv/wards.csv`) to their bytes; a missing one
    is an empty list. Raises XFormError: XML_BROKEN, XML_UNSAFE (a DTD), TOO_LARGE, STRUCTURE_BROKEN,
    XPATH_SYNTAX, FUNCTION_UNKNOWN, FUNCTION_ARGUMENTS, PREFIX_UNKNOWN, TYPE_WRONG, REFERENCE_UNKNOWN, CYCLE,
    REGEX_REFUSED, EXTERNAL_BROKEN; `where` is the path of the node that holds what is wrong.
    """
    files = externals or {}
    document = open_form(xml)
    reader = ExpressionReader(document.namespaces)
    instances = read_instances(document, files)
    body = BodyReader(document, reader)
    body.read()
    schema, seed, templates = read_schema(document, reader, body)
    controls, sections, repeats = body.finish(schema, templates)
    actions = read_actions(document, reader, schema, body)
    translations, default_language = read_translations(document, reader)
    rules = rules_of(schema, controls, repeats, reader)
    return FormDefinition(
        title=document.title,
        form_id=document.root.get("id", ""),
        version=document.root.get("version", ""),
        schema=schema,
        seed=seed,
        controls=controls,
        sections=sections,
        repeats=repeats,
        actions=actions,
        rules=rules,
        translations=translations,
        default_language=default_language,
        namespaces=document.namespaces,
        submission=_submission(document),
        instances=instances,
        content_hash=content_hash(xml, files),
        warnings=tuple(reader.warnings),
        compiler=reader.compiler,
    )


def _submission(document: FormDocument) -> dict[str, str]:
    element = document.model.find("{http://www.w3.org/2002/xforms}submission")
    return {} if element is None else {str(name): str(value) for name, value in element.attrib.items()}


def content_hash(xml: bytes, files: Mapping[str, bytes]) -> str:
    """Return the name of a form by everything that it is read from: SHA-256 in hex."""
    digest = hashlib.sha256(hashlib.sha256(xml).digest())
    for name in sorted(files):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()
