"""Any sequence of answers leaves what evaluating everything anew would give."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.xforms import FormDefinition, FormSession, XFormError, parse_form
from tests.unit.xforms.conftest import NOW, form_xml

MEMBERS = form_xml(
    """<head/><size/><kind/><wards/><ward/><total/><adults/><oldest/><list/><deep><a/><b/><c/></deep>
    <member><name/><age/><adult/><rank/><upto/><job/>
    <toy jr:template=""><t/><n/></toy><toy><t/><n/></toy></member>""",
    """<bind nodeset="/data/size" type="int" constraint=". &gt;= 0 and . &lt; 9"/>
    <bind nodeset="/data/ward" relevant="/data/wards != ''" required="/data/kind = 'x'"/>
    <bind nodeset="/data/total" calculate="sum(/data/member/age)"/>
    <bind nodeset="/data/adults" calculate="count(/data/member[age &gt;= 18])"/>
    <bind nodeset="/data/oldest" calculate="max(/data/member/age)"/>
    <bind nodeset="/data/list" calculate="join(', ', /data/member/name, /data/member/job, /data/deep/a)"/>
    <bind nodeset="/data/deep" relevant="/data/total &gt; 20"/>
    <bind nodeset="/data/deep/b" calculate="concat(../a, /data/list)" relevant="../a != ''"/>
    <bind nodeset="/data/deep/c" calculate="string-length(../b) + count(/data/member)"/>
    <bind nodeset="/data/member/age" type="int"/>
    <bind nodeset="/data/member/adult" calculate="if(../age &gt;= 18, 'yes', 'no')"/>
    <bind nodeset="/data/member/rank" calculate="position(..)"/>
    <bind nodeset="/data/member/upto"
      calculate="sum(/data/member[position() &lt;= current()/../rank]/age)"/>
    <bind nodeset="/data/member/job" relevant="../adult = 'yes'" required="true()"/>
    <bind nodeset="/data/member/toy/n" calculate="concat(../../name, position(..), count(../../toy))"/>""",
    """<input ref="/data/head"/><input ref="/data/size"/><input ref="/data/kind"/>
    <select1 ref="/data/wards"><item><label>1</label><value>1</value></item>
      <item><label>2</label><value>2</value></item></select1>
    <select1 ref="/data/ward"><itemset nodeset="instance('wards')/root/item[of = /data/wards]">
      <value ref="name"/><label ref="name"/></itemset></select1>
    <input ref="/data/deep/a"/>
    <group ref="/data/member"><repeat nodeset="/data/member"><input ref="/data/member/name"/>
      <input ref="/data/member/age"/><input ref="/data/member/job"/>
      <repeat nodeset="/data/member/toy"><input ref="/data/member/toy/t"/></repeat></repeat></group>""",
    more="""<instance id="wards"><root><item><name>p</name><of>1</of></item>
    <item><name>q</name><of>1</of></item><item><name>r</name><of>2</of></item></root></instance>""",
)
FORM = parse_form(MEMBERS)
PLACE = st.integers(1, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.just("/data/member"), st.just("")),
        st.tuples(st.just("remove"), st.just("/data/member"), PLACE.map(str)),
        st.tuples(st.just("add"), PLACE.map("/data/member[{}]/toy".format), st.just("")),
        st.tuples(st.just("remove"), PLACE.map("/data/member[{}]/toy".format), PLACE.map(str)),
        st.tuples(
            st.just("set"), PLACE.map("/data/member[{}]/age".format), st.sampled_from(["", "3", "18", "40"])
        ),
        st.tuples(
            st.just("set"), PLACE.map("/data/member[{}]/name".format), st.sampled_from(["An", "Bình", ""])
        ),
        st.tuples(st.just("set"), PLACE.map("/data/member[{}]/job".format), st.sampled_from(["x", ""])),
        st.tuples(st.just("set"), st.just("/data/wards"), st.sampled_from(["1", "2", ""])),
        st.tuples(st.just("set"), st.just("/data/ward"), st.sampled_from(["p", "q", "r", ""])),
        st.tuples(st.just("set"), st.just("/data/deep/a"), st.sampled_from(["a", ""])),
        st.tuples(st.just("set"), st.just("/data/kind"), st.sampled_from(["x", "y"])),
    ),
    max_size=14,
)


def take(session: FormSession, steps: list[tuple[str, str, str]]) -> None:
    """Take the steps that can be taken."""
    for operation, ref, value in steps:
        try:
            if operation == "set":
                session.set(ref, value)
            elif operation == "add":
                session.add(ref)
            else:
                session.remove(ref, int(value))
        except XFormError:
            continue


def seen(session: FormSession) -> tuple[Any, ...]:
    return session.instance_xml(), session.violations(), session.questions()


def from_scratch(definition: FormDefinition, state: dict[str, Any]) -> FormSession:
    """Restore without what had been calculated, so that everything is calculated anew."""
    return FormSession.restore(definition, json.loads(json.dumps(_bare(state))), now=NOW, seed=7)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], str) and len(value) == 3:
        return ["" if value[1] is not None else value[0], None, value[2]]
    return [_bare(one) for one in value] if isinstance(value, list) else value


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_incremental_is_as_from_scratch(steps: list[tuple[str, str, str]]) -> None:
    session = FormSession(FORM, now=NOW, seed=7)
    take(session, steps)
    assert seen(session) == seen(from_scratch(FORM, session.state()))


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_adding_and_removing_an_instance_restores(steps: list[tuple[str, str, str]]) -> None:
    session = FormSession(FORM, now=NOW, seed=7)
    take(session, steps)
    before = seen(session)
    ref = session.add("/data/member")
    session.set(f"{ref}/age", "77")
    session.remove("/data/member", session.count("/data/member"))
    assert seen(session) == before


@settings(max_examples=20, deadline=None)
@given(steps=STEPS, more=STEPS)
def test_a_restored_session_goes_on_as_the_first(
    steps: list[tuple[str, str, str]], more: list[tuple[str, str, str]]
) -> None:
    session = FormSession(FORM, now=NOW, seed=7)
    take(session, steps)
    state = json.loads(json.dumps(session.state()))
    restored = FormSession.restore(FORM, state, now=NOW, seed=7)
    for one in (session, restored):
        take(one, more)
    assert seen(session) == seen(restored)


def test_an_answer_touches_only_its_own_instance(
    start: Callable[..., FormSession],
) -> None:
    """Counting by `random()`: a rule evaluated again would draw again."""
    session = start(
        "<child><age/><drawn/></child>",
        '<bind nodeset="/data/child/drawn" calculate="concat(../age, \':\', random())"/>',
        '<repeat nodeset="/data/child"><input ref="/data/child/age"/></repeat>',
    )
    session.add("/data/child")
    before = [session.value(f"/data/child[{at}]/drawn") for at in (1, 2)]
    session.set("/data/child[2]/age", "5")
    after = [session.value(f"/data/child[{at}]/drawn") for at in (1, 2)]
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_a_mended_answer_is_no_violation_any_more(start: Callable[..., FormSession]) -> None:
    session = start(
        "<age/>",
        '<bind nodeset="/data/age" type="int" constraint=". &lt; 130"/>',
        '<input ref="/data/age"/>',
    )
    session.set("/data/age", "140")
    assert session.violations() == [("/data/age", "constraint")]
    session.set("/data/age", "14")
    assert session.violations() == []


def test_each_rule_is_evaluated_once_after_what_it_reads() -> None:
    """The last rule of the diamond draws a number: how often it was evaluated is how many were drawn."""
    binds = """<bind nodeset="/data/b" calculate="concat(/data/a, 'b')"/>
    <bind nodeset="/data/c" calculate="concat(/data/b, 'c')"/>
    <bind nodeset="/data/d" calculate="if(/data/a = '', '', concat(/data/a, /data/b, /data/c, random()))"/>"""
    form = parse_form(form_xml("<a/><d/><c/><b/>", binds, '<input ref="/data/a"/>'))
    session = FormSession(form, now=NOW, seed=1)
    before = session.state()["drawn"]
    for answer in ("1", "2", "3"):
        session.set("/data/a", answer)
    assert session.state()["drawn"] - before == 3
    assert session.value("/data/d").startswith("33b3bc0.")
