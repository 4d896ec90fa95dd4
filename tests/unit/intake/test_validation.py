"""The portal types the answers afresh: repeats, defaults and chance come out right, inventions don't."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.core.errors import Code, KioskError
from kiosk.xforms import FormDefinition, FormSession, parse_form
from portal.intake.validation import check_answers

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>T</h:title><model><instance><data id="t" version="1">
<kind/><why/><guess/><child jr:template=""><name/><age/></child><total/><mark/>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/why" relevant="/data/kind = 'other'" required="true()"/>
<bind nodeset="/data/guess" calculate="concat(/data/kind, '!')"/>
<bind nodeset="/data/child/age" type="int" constraint=". &lt; 18"/>
<bind nodeset="/data/total" calculate="count(/data/child)"/>
<bind nodeset="/data/mark" calculate="random()"/>
<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/></model></h:head><h:body>
<input ref="/data/kind"><label>k</label></input><input ref="/data/why"><label>w</label></input>
<input ref="/data/guess"><label>g</label></input>
<group ref="/data/child"><label>c</label><repeat nodeset="/data/child">
<input ref="/data/child/name"><label>n</label></input>
<input ref="/data/child/age"><label>a</label></input></repeat></group></h:body></h:html>"""


@pytest.fixture(scope="module")
def definition() -> FormDefinition:
    return parse_form(FORM, externals={})


def _submitted(definition: FormDefinition, seed: int = 5) -> bytes:
    session = FormSession(definition, now=NOW, seed=seed)
    session.set("/data/kind", "plain")
    for index, age in enumerate(("3", "17"), 1):
        if session.count("/data/child") < index:
            session.add("/data/child")
        session.set(f"/data/child[{index}]/name", f"n{index}")
        session.set(f"/data/child[{index}]/age", age)
    return session.submission_xml()


def _reason(definition: FormDefinition, xml: bytes) -> str:
    with pytest.raises(KioskError) as caught:
        check_answers(definition, xml, now=NOW)
    assert caught.value.code is Code.ANSWERS_INVALID
    return caught.value.detail


def test_answers_with_repeats_and_chance_are_accepted(definition: FormDefinition) -> None:
    check_answers(definition, _submitted(definition), now=NOW)


def test_changed_default_is_the_persons_to_change(definition: FormDefinition) -> None:
    session = FormSession(definition, now=NOW, seed=1)
    session.set("/data/kind", "plain")
    session.set("/data/guess", "mine")
    check_answers(definition, session.submission_xml(), now=NOW)


def test_violation_is_named_by_its_node_without_the_value(definition: FormDefinition) -> None:
    xml = _submitted(definition).replace(b"<age>17</age>", b"<age>77</age>")
    assert _reason(definition, xml) == "/data/child[2]/age constraint"


def test_answer_to_a_question_that_was_not_asked_is_refused(definition: FormDefinition) -> None:
    xml = _submitted(definition).replace(b"</kind>", b"</kind><why>because</why>")
    assert _reason(definition, xml) == "/data/why"


def test_missing_answer_is_refused(definition: FormDefinition) -> None:
    xml = _submitted(definition).replace(b"<kind>plain</kind>", b"<kind>other</kind>")
    assert "/data/why required" in _reason(definition, xml)


def test_wrong_calculation_is_refused(definition: FormDefinition) -> None:
    assert _reason(definition, _submitted(definition).replace(b"<total>2", b"<total>3")) == "/data/total"


def test_value_of_another_type_is_refused(definition: FormDefinition) -> None:
    xml = _submitted(definition).replace(b"<age>3</age>", b"<age>three</age>")
    assert "three" not in _reason(definition, xml)


def test_another_forms_instance_is_refused(definition: FormDefinition) -> None:
    assert _reason(definition, b"<other/>") == "another form's instance"
