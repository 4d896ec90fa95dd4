"""Looks for a person in bytes, however they are written. Pure: bytes in, names of what was found out.

A canary is a value that would not be there by chance. Everything is read as UTF-8 and as UTF-16 in both
orders, with escapes undone (JSON, C, percent, quoted-printable, HTML), base64 and hexadecimal decoded,
and is then folded: no case, no diacritics, composed or not, nothing but letters and digits. So one
spelling of a canary stands for all of them. What is inside containers is `containers.py`'s business.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

SHORT = 8
"""A number of so few digits, or a word of so few letters, counts only where it stands alone."""
NESTED = 2
_PHASES = 4
_TEXTS = (("utf-8", 0), ("utf-16-le", 0), ("utf-16-le", 1), ("utf-16-be", 0), ("utf-16-be", 1))
_PERSONAL = (
    "personal_number",
    "full_name",
    "place_of_residence",
    "identifying_features",
    "father_name",
    "mother_name",
)
_MARKS = re.compile("[\u0300-\u036f]+")
_BETWEEN = re.compile("[^a-z0-9]+")
_EMPTY = re.compile(rb"\x00{64,}")
_OCTETS = re.compile(rb"[%=]([0-9A-Fa-f]{2})|\\+x([0-9A-Fa-f]{2})|\\+([0-3][0-7]{2})")
_POINTS = re.compile(rb"\\+u([0-9A-Fa-f]{4})|&#x([0-9A-Fa-f]{2,5});|&#([0-9]{2,6});")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/_-]{4,}(?:\r?\n|\\n|=3D)?[ \t]*){1,}[A-Za-z0-9+/_-]{2,}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[\s:]?){6,}")
_LEAST_BASE64 = 10
_UNWOUND = 3


@dataclass(frozen=True, slots=True)
class Canary:
    """What is looked for. `label` names it in findings; its value is never shown."""

    label: str
    pattern: re.Pattern[str] = field(repr=False)


def canary(label: str, value: str) -> Canary:
    """Return the canary for a value of six letters or digits at least; spaces in it may be missing."""
    folded = folded_text(value).strip()
    letters = folded.replace(" ", "")
    if len(letters) < 6:  # noqa: PLR2004 -- shorter ones are everywhere by chance
        raise ValueError(f"{label} is too short to be looked for")
    between = " ?" if letters.isdigit() and len(letters) > SHORT else ""
    words = " ?".join(between.join(word) for word in folded.split())
    whole = rf"(?<![a-z0-9]){words}(?![a-z0-9])" if len(folded) <= SHORT else words
    return Canary(label, re.compile(whole))


def canaries_of(person: Mapping[str, str], typed: Mapping[str, str]) -> tuple[Canary, ...]:
    """Return those of an invented person (a file of `demo/people`) and of what was typed for them."""
    year, month, day = person["date_of_birth"].split("-")
    number = person["personal_number"]
    values = [(name, person[name]) for name in _PERSONAL if name in person]
    values += [("date_of_birth", f"{day} {month} {year}"), ("date_of_birth", f"{year} {month} {day}")]
    values += [("date_of_birth", day + month + year), ("digits", number[-6:])]
    return tuple(canary(label, value) for label, value in chain(values, typed.items()))


def labels_in(content: bytes, canaries: Iterable[Canary]) -> frozenset[str]:
    """Return the labels of the canaries that are readable in these bytes."""
    wanted = list(canaries)
    found: set[str] = set()
    for view in _views(_EMPTY.sub(b"\0" * 64, content), NESTED):
        for encoding, start in _TEXTS:
            text = folded_text(view[start:].decode(encoding, "replace"))
            found |= {one.label for one in wanted if one.label not in found and one.pattern.search(text)}
    return frozenset(found)


def folded_text(text: str) -> str:
    """Return small letters a–z and digits; whatever else stood there is one space, marks are gone."""
    apart = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return _BETWEEN.sub(" ", _MARKS.sub("", apart))


def _views(content: bytes, nested: int) -> Iterator[bytes]:
    yield content
    plain = _unescaped(content)
    if plain != content:
        yield plain
    if nested:
        for inner in {*_from_base64(plain), *_from_hex(plain)}:
            yield from _views(inner, nested - 1)


def _unescaped(content: bytes) -> bytes:
    """Undo escapes, and escapes of escapes."""
    for _ in range(_UNWOUND):
        plain = _POINTS.sub(_point, _OCTETS.sub(_octet, content))
        if plain == content:
            break
        content = plain
    return content


def _octet(match: re.Match[bytes]) -> bytes:
    in_hex = match[1] or match[2]
    return bytes((int(in_hex, 16) if in_hex else int(match[3], 8),))


def _point(match: re.Match[bytes]) -> bytes:
    in_hex = match[1] or match[2]
    number = int(in_hex, 16) if in_hex else int(match[3])
    return chr(number).encode("utf-8", "replace") if number <= 0x10FFFF else match[0]  # noqa: PLR2004


def _from_base64(content: bytes) -> Iterator[bytes]:
    """Give what all runs of the alphabet stand for, once for each letter that they may begin with."""
    runs = [re.sub(rb"\\n|=3D|\s", b"", run) for run in _BASE64.findall(content)]
    runs = [run.translate(bytes.maketrans(b"-_", b"+/")) for run in runs if len(run) >= _LEAST_BASE64]
    for phase in range(_PHASES if runs else 0):
        yield b"\n".join(base64.b64decode(_whole(run[phase:])) for run in runs)


def _whole(run: bytes) -> bytes:
    """Return the run with its padding; a letter too many holds no byte."""
    run = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return run + b"=" * (-len(run) % 4)


def _from_hex(content: bytes) -> Iterator[bytes]:
    runs = [re.sub(rb"[\s:]", b"", run) for run in _HEX.findall(content)]
    if runs:
        yield b"\n".join(bytes.fromhex(run[: len(run) // 2 * 2].decode("ascii")) for run in runs)
