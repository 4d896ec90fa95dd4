"""Hostile and broken input: a coded error, or a good result in bounded time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.xforms import FormSession, XFormCode, XFormError, parse_form
from kiosk.xforms.xpath.compiler import ExpressionCompiler
from kiosk.xforms.xpath.parser import parse
from kiosk.xforms.xpath.patterns import compiled, matches
from tests.unit.xforms.conftest import form_xml

Open = Callable[..., FormSession]
LAUGHS = b"""<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
OUTSIDE = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
GOOD = form_xml("<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a + 1"/>', '<input ref="/data/a"/>')


def code_of(xml: bytes) -> XFormCode:
    with pytest.raises(XFormError) as refusal:
        parse_form(xml)
    return refusal.value.code


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE])
def test_entities_are_refused(declaration: bytes) -> None:
    xml = declaration + GOOD.replace(b"<a/>", b"<a>&a;</a>", 1)
    assert code_of(xml) in {XFormCode.XML_UNSAFE, XFormCode.XML_BROKEN}


def test_a_document_type_alone_is_refused() -> None:
    assert code_of(b'<!DOCTYPE html SYSTEM "form.dtd">' + GOOD) is XFormCode.XML_UNSAFE


def test_deep_nesting_is_refused() -> None:
    deep = form_xml("<a>" * 100 + "</a>" * 100)
    deeper = form_xml("<a>" * 30_000 + "</a>" * 30_000)
    assert code_of(deep) is XFormCode.TOO_LARGE
    assert code_of(deeper) in {XFormCode.TOO_LARGE, XFormCode.XML_BROKEN}


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 3_000 + "1" + ")" * 3_000,
        "-" * 3_000 + "1",
        " + ".join(["1"] * 3_000),
        "/".join([".."] * 3_000) + "[" * 2_000,
        "not(" * 500 + "1" + ")" * 500,
    ],
)
def test_deep_expressions_are_refused(expression: str) -> None:
    with pytest.raises(XFormError) as refusal:
        parse(expression)
    assert refusal.value.code in {XFormCode.TOO_LARGE, XFormCode.XPATH_SYNTAX}


def test_a_long_chain_of_conditions_is_fine(start: Open) -> None:
    chain = " or ".join(f"/data/a = '{number}'" for number in range(2_000))
    session = start("<a/><b/>", f'<bind nodeset="/data/b" relevant="{chain}"/>', '<input ref="/data/a"/>')
    assert not session.is_relevant("/data/b")
    session.set("/data/a", "1999")
    assert session.is_relevant("/data/b")


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|aa)+$", "(a*)*b", "([a-z]+)*\\d", "(.*a){20}", "(", "[", "a{99999999999}", "(?P<x>"],
)
def test_patterns_that_run_away_or_are_broken_are_refused(pattern: str) -> None:
    with pytest.raises(XFormError) as refusal:
        compiled(pattern)
    assert refusal.value.code is XFormCode.REGEX_REFUSED


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        ("014087003512", "^[0-9]{12}$", True),
        ("0987000214", "^(0(3|5|7|8|9)[0-9]{8}|02[0-9]{9})$", True),
        ("Sở GTVT Sơn La", "^[^0-9 ]+( [^0-9 ]+)*$", True),
        ("AB 123", "^[A-Z]{1,2} ?[0-9]{3,7}$", True),
        ("a.b@c.vn", r"^[a-z]+(\.[a-z]+)*@[a-z]+(\.[a-z]+)+$", True),
        ("x", "y", False),
    ],
)
def test_patterns_that_forms_use_work(value: str, pattern: str, *, expected: bool) -> None:
    assert matches(value, pattern) is expected


def test_a_slow_pattern_on_a_long_value_is_refused() -> None:
    with pytest.raises(XFormError) as refusal:
        matches("a" * 5_000, "^.*x.*y.*z$")
    assert refusal.value.code is XFormCode.TOO_LARGE


def test_fifty_thousand_rows_are_looked_up_at_once(start: Open) -> None:
    rows = "\n".join(f"xã {number},{number % 500},X{number}" for number in range(50_000))
    session = start(
        "<district/><ward/><code/>",
        """<bind nodeset="/data/code" calculate="pulldata('wards', 'code', 'name', /data/ward)"/>""",
        """<input ref="/data/district"/><select1 ref="/data/ward">
        <itemset nodeset="instance('wards')/root/item[of = /data/district]"><value ref="name"/>
        <label ref="name"/></itemset></select1>""",
        more='<instance id="wards" src="jr://file-csv/wards.csv"/>',
        externals={"wards.csv": f"name,of,code\n{rows}".encode()},
    )
    session.set("/data/district", "7")
    assert len(session.question("/data/ward").choices) == 100
    session.set("/data/ward", "xã 507")
    assert session.value("/data/code") == "X507"
    session.set("/data/district", "8")
    assert session.value("/data/ward") == ""


def test_a_form_of_ten_megabytes_loads(start: Open) -> None:
    items = "".join(
        f"<item><name>{number}</name><label>{'x' * 460}</label></item>" for number in range(20_000)
    )
    session = start(
        "<a/>", "", '<input ref="/data/a"/>', more=f'<instance id="l"><root>{items}</root></instance>'
    )
    assert session.evaluate("count(instance('l')/root/item)") == 20_000.0


def test_predicates_within_predicates_end_in_bounded_time(start: Open) -> None:
    items = "<item><n>1</n></item>" * 200
    session = start("<a/>", "", "", more=f'<instance id="l"><root>{items}</root></instance>')
    rows = "instance('l')/root/item"
    assert session.evaluate(f"count({rows}[count({rows}[true()]) > 0])") == 200.0
    with pytest.raises(XFormError) as refusal:
        session.evaluate(f"count({rows}[count({rows}[count({rows}[true()]) > 0]) > 0])")
    assert refusal.value.code is XFormCode.TOO_LARGE
    assert session.evaluate("1 + 1") == 2.0


@pytest.mark.parametrize("count", ["999999", "1 div 0"])
def test_a_runaway_count_is_refused(start: Open, count: str) -> None:
    with pytest.raises(XFormError) as refusal:
        start(
            "<n/><child><a/></child>",
            "",
            f'<repeat nodeset="/data/child" jr:count="{count}"><input ref="/data/child/a"/></repeat>',
        )
    assert refusal.value.code is XFormCode.TOO_LARGE


@pytest.mark.parametrize(
    ("binds", "code"),
    [
        ('<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="../a"/>', "cycle"),
        ('<bind nodeset="/data/a" relevant="/data/b"/><bind nodeset="/data/b" relevant="/data/a"/>', "cycle"),
        ('<bind nodeset="/data/a" calculate="/data/nope"/>', "reference-unknown"),
        ('<bind nodeset="/data/a" calculate="nope(1)"/>', "function-unknown"),
        ('<bind nodeset="/data/a" calculate="round()"/>', "function-arguments"),
        ('<bind nodeset="/data/a" calculate="1 +"/>', "xpath-syntax"),
        ('<bind nodeset="/data/a" calculate="count(1)"/>', "type-wrong"),
        ('<bind nodeset="/data/a" calculate="x:a"/>', "prefix-unknown"),
        ("""<bind nodeset="/data/a" constraint="regex(., '(a+)+$')"/>""", "regex-refused"),
    ],
)
def test_what_is_wrong_is_refused_at_load_with_the_nodes_path(binds: str, code: str) -> None:
    with pytest.raises(XFormError) as refusal:
        parse_form(form_xml("<a/><b/>", binds))
    assert refusal.value.code.value == code
    assert refusal.value.where.startswith("/data/")


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), change=st.binary(max_size=6), cut=st.integers(0, 6))
def test_a_damaged_form_gives_a_form_or_a_coded_error(at: int, change: bytes, cut: int) -> None:
    """Anything but `XFormError` would fail the test."""
    with suppress(XFormError):
        assert parse_form(GOOD[:at] + change + GOOD[at + cut :]).schema


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="abz/.[]()@*:|=<>!+-,'\"0195 \n\u1ec7$", max_size=30))
def test_any_text_is_an_expression_or_a_coded_error(text: str) -> None:
    """Anything but `XFormError` would fail the test."""
    with suppress(XFormError):
        assert ExpressionCompiler({}).value(parse(text))
