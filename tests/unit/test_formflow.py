"""The way through a form: card values locked, refusals in words, papers, back, and a draft that goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.core.form import Kind, Source, ToCheck, ToIdentity, ToPaper, ToQuestion
from kiosk.core.form_question import card_value, kind_of
from kiosk.core.formflow import FormFlow
from kiosk.core.procedures import Agency, Component, Confidence, PaperKind, Procedure, Words
from kiosk.idcard.holder import Holder
from kiosk.xforms import FormSession, parse_form

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:kiosk="urn:motcua:kiosk"><h:head><h:title>Thử</h:title><model>
<instance><data id="t"><name/><born/><why/><other/><age/><phone/><story/><kinds/></data></instance>
<bind nodeset="/data/name" type="string" required="true()" kiosk:from="card.full_name" kiosk:locked="yes"/>
<bind nodeset="/data/born" type="date" kiosk:from="card.date_of_birth" kiosk:locked="yes"/>
<bind nodeset="/data/why" type="string" required="true()" jr:requiredMsg="Chọn một lý do."/>
<bind nodeset="/data/other" type="string" relevant="/data/why = 'other'" constraint="string-length(.) &gt; 2"
 jr:constraintMsg="Ghi dài hơn." kiosk:example="rách" kiosk:suggest="rách; mờ"/>
<bind nodeset="/data/age" type="int"/>
<bind nodeset="/data/phone" type="string"/>
<bind nodeset="/data/story" type="string"/>
</model></h:head><h:body>
<input ref="/data/name"><label>Họ tên</label></input>
<input ref="/data/born"><label>Ngày sinh</label></input>
<select1 ref="/data/why"><label>Lý do</label>
 <item><label>Mất</label><value>lost</value></item><item><label>Khác</label><value>other</value></item></select1>
<input ref="/data/other"><label>Ghi rõ</label></input>
<input ref="/data/age"><label>Tuổi</label></input>
<input ref="/data/phone" appearance="numbers"><label>Số</label></input>
<input ref="/data/story" appearance="multiline"><label>Kể</label></input>
<select ref="/data/kinds"><label>Các thứ</label><item><label>Một</label><value>a</value></item></select>
</h:body></h:html>"""
NOTE = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>Ghi chú</h:title><model><instance><data id="n"><read/></data></instance>
<bind nodeset="/data/read" type="string" readonly="true()"/></model></h:head>
<h:body><input ref="/data/read"><label>Đọc kỹ.</label></input></h:body></h:html>"""
PROCEDURE = Procedure(
    code="9.000001",
    version="1",
    name=Words("Thử", "Try"),
    agency=Agency(Words("Cơ quan")),
    who=Words("Ai cũng được"),
    source="",
    checked_on=date(2026, 11, 23),
    confidence=Confidence.SINGLE,
    components=(
        Component("old", Words("Giấy cũ"), PaperKind.SCAN, when="/data/why = 'other'"),
        Component("photo", Words("Ảnh"), PaperKind.COUNTER),
    ),
)
HOLDER = Holder(personal_number="014300000001", full_name="Lò Văn Thử", date_of_birth=date(1990, 1, 2))


@pytest.fixture
def flow() -> FormFlow:
    return FormFlow(PROCEDURE, FormSession(parse_form(FORM.encode()), now=NOW, seed=1))


def test_what_the_chip_says_is_filled_locked_and_skipped(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    name = flow.question("/data/name")
    assert (name.value, name.source, name.locked) == ("Lò Văn Thử", Source.CHIP, True)
    assert flow.question("/data/born").shown == "02/01/1990"
    assert flow.give("/data/name", "Someone Else")
    assert flow.question("/data/name").value == "Lò Văn Thử"
    assert flow.first() == ToQuestion("/data/why")
    assert flow.applicant() == "Lò Văn Thử"


def test_a_card_without_the_legal_name_fills_no_name(flow: FormFlow) -> None:
    flow.fill_from_card(Holder(personal_number="014300000001", zone_name="LO VAN THU"))
    assert flow.first() == ToQuestion("/data/name")
    assert flow.question("/data/name").kind is Kind.NAME


@pytest.mark.parametrize(
    ("on_the_card", "in_the_form"), [("M", "Nam"), ("F", "Nữ"), ("Nam", "Nam"), ("Nữ", "Nữ")]
)
def test_the_sex_of_the_zone_reads_as_the_forms_write_it(on_the_card: str, in_the_form: str) -> None:
    assert card_value(replace(HOLDER, sex=on_the_card), "card.sex") == in_the_form


def test_a_card_value_that_the_form_has_no_place_for_is_asked_without_blame(flow: FormFlow) -> None:
    odd = FORM.replace('nodeset="/data/why" type="string"', 'nodeset="/data/why" kiosk:from="card.sex"')
    asked = FormFlow(PROCEDURE, FormSession(parse_form(odd.encode()), now=NOW, seed=1))
    asked.fill_from_card(replace(HOLDER, sex="F"))
    question = asked.question("/data/why")
    assert (question.value, question.error, question.source) == ("", "", None)


def test_errors_show_only_after_an_answer_and_name_the_mend(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    assert flow.question("/data/why").error == ""
    assert not flow.give("/data/why", "")
    assert flow.question("/data/why").error == "Chọn một lý do."
    assert flow.give("/data/why", "other")
    assert not flow.give("/data/other", "x")
    assert flow.question("/data/other").error == "Ghi dài hơn."


def test_a_value_that_the_control_refuses_is_told_and_keeps_the_dossier_open(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "lost")
    assert not flow.give("/data/age", "mười")
    assert flow.question("/data/age").error
    assert [question.ref for question in flow.open_problems()] == ["/data/age"]
    assert flow.give("/data/age", "10")
    assert flow.open_problems() == ()


def test_papers_follow_the_answers(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "lost")
    assert flow.papers() == ()
    assert flow.after("/data/kinds", returning=False) == ToCheck()
    assert flow.to_bring() == ("Ảnh",)
    flow.give("/data/why", "other")
    assert flow.after("/data/kinds", returning=False) == ToPaper("old")
    assert flow.to_bring() == ("Giấy cũ", "Ảnh")
    flow.set_pages("old", 2)
    assert flow.papers()[0].pages == 2
    assert flow.to_bring() == ("Ảnh",)


def test_back_leads_through_papers_and_questions_to_the_card(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "other")
    assert flow.before("", returning=False) == ToPaper("old")
    assert flow.before("old", returning=False) == ToQuestion("/data/kinds")
    assert flow.before("/data/age", returning=False) == ToQuestion("/data/other")
    assert flow.before("/data/why", returning=False) == ToIdentity()
    assert flow.before("/data/other", returning=True) == ToCheck()


def test_an_edit_from_the_check_screen_returns_unless_it_opened_something(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "lost")
    assert flow.after("/data/why", returning=True) == ToCheck()
    flow.give("/data/why", "other")
    flow.give("/data/other", "x")
    assert flow.after("/data/why", returning=True) == ToQuestion("/data/other")
    flow.give("/data/other", "rách")
    assert flow.after("/data/other", returning=True) == ToPaper("old")
    flow.set_later("old", later=True)
    assert flow.later() == ("old",)
    assert flow.after("/data/other", returning=True) == ToCheck()


def test_only_what_is_asked_is_shown_and_counted(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "other")
    flow.give("/data/other", "rách")
    flow.give("/data/why", "lost")
    assert [question.ref for section in flow.sections() for question in section.questions] == [
        "/data/name",
        "/data/born",
        "/data/why",
        "/data/age",
        "/data/phone",
        "/data/story",
        "/data/kinds",
    ]
    assert flow.provenance() == {"/data/name": "chip", "/data/born": "chip", "/data/why": "typed"}
    flow.give("/data/why", "other")
    assert flow.question("/data/other").value == "rách"


def test_a_draft_goes_on_where_it_stood(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "other")
    flow.set_later("old", later=True)
    flow.stand_at(ToQuestion("/data/age"))
    again = FormFlow.resumed(PROCEDURE, parse_form(FORM.encode()), flow.state(), now=NOW, seed=1)
    assert again.stood_at() == ToQuestion("/data/age")
    assert again.question("/data/name").locked
    assert again.later() == ("old",)
    again.stand_at(ToCheck())
    assert again.stood_at() == ToCheck()
    again.give("/data/why", "lost")
    again.stand_at(ToPaper("old"))
    assert again.stood_at() == ToQuestion("/data/why")


def test_kinds_follow_type_and_appearance(flow: FormFlow) -> None:
    kinds = [question.kind for section in flow.sections() for question in section.questions]
    assert kinds == [
        Kind.NAME,
        Kind.DATE,
        Kind.ONE_OF,
        Kind.INTEGER,
        Kind.DIGITS,
        Kind.LONG_TEXT,
        Kind.SOME_OF,
    ]
    note = parse_form(NOTE.encode())
    assert kind_of(FormSession(note, now=NOW, seed=1).questions()[0]) is Kind.NOTE


def test_progress_counts_what_is_open_and_papers(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "other")
    assert (flow.progress("/data/why").at, flow.progress("old").at, flow.progress("old").of) == (1, 7, 7)
    assert flow.progress("").at == 7


def test_papers_one_after_the_other(flow: FormFlow) -> None:
    flow.procedure = replace(
        PROCEDURE,
        components=(
            Component("a", Words("A"), PaperKind.SCAN),
            Component("b", Words("B"), PaperKind.SCAN),
        ),
    )
    assert flow.after_paper("a", returning=False) == ToPaper("b")
    assert flow.after_paper("b", returning=False) == ToCheck()
    assert flow.after_paper("a", returning=True) == ToCheck()
    flow.stand_at(ToPaper("b"))
    assert flow.stood_at() == ToPaper("b")


def test_another_language_and_missing_messages(flow: FormFlow) -> None:
    flow.set_language("en")
    flow.fill_from_card(HOLDER)
    assert not flow.give("/data/age", "ten")
    assert flow.question("/data/age").error == "This answer cannot be used; please look again."


def test_text_becomes_nfc(flow: FormFlow) -> None:
    flow.fill_from_card(HOLDER)
    flow.give("/data/why", "other")
    flow.give("/data/other", "ra\u0301ch")
    assert flow.question("/data/other").value == "rách"
