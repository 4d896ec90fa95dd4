"""A form being filled in: relevance, calculation, requirement, constraint, choices, languages."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kiosk.xforms import FormDefinition, FormSession, XFormCode, XFormError
from kiosk.xforms.cache import dump, load
from tests.unit.xforms.conftest import NOW

Open = Callable[..., FormSession]

JOB = (
    "<job/><employer/><years/><note/>",
    """<bind nodeset="/data/job" required="true()"/>
    <bind nodeset="/data/employer" relevant="/data/job = 'yes'" required="true()"/>
    <bind nodeset="/data/years" type="int" relevant="../job = 'yes'" constraint=". &gt;= 0 and . &lt; 60"/>
    <bind nodeset="/data/note" calculate="concat(../employer, ': ', ../years + 1)"/>""",
    """<select1 ref="/data/job"><label>Có việc làm?</label><item><label>Có</label><value>yes</value></item>
    <item><label>Không</label><value>no</value></item></select1>
    <input ref="/data/employer"><label>Nơi làm việc</label></input>
    <input ref="/data/years"><label>Số năm</label></input>""",
)


def refs(session: FormSession) -> list[str]:
    return [question.ref for question in session.questions()]


def test_only_relevant_questions_are_asked(start: Open) -> None:
    session = start(*JOB)
    assert refs(session) == ["/data/job"]
    session.set("/data/job", "yes")
    assert refs(session) == ["/data/job", "/data/employer", "/data/years"]


def test_an_irrelevant_answer_comes_back(start: Open) -> None:
    session = start(*JOB)
    session.set("/data/job", "yes")
    session.set("/data/employer", "Trường Tiểu học Chiềng Cơi")
    session.set("/data/job", "no")
    assert session.value("/data/employer") == ""
    assert b"employer" not in session.submission_xml()
    session.set("/data/job", "yes")
    assert session.value("/data/employer") == "Trường Tiểu học Chiềng Cơi"


def test_violations_name_what_is_missing_or_wrong_in_document_order(start: Open) -> None:
    session = start(*JOB)
    assert session.violations() == [("/data/job", "required")]
    session.set("/data/job", "yes")
    session.set("/data/years", "75")
    assert session.violations() == [("/data/employer", "required"), ("/data/years", "constraint")]


def test_a_calculation_follows_its_sources(start: Open) -> None:
    session = start(*JOB)
    session.set("/data/job", "yes")
    session.set("/data/employer", "Chợ Chiềng Cơi")
    session.set("/data/years", "4")
    assert session.value("/data/note") == "Chợ Chiềng Cơi: 5"


@pytest.mark.parametrize(
    ("ref", "value"), [("/data/job", "maybe"), ("/data/years", "four"), ("/data/employer", "a\x00b")]
)
def test_an_answer_that_the_question_does_not_take_is_refused(start: Open, ref: str, value: str) -> None:
    session = start(*JOB)
    before = session.state()
    with pytest.raises(XFormError) as refusal:
        session.set(ref, value)
    assert refusal.value.code is XFormCode.VALUE_REFUSED
    assert value not in str(refusal.value)
    assert session.state() == before


def test_a_snapshot_restores_everything_and_survives_json(
    define: Callable[..., FormDefinition],
) -> None:
    definition = define(*JOB)
    session = FormSession(definition, now=NOW, seed=7)
    session.set("/data/job", "yes")
    session.set("/data/employer", "Ủy ban nhân dân phường")
    session.set("/data/job", "no")
    restored = FormSession.restore(definition, json.loads(json.dumps(session.state())), now=NOW, seed=7)
    assert restored.submission_xml() == session.submission_xml()
    restored.set("/data/job", "yes")
    assert restored.value("/data/employer") == "Ủy ban nhân dân phường"


def test_a_snapshot_of_another_form_is_refused(define: Callable[..., FormDefinition]) -> None:
    state = FormSession(define(*JOB), now=NOW, seed=7).state()
    with pytest.raises(XFormError) as refusal:
        FormSession.restore(define("<a/>"), state, now=NOW, seed=7)
    assert refusal.value.code is XFormCode.STATE_FOREIGN


def test_letters_are_composed(start: Open) -> None:
    session = start("<name/>", "", '<input ref="/data/name"><label>Tên</label></input>')
    session.set("/data/name", "Việt")
    assert session.value("/data/name") == "Việt"


def test_labels_speak_the_language_and_quote_answers(start: Open) -> None:
    vi = '<text id="hi"><value>Chào <output value="/data/name"/></value></text>'
    en = '<text id="hi"><value>-</value></text>'
    itext = f"""<itext><translation lang="Tiếng Việt (vi)">{vi}</translation>
    <translation lang="English (en)">{en}</translation></itext>"""
    body = """<input ref="/data/name"><label>Tên</label></input>
    <input ref="/data/age"><label ref="jr:itext('hi')"/></input>"""
    session = start("<name/><age/>", "", body, model=itext, language="vi")
    session.set("/data/name", "Lan")
    assert session.question("/data/age").label == "Chào Lan"
    session.language = "en"
    assert session.question("/data/age").label == "Chào Lan"  # missing in English: the default stands in
    with pytest.raises(XFormError) as refusal:
        session.language = "fr"
    assert refusal.value.code is XFormCode.LANGUAGE_UNKNOWN


def test_bind_attributes_of_other_namespaces_pass_through(start: Open) -> None:
    session = start(
        "<name/>",
        '<bind nodeset="/data/name" kiosk:from="card.full_name" kiosk:locked="yes"/>',
        '<input ref="/data/name"><label>Tên</label></input>',
    )
    assert session.question("/data/name").binds == {"kiosk:from": "card.full_name", "kiosk:locked": "yes"}


def test_machines_may_fill_what_people_may_not(start: Open) -> None:
    session = start(
        "<name/><hidden/>",
        '<bind nodeset="/data/name" readonly="true()"/>',
        '<group ref="/data"><input ref="/data/name"/></group>',
    )
    with pytest.raises(XFormError) as refusal:
        session.set("/data/name", "Lan")
    assert refusal.value.code is XFormCode.READ_ONLY
    session.fill("/data/name", "Lan")
    session.fill("/data/hidden", "x")
    assert (session.value("/data/name"), session.value("/data/hidden")) == ("Lan", "x")


def test_conditions_outside_the_form_are_evaluated_over_it(start: Open) -> None:
    session = start(*JOB)
    session.set("/data/job", "yes")
    assert session.holds("/data/job = 'yes'")
    assert session.evaluate("count(/data/*)") == 5.0
    assert session.evaluate("../job", "/data/years") == ("yes",)


def test_a_stored_definition_runs_as_the_read_one(define: Callable[..., FormDefinition]) -> None:
    definition = define(*JOB)
    stored = load(dump(definition), content_hash=definition.content_hash)
    one, other = (FormSession(form, now=NOW, seed=7) for form in (definition, stored))
    for session in (one, other):
        session.set("/data/job", "yes")
    assert one.submission_xml() == other.submission_xml()
    assert one.questions() == other.questions()
    assert stored.schema == definition.schema
    assert stored.rules == definition.rules


def test_a_tampered_or_foreign_store_is_refused(define: Callable[..., FormDefinition]) -> None:
    definition = define(*JOB)
    data = dump(definition)
    tampered = data.replace(b'"thu"', b'"xyz"')
    assert tampered != data
    wrong = [(data, "0" * 64), (tampered, definition.content_hash), (b"", "")]
    for bytes_, content_hash in wrong:
        with pytest.raises(XFormError) as refusal:
            load(bytes_, content_hash=content_hash)
        assert refusal.value.code is XFormCode.CACHE_BROKEN


def test_choices_shuffled_without_a_seed_keep_their_order_in_a_session(start: Open) -> None:
    body = """<select1 ref="/data/a"><label>A</label><itemset nodeset="randomize(instance('l')/root/item)">
    <value ref="name"/><label ref="name"/></itemset></select1>"""
    rows = "".join(f"<item><name>{number}</name></item>" for number in range(9))
    session = start("<a/>", "", body, more=f'<instance id="l"><root>{rows}</root></instance>')
    order = session.question("/data/a").choices
    assert session.question("/data/a").choices == order
    assert [value for value, _ in order] != [str(number) for number in range(9)]


def test_the_same_seed_shuffles_as_every_odk_client_does(start: Open) -> None:
    body = """<select1 ref="/data/a"><label>A</label>
    <itemset nodeset="randomize(instance('l')/root/item, 42)"><value ref="name"/><label ref="name"/>
    </itemset></select1>"""
    rows = "".join(f"<item><name>{name}</name></item>" for name in "ABCDEF")
    session = start("<a/>", "", body, more=f'<instance id="l"><root>{rows}</root></instance>')
    assert "".join(value for value, _ in session.question("/data/a").choices) == "AFCBDE"
