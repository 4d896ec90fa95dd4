"""`setvalue` actions, preloads and attributes that binds give values to."""

from __future__ import annotations

import json
from collections.abc import Callable

from kiosk.xforms import FormDefinition, FormSession
from kiosk.xforms.cache import dump, load
from tests.unit.xforms.conftest import NOW

Open = Callable[..., FormSession]


def test_actions_of_the_first_load_run_in_document_order(start: Open) -> None:
    binds = """<bind nodeset="/data/b" calculate="concat(/data/a, '!')"/>
    <setvalue event="odk-instance-first-load" ref="/data/c" value="/data/b"/>
    <setvalue event="odk-instance-first-load" ref="/data/a" value="'một'"/>"""
    session = start("<a/><b/><c/>", binds, '<input ref="/data/a"/>')
    assert session.value("/data/c") == "một!"
    session.set("/data/a", "hai")
    assert (session.value("/data/b"), session.value("/data/c")) == ("hai!", "một!")


def test_a_changed_value_starts_its_action_in_the_same_instance(start: Open) -> None:
    body = """<repeat nodeset="/data/child">
    <setvalue event="odk-new-repeat" ref="/data/child/name" value="concat('con ', position(..))"/>
    <input ref="/data/child/name">
    <setvalue event="xforms-value-changed" ref="/data/child/seen" value="concat(../name, '?')"/></input>
    </repeat>"""
    session = start("<child><name/><seen/></child>", "", body)
    session.add("/data/child")
    assert session.value("/data/child[2]/name") == "con 2"
    assert session.value("/data/child[2]/seen") == ""  # a first value is no change
    session.set("/data/child[1]/name", "Lan")
    assert [session.value(f"/data/child[{at}]/seen") for at in (1, 2)] == ["Lan?", ""]


def test_preloads_are_filled_once_and_the_end_at_submission(start: Open) -> None:
    binds = """<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
    <bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
    <bind nodeset="/data/day" type="date" jr:preload="date" jr:preloadParams="today"/>"""
    session = start("<start/><end/><day/>", binds)
    assert session.value("/data/start") == "2026-11-23T09:30:00.000+07:00"
    assert session.value("/data/day") == "2026-11-23"
    assert b"<end/>" in session.instance_xml()
    assert b"<end>2026-11-23T09:30:00.000+07:00</end>" in session.submission_xml()


def test_an_instance_without_identity_gets_one_and_keeps_it(
    define: Callable[..., FormDefinition],
) -> None:
    definition = define("<a/>")
    session = FormSession(definition, now=NOW, seed=7)
    identity = session.value("/data/orx:meta/orx:instanceID")
    assert identity.startswith("uuid:")
    state = json.loads(json.dumps(session.state()))
    restored = FormSession.restore(definition, state, now=NOW, seed=7)
    assert restored.value("/data/orx:meta/orx:instanceID") == identity


def test_attributes_take_values_and_survive_a_restart(define: Callable[..., FormDefinition]) -> None:
    binds = """<bind nodeset="/data/entity/@create" calculate="if(/data/a != '', 'true', 'false')"/>
    <setvalue event="odk-instance-first-load" ref="/data/entity/@id" value="uuid()"/>"""
    definition = define(
        '<a/><entity id="" create="1" dataset="hồ-sơ"><label/></entity>', binds, '<input ref="/data/a"/>'
    )
    session = FormSession(definition, now=NOW, seed=7)
    session.set("/data/a", "x")
    assert b'create="true" dataset="h\xe1\xbb\x93-s\xc6\xa1"' in session.instance_xml()
    restored = FormSession.restore(definition, session.state(), now=NOW, seed=9)
    assert restored.instance_xml() == session.instance_xml()


def test_a_place_is_taken_from_the_session(define: Callable[..., FormDefinition]) -> None:
    binds = """<bind nodeset="/data/here" type="geopoint"/><bind nodeset="/data/there" type="geopoint"/>
    <odk:setgeopoint event="odk-instance-first-load" ref="/data/here"/>"""
    body = (
        """<input ref="/data/a"><odk:setgeopoint event="xforms-value-changed" ref="/data/there"/></input>"""
    )
    form = load(dump(define("<a/><here/><there/>", binds, body)), content_hash=_hash(define, binds, body))
    session = FormSession(form, now=NOW, seed=1, location="21.33 103.91 0 5")
    assert (session.value("/data/here"), session.value("/data/there")) == ("21.33 103.91 0.0 5.0", "")
    session.set("/data/a", "x")
    assert session.value("/data/there") == "21.33 103.91 0.0 5.0"
    assert FormSession(form, now=NOW, seed=1).value("/data/here") == ""


def _hash(define: Callable[..., FormDefinition], binds: str, body: str) -> str:
    return define("<a/><here/><there/>", binds, body).content_hash


def test_the_last_saved_instance_is_the_sessions_own(define: Callable[..., FormDefinition]) -> None:
    more = '<instance id="before" src="jr://instance/last-saved"/>'
    binds = """<setvalue event="odk-instance-first-load" ref="/data/a" value="instance('before')/data/a"/>
    <bind nodeset="/data/b" calculate="instance('before')/data/a"/>"""
    form = define("<a/><b/>", binds, '<input ref="/data/a"/>', more=more)
    form = load(dump(form), content_hash=form.content_hash)
    saved = b'<data id="thu"><a>B\xe1\xba\xa3n M\xc3\xa9</a></data>'
    session = FormSession(form, now=NOW, seed=1, last_saved=saved)
    assert (session.value("/data/a"), session.value("/data/b")) == ("Bản Mé", "Bản Mé")
    assert FormSession(form, now=NOW, seed=1).value("/data/a") == ""  # nothing stays with the form
    session.set("/data/a", "Tổ 3")
    again = FormSession.restore(form, session.state(), now=NOW, seed=1, last_saved=saved)
    assert (again.value("/data/a"), again.value("/data/b")) == ("Tổ 3", "Bản Mé")
