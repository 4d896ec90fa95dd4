"""A form from its parts: an instance, binds and a body, as short as a test can say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

import pytest

from kiosk.xforms import FormDefinition, FormSession, parse_form

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=HANOI)
_FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms" xmlns:kiosk="urn:example:kiosk">
<h:head><h:title>Thử</h:title><model>{model}<instance><data id="thu" version="1">{instance}</data></instance>
{more}{binds}</model></h:head><h:body>{body}</h:body></h:html>"""

MakeXml = Callable[..., bytes]
Open = Callable[..., FormSession]


def form_xml(instance: str, binds: str = "", body: str = "", *, model: str = "", more: str = "") -> bytes:
    """Return a form; the instance's root is `/data`."""
    return _FORM.format(instance=instance, binds=binds, body=body, model=model, more=more).encode()


@pytest.fixture
def make_xml() -> MakeXml:
    """`make_xml(instance, binds, body, model=, more=)`."""
    return form_xml


@pytest.fixture
def define() -> Callable[..., FormDefinition]:
    """As `make_xml`, read."""

    def make(*parts: str, externals: Mapping[str, bytes] | None = None, **more: str) -> FormDefinition:
        return parse_form(form_xml(*parts, **more), externals=externals or {})

    return make


@pytest.fixture
def start(define: Callable[..., FormDefinition]) -> Open:
    """As `make_xml`, read and begun at half past nine on 2026-11-23 in Hà Nội."""

    def begin(*parts: str, language: str | None = None, now: datetime = NOW, **more: object) -> FormSession:
        return FormSession(define(*parts, **more), now=now, seed=7, language=language)

    return begin
