"""Repeats: adding, removing in the middle, positions, counts, templates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.xforms import FormSession, XFormCode, XFormError

Open = Callable[..., FormSession]

CHILDREN = (
    """<total/><child jr:template=""><name/><place/><age>1</age></child>
    <child><name>An</name><place/><age>5</age></child>""",
    """<bind nodeset="/data/total" calculate="sum(/data/child/age)"/>
    <bind nodeset="/data/child/place" calculate="position(..)"/>
    <bind nodeset="/data/child/age" type="int"/>""",
    """<group ref="/data/child"><label>Con</label><repeat nodeset="/data/child">
    <input ref="/data/child/name"><label>Tên con</label></input>
    <input ref="/data/child/age"><label>Tuổi</label></input></repeat></group>""",
)


def column(session: FormSession, name: str) -> list[str]:
    return [session.value(f"/data/child[{at + 1}]/{name}") for at in range(session.count("/data/child"))]


def test_a_new_instance_has_the_templates_defaults(start: Open) -> None:
    session = start(*CHILDREN)
    assert session.add("/data/child") == "/data/child[2]"
    assert column(session, "age") == ["5", "1"]
    assert session.value("/data/total") == "6"


def test_removing_in_the_middle_moves_positions(start: Open) -> None:
    session = start(*CHILDREN)
    for at, name in enumerate(["Bình", "Chi"], 2):
        session.add("/data/child")
        session.set(f"/data/child[{at}]/name", name)
    session.remove("/data/child", 2)
    assert column(session, "name") == ["An", "Chi"]
    assert column(session, "place") == ["1", "2"]


def test_questions_of_an_instance_stand_together(start: Open) -> None:
    session = start(*CHILDREN)
    session.add("/data/child")
    assert [question.ref for question in session.questions()] == [
        "/data/child[1]/name",
        "/data/child[1]/age",
        "/data/child[2]/name",
        "/data/child[2]/age",
    ]
    assert session.questions()[3].repeats == ("/data/child[2]",)
    assert session.questions()[0].sections == ("Con",)


def test_a_count_adds_and_removes(start: Open) -> None:
    body = """<input ref="/data/n"/><repeat nodeset="/data/child" jr:count="/data/n">
    <input ref="/data/child/name"/></repeat>"""
    session = start("<n/><child><name/></child>", '<bind nodeset="/data/n" type="int"/>', body)
    assert session.count("/data/child") == 0
    session.set("/data/n", "3")
    session.set("/data/child[3]/name", "Cả")
    session.set("/data/n", "1")
    assert session.count("/data/child") == 1
    with pytest.raises(XFormError) as refusal:
        session.add("/data/child")
    assert refusal.value.code is XFormCode.READ_ONLY


def test_a_running_total_over_neighbours_settles(start: Open) -> None:
    binds = """<bind nodeset="/data/child/sum" calculate="../age + coalesce(
    indexed-repeat(/data/child/sum, /data/child, position(..) - 1), 0)"/>"""
    body = '<repeat nodeset="/data/child"><input ref="/data/child/age"/></repeat>'
    session = start("<child><age/><sum/></child>", binds, body)
    session.add("/data/child")
    session.add("/data/child")
    for at, age in enumerate(["1", "10", "100"], 1):
        session.set(f"/data/child[{at}]/age", age)
    assert column(session, "sum") == ["1", "11", "111"]
    session.set("/data/child[1]/age", "2")
    assert column(session, "sum") == ["2", "12", "112"]


def test_an_unknown_instance_is_refused(start: Open) -> None:
    session = start(*CHILDREN)
    with pytest.raises(XFormError) as refusal:
        session.remove("/data/child", 2)
    assert refusal.value.code is XFormCode.NODE_UNKNOWN
