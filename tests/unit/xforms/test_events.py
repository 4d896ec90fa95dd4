"""`setvalue` actions, preloads and attributes that binds give values to."""

from __future__ import annotations

import json
from collections.abc import Callable

from kiosk.xforms import FormDefinition, FormSession
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
