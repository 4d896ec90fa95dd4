"""What an author gets wrong: for each rule a form that triggers it, and one that doesn't."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.xforms import FormDefinition
from kiosk.xforms.lint import lint

Define = Callable[..., FormDefinition]
INPUT = '<input ref="/data/a"><label>A</label></input>'
FRUIT = """<select1 ref="/data/fruit"><label>Quả</label><item><label>Táo</label><value>apple</value></item>
<item><label>Lê</label><value>pear</value></item></select1>"""
LONG = "Họ và tên đầy đủ của người đề nghị như ghi trong giấy khai sinh " * 3
VI = '<translation lang="vi"><text id="a"><value>Tên</value></text></translation>'
EN = '<translation lang="en"><text id="a"><value>{}</value></text></translation>'
LABELLED = """<input ref="/data/a"><label ref="jr:itext('a')"/></input>"""


def bind(of: str, **attributes: str) -> str:
    shown = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<bind nodeset="/data/{of}"{shown}/>'


CASES = [
    ("text-against-number", bind("a", constraint=". &gt; 5"), bind("a", type="int", constraint=". &gt; 5")),
    (
        "number-against-text",
        bind("a", type="int") + bind("b", relevant="/data/a = 'ten'"),
        bind("a", type="int") + bind("b", relevant="/data/a = '10'"),
    ),
    (
        "no-such-choice",
        bind("a", relevant="/data/fruit = 'aple'"),
        bind("a", relevant="/data/fruit = 'apple'"),
    ),
    (
        "no-such-choice",
        bind("a", relevant="selected(/data/fruit, 'aple')"),
        bind("a", relevant="selected(/data/fruit, 'pear')"),
    ),
    (
        "never-holds",
        bind("a", relevant="/data/fruit = 'apple' and /data/fruit = 'pear'"),
        bind("a", relevant="/data/fruit = 'apple' or /data/fruit = 'pear'"),
    ),
    (
        "never-holds",
        bind("a", type="int", constraint=". &gt; 5 and . &lt;= 5"),
        bind("a", type="int", constraint=". &gt;= 5 and . &lt;= 5"),
    ),
    ("never-holds", bind("a", relevant="1 = 2"), bind("a", relevant="1 = 1")),
    (
        "required-but-unreachable",
        bind("a", required="true()", relevant="false()"),
        bind("a", required="true()", relevant="true()"),
    ),
    (
        "required-but-unreachable",
        bind("g", relevant="false()") + bind("g/in", required="true()"),
        bind("g", relevant="/data/a != ''") + bind("g/in", required="true()"),
    ),
    ("constraint-without-message", bind("a", constraint=". != 'x'"), bind("a", **{
        "constraint": ". != 'x'", "jr:constraintMsg": "Khác x"})),
    ("reference-unknown", bind("nope", type="int"), bind("a", type="int")),
    ("reference-unknown", bind("a", calculate="abc"), bind("a", calculate="/data/b")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wrong", "right"), CASES)
def test_a_bind_is_judged(define: Define, code: str, wrong: str, right: str) -> None:
    instance, body = "<a/><b/><fruit/><g><in/></g>", INPUT + FRUIT
    assert code in {finding.code for finding in lint(define(instance, wrong, body))}
    assert code not in {finding.code for finding in lint(define(instance, right, body))}


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("question-without-label", '<input ref="/data/a"/>', INPUT),
        ("label-too-long", f'<input ref="/data/a"><label>{LONG}</label></input>', INPUT),
        ("choice-without-label", FRUIT.replace("<label>Táo</label>", ""), FRUIT),
        ("select-without-choices", '<select1 ref="/data/fruit"><label>Quả</label></select1>', FRUIT),
    ],
)
def test_a_question_is_judged(define: Define, code: str, wrong: str, right: str) -> None:
    assert code in {finding.code for finding in lint(define("<a/><fruit/>", "", wrong))}
    assert code not in {finding.code for finding in lint(define("<a/><fruit/>", "", right))}


def test_a_text_missing_in_a_language_is_found(define: Define) -> None:
    model = "<itext>" + VI + EN + "</itext>"
    wrong = define("<a/>", "", LABELLED, model=model.format("-"))
    right = define("<a/>", "", LABELLED, model=model.format("Name"))
    assert [(one.code, one.where, one.detail) for one in lint(wrong)] == [
        ("missing-language", "itext a", "en")
    ]
    assert lint(right) == ()


def test_a_list_row_without_label_is_found(define: Define) -> None:
    rows = "<item><name>p</name><label>{}</label></item><item><name>q</name><label>Q</label></item>"
    body = """<select1 ref="/data/a"><label>A</label><itemset nodeset="instance('l')/root/item">
    <value ref="name"/><label ref="label"/></itemset></select1>"""
    more = '<instance id="l"><root>' + rows + "</root></instance>"
    wrong = define("<a/>", "", body, more=more.format("-"))
    right = define("<a/>", "", body, more=more.format("P"))
    found = [(one.code, one.where, one.detail) for one in lint(wrong)]
    assert found == [("choice-without-label", "choices l", "p")]
    assert lint(right) == ()
