"""The machine-readable zone: TD1 (cards, three lines of 30) and TD3 (passports, two of 44).

Source: ICAO 9303-3, section 4.9 (check digits), 9303-4 and 9303-5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.idcard.faults import malformed

_WEIGHTS = (7, 3, 1)
_ALLOWED = re.compile(r"[0-9A-Z<]+\Z")
_TD1_LINE, _TD3_LINE = 30, 44
_DOCUMENT_NUMBER = 9
FILLER = "<"


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone's fields as printed: dates are YYMMDD, fillers taken away from text."""

    kind: str
    issuing_state: str
    document_number: str = field(repr=False)
    optional_1: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    expiry: str = field(repr=False)
    nationality: str = field(repr=False)
    optional_2: str = field(repr=False)
    name: str = field(repr=False)

    @property
    def information(self) -> str:
        """Document number, birth and expiry with check digits: what BAC and PACE derive keys from."""
        number = self.document_number.ljust(_DOCUMENT_NUMBER, FILLER)
        return "".join(part + check_digit(part) for part in (number, self.birth, self.expiry))

    @property
    def personal_number(self) -> str | None:
        """The twelve digits of a Vietnamese card, which begin the optional data; None on others."""
        digits = self.optional_1[:12]
        return digits if re.fullmatch(r"[0-9]{12}", digits) else None


def check_digit(text: str) -> str:
    """Return the check digit of a field. Source: ICAO 9303-3, 4.9."""
    total = sum(_value(character) * _WEIGHTS[at % 3] for at, character in enumerate(text))
    return str(total % 10)


def _value(character: str) -> int:
    if character == FILLER:
        return 0
    return int(character, 36)


def parse_lines(lines: Sequence[str]) -> Zone:
    """Return the zone of a TD1 card or a TD3 passport. Raises CardFault MALFORMED, naming the check."""
    shape = [len(line) for line in lines]
    if not all(_ALLOWED.match(line) for line in lines):
        raise malformed("zone's alphabet")
    if shape == [_TD1_LINE] * 3:
        return _parse_td1(*lines)
    if shape == [_TD3_LINE] * 2:
        return _parse_td3(*lines)
    raise malformed("zone's shape")


def parse_text(text: str) -> Zone:
    """Return the zone from its characters without line ends, as DG1 holds it. Raises CardFault MALFORMED."""
    width = _TD1_LINE if len(text) == 3 * _TD1_LINE else _TD3_LINE
    return parse_lines([text[at : at + width] for at in range(0, len(text), width)])


def _parse_td1(one: str, two: str, three: str) -> Zone:
    number, check, optional = _long_number(one[5:14], one[14], one[15:30])
    _require(check, number, "document number")
    _require(two[6], two[:6], "birth")
    _require(two[14], two[8:14], "expiry")
    _require(two[29], one[5:30] + two[:7] + two[8:15] + two[18:29], "composite")
    return Zone(
        kind=_text(one[:2]),
        issuing_state=_text(one[2:5]),
        document_number=number.rstrip(FILLER),
        optional_1=_text(optional),
        birth=two[:6],
        sex=two[7],
        expiry=two[8:14],
        nationality=_text(two[15:18]),
        optional_2=_text(two[18:29]),
        name=_text(three),
    )


def _parse_td3(one: str, two: str) -> Zone:
    _require(two[9], two[:9], "document number")
    _require(two[19], two[13:19], "birth")
    _require(two[27], two[21:27], "expiry")
    if not (two[42] == FILLER and not two[28:42].strip(FILLER)):
        _require(two[42], two[28:42], "optional data")
    _require(two[43], two[:10] + two[13:20] + two[21:43], "composite")
    return Zone(
        kind=_text(one[:2]),
        issuing_state=_text(one[2:5]),
        document_number=two[:9].rstrip(FILLER),
        optional_1=_text(two[28:42]),
        birth=two[13:19],
        sex=two[20],
        expiry=two[21:27],
        nationality=_text(two[10:13]),
        optional_2="",
        name=_text(one[5:]),
    )


def _long_number(number: str, check: str, optional: str) -> tuple[str, str, str]:
    """Undo the overflow of TD1 numbers longer than nine characters: the rest and its check stand behind."""
    if check != FILLER:
        return number, check, optional
    rest = optional.split(FILLER, 1)[0]
    if not rest:
        raise malformed("document number")
    return number + rest[:-1], rest[-1], optional[len(rest) + 1 :]


def _require(check: str, text: str, what: str) -> None:
    if check != check_digit(text):
        raise malformed(f"check digit of {what}")


def _text(part: str) -> str:
    return part.rstrip(FILLER)
