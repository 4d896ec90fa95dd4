"""What an instance holds for each data type, and lists in CSV, XML and GeoJSON."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.xforms import FormSession, XFormCode, XFormError
from kiosk.xforms.codecs import accept, normalise

Open = Callable[..., FormSession]


@pytest.mark.parametrize(
    ("datatype", "text", "held"),
    [
        ("int", "3.7", "3"),
        ("int", " 42 ", "42"),
        ("int", "-0012", "-12"),
        ("int", "2147483648", ""),
        ("int", "ten", ""),
        ("decimal", "3", "3.0"),
        ("decimal", "0.10", "0.1"),
        ("decimal", "1e3", "1000.0"),
        ("decimal", "Infinity", ""),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", ""),
        ("date", "2024-02-29T10:00:00", "2024-02-29"),
        ("date", "29/02/2024", ""),
        ("time", "08:30:00.000+07:00", "08:30:00.000+07:00"),
        ("time", "25:00:00", ""),
        ("dateTime", "2024-02-29T08:30:00+07:00", "2024-02-29T08:30:00+07:00"),
        ("dateTime", "2024-02-29T08:30:00+19:00", ""),
        ("dateTime", "2024-02-29", ""),
        ("geopoint", "21.33 103.91 0 0", "21.33 103.91 0.0 0.0"),
        ("geopoint", "91 0", ""),
        ("geopoint", "21", ""),
        ("geotrace", "21 103;22 103;", "21.0 103.0;22.0 103.0"),
        ("geotrace", "21 103;21 103", ""),
        ("geoshape", "21 103;22 103;21 103", "21.0 103.0;22.0 103.0;21.0 103.0"),
        ("geoshape", "21 103;22 103", ""),
        ("string", "  giữ nguyên ", "  giữ nguyên "),
    ],
)
def test_a_text_is_held_as_its_type(datatype: str, text: str, held: str) -> None:
    assert normalise(datatype, text) == held


@pytest.mark.parametrize(
    ("datatype", "text", "code"),
    [
        ("int", "ten", XFormCode.VALUE_REFUSED),
        ("date", "2023-02-29", XFormCode.VALUE_REFUSED),
        ("string", "a\x07", XFormCode.VALUE_REFUSED),
        ("string", "x" * 100_001, XFormCode.TOO_LARGE),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_without_being_quoted(
    datatype: str, text: str, code: XFormCode
) -> None:
    with pytest.raises(XFormError) as refusal:
        accept(datatype, text, "/data/a")
    assert refusal.value.code is code
    assert text not in str(refusal.value)


CSV = "\ufeffname;label\nsl;Sơn La\n\nhn;Hà Nội\n".encode()
XML = "<root><item><name>sl</name><label>Sơn La</label></item></root>".encode()
GEOJSON = """{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "sl",
"properties": {"label": "Sơn La", "people": 1},
"geometry": {"type": "Point", "coordinates": [103.91, 21.33]}}]}""".encode()


def ask(start: Open, file: str, data: bytes | None, expression: str) -> object:
    source = f"jr://file/{file}"
    session = start(
        "<a/>",
        more=f'<instance id="l" src="{source}"/>',
        externals={} if data is None else {file: data},
    )
    return session.evaluate(expression)


def test_lists_beside_the_form_are_looked_up(start: Open) -> None:
    label = "string(instance('l')/root/item[name = 'sl']/label)"
    assert ask(start, "l.csv", CSV, label) == "Sơn La"
    assert ask(start, "l.csv", CSV, "count(instance('l')/root/item)") == 2.0
    assert ask(start, "l.xml", XML, label) == "Sơn La"
    assert ask(start, "l.geojson", GEOJSON, "string(instance('l')/root/item[id = 'sl']/geometry)") == (
        "21.33 103.91 0 0"
    )
    assert ask(start, "l.csv", None, "count(instance('l')/root/item)") == 0.0


@pytest.mark.parametrize(
    ("file", "data"),
    [("l.csv", b"a\n\xff"), ("l.csv", b'a\n"b'), ("l.geojson", b"{}"), ("l.geojson", b"[" * 9_999)],
)
def test_a_broken_list_is_refused(start: Open, file: str, data: bytes) -> None:
    with pytest.raises(XFormError) as refusal:
        ask(start, file, data, "1")
    assert refusal.value.code is XFormCode.EXTERNAL_BROKEN


def test_controls_take_what_they_offer(start: Open) -> None:
    items = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in "abc")
    session = start(
        "<many/><order/><ok/><level>3</level>",
        '<bind nodeset="/data/level" type="int"/>',
        f"""<select ref="/data/many">{items}</select>
        <odk:rank xmlns="http://www.w3.org/2002/xforms" ref="/data/order">{items}</odk:rank>
        <trigger ref="/data/ok"/><range ref="/data/level" start="1" end="5" step="1"/>""",
    )
    session.set("/data/many", "c a c")
    session.set("/data/order", "b c a")
    session.set("/data/ok", "OK")
    assert [session.value(f"/data/{one}") for one in ("many", "order", "ok")] == ["a c", "b c a", "OK"]
    session.set("/data/level", "9")
    assert session.value("/data/level") == ""
    for ref, value in (("/data/order", "a b"), ("/data/ok", "yes"), ("/data/many", "a d")):
        with pytest.raises(XFormError) as refusal:
            session.set(ref, value)
        assert refusal.value.code is XFormCode.VALUE_REFUSED
