"""Every spelling of a canary is found, one by one; what merely resembles it isn't."""

from __future__ import annotations

import base64
import html
import json
import quopri
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.residue import canaries_of, canary, labels_in

NAME = "Tòng Thị Ngọc Ánh"
CANARIES = (
    canary("name", NAME),
    canary("number", "014190004417"),
    canary("digits", "004417"),
)

SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8 composed": lambda name: unicodedata.normalize("NFC", name).encode(),
    "utf-8 decomposed": lambda name: unicodedata.normalize("NFD", name).encode(),
    "capitals": lambda name: name.upper().encode(),
    "without diacritics": lambda _: b"TONG THI NGOC ANH",
    "the card's zone": lambda _: b"IDVNM<<<TONG<<THI<NGOC<ANH<<<",
    "a file's name": lambda _: b"/tmp/tong_thi-ngoc.anh.pdf",
    "broken over two lines": lambda name: name.replace(" ", "\n    ").encode(),
    "utf-16 little": lambda name: name.encode("utf-16-le"),
    "utf-16 big": lambda name: name.encode("utf-16-be"),
    "utf-16 decomposed": lambda name: unicodedata.normalize("NFD", name).encode("utf-16-le"),
    "utf-16 at an odd place": lambda name: b"x" + name.encode("utf-16-le"),
    "JSON": lambda name: json.dumps({"name": name}).encode(),
    "JSON in JSON": lambda name: json.dumps(json.dumps(name)).encode(),
    "percent": lambda name: quote(name).encode(),
    "a form's percent": lambda name: quote_plus(name).encode(),
    "percent twice": lambda name: quote(quote(name)).encode(),
    "bytes shown by Python": lambda name: repr(name.encode()).encode(),
    "octal": lambda name: "".join(f"\\{byte:03o}" for byte in name.encode()).encode(),
    "HTML": lambda name: name.encode("ascii", "xmlcharrefreplace"),
    "HTML in hexadecimal": lambda name: "".join(f"&#x{ord(letter):x};" for letter in name).encode(),
    "quoted-printable": lambda name: quopri.encodestring(name.encode()),
    "base64": lambda name: base64.b64encode(name.encode()),
    "base64, second alignment": lambda name: base64.b64encode(b"\xff" + name.encode()),
    "base64, third alignment": lambda name: base64.b64encode(b"\xff\xfe" + name.encode()),
    "base64 after other letters": lambda name: b"data" + base64.b64encode(name.encode()),
    "base64 of a URL": lambda name: base64.urlsafe_b64encode(name.encode()).rstrip(b"="),
    "base64 in lines": lambda name: base64.encodebytes(b"\0" * 50 + name.encode() + b"\0" * 50),
    "base64 of utf-16": lambda name: base64.b64encode(name.encode("utf-16-le")),
    "base64 in base64": lambda name: base64.b64encode(b"inner " + base64.b64encode(name.encode())),
    "hexadecimal": lambda name: name.encode().hex().encode(),
    "hexadecimal in capitals, spaced": lambda name: name.encode().hex(" ").upper().encode(),
    "hexadecimal of utf-16": lambda name: name.encode("utf-16-be").hex().encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_is_found(spelling: str) -> None:
    spelled = SPELLINGS[spelling](NAME)
    assert labels_in(b"\x00log 17 " + spelled + b" end\n", CANARIES) == {"name"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_somebody_else_is_not_found(spelling: str) -> None:
    somebody = {"without diacritics", "the card's zone", "a file's name"}  # written out above
    if spelling not in somebody:
        assert labels_in(SPELLINGS[spelling]("Tòng Thị Ngân Ánh"), CANARIES) == set()


@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_whatever_stands_around_it(before: bytes, after: bytes, encoding: str) -> None:
    assert "number" in labels_in(before + b"  " + "014190004417".encode(encoding) + b"\0" + after, CANARIES)


@pytest.mark.parametrize("text", ["014 190 004 417", "014190-004-417", "can=004417;"])
def test_numbers_are_found_in_groups_and_short_ones_alone(text: str) -> None:
    assert labels_in(text.encode(), CANARIES)


@pytest.mark.parametrize("text", ["1004417", "0044179", "f004417a", "00441", "tong thi ngoc a n h"])
def test_what_only_resembles_is_chance(text: str) -> None:
    assert labels_in(text.encode(), CANARIES) == set()


def test_a_birthday_is_found_in_the_orders_that_people_and_machines_write() -> None:
    person = {
        "personal_number": "014190004417",
        "full_name": NAME,
        "date_of_birth": "1990-04-09",
        "place_of_residence": "Bản Hụm, xã Chiềng Cọ",
        "identifying_features": "Sẹo chấm dưới lông mày",
        "father_name": "TÒNG VĂN PANH",
        "mother_name": "QUÀNG THỊ IN",
    }
    canaries = canaries_of(person, {"phone": "0987 000 214"})
    for written in ("1990-04-09", "09/04/1990", "09.04.1990", "09041990", "1990-04-09T00:00"):
        assert labels_in(written.encode(), canaries) == {"date_of_birth"}
    assert labels_in(b"tel:+84/0987000214", canaries) == {"phone"}
    assert {one.label for one in canaries} > {"full_name", "father_name", "digits", "place_of_residence"}


def test_what_is_too_short_to_mean_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        canary("village", "Nà Bó")


def test_a_canary_does_not_show_its_value() -> None:
    assert "tong" not in repr(CANARIES).lower()
    assert "4417" not in repr(CANARIES)


def test_html_as_browsers_write_it() -> None:
    assert labels_in(html.escape(f"<b>{NAME}</b>").encode(), CANARIES) == {"name"}
