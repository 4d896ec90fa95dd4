"""The QR printed on the card: what it says, unsigned. It fills and opens; it proves nothing.

    id | old id | name | ddmmyyyy | sex | address | ddmmyyyy            front of 2021's card
    … and four more, empty so far                                      back of 2024's card

Nothing absent is dropped: an old id that isn't there leaves two bars side by side.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from kiosk.idcard.faults import malformed
from kiosk.idcard.holder import Holder
from kiosk.idcard.passwords import can_of_number

_FIELDS_2021, _FIELDS_2024 = 7, 11
_LONGEST = 600
_NUMBER, _OLD_NUMBER = re.compile(r"[0-9]{12}\Z"), re.compile(r"(?:[0-9]{9}|[0-9]{12})?\Z")
_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})\Z")
_SEXES = ("Nam", "Nữ")


@dataclass(frozen=True, slots=True)
class CardQr:
    """The code's fields. Values from it are marked `qr`, never chip."""

    personal_number: str = field(repr=False)
    old_id_number: str | None = field(repr=False)
    full_name: str = field(repr=False)
    date_of_birth: date = field(repr=False)
    sex: str = field(repr=False)
    place_of_residence: str = field(repr=False)
    date_of_issue: date = field(repr=False)

    @property
    def can(self) -> str:
        """The six digits that open the chip, so that a scan and a tap are enough."""
        return can_of_number(self.personal_number)


def parse(text: str) -> CardQr:
    """Return what the code says. Raises CardFault MALFORMED, naming the field that is wrong."""
    if len(text) > _LONGEST or not text.isprintable():
        raise malformed("QR: text")
    parts = [unicodedata.normalize("NFC", part).strip() for part in text.split("|")]
    if len(parts) not in (_FIELDS_2021, _FIELDS_2024):
        raise malformed("QR: number of fields")
    number, old, name, birth, sex, address, issued = parts[:_FIELDS_2021]
    if not _NUMBER.match(number) or not number.isascii():
        raise malformed("QR: number")
    if not _OLD_NUMBER.match(old) or not old.isascii():
        raise malformed("QR: old number")
    if not name or not address or sex not in _SEXES:
        raise malformed("QR: name, sex or address")
    return CardQr(number, old or None, name, _day(birth), sex, address, _day(issued))


def disagreements(code: CardQr, holder: Holder) -> tuple[str, ...]:
    """Return the names of the fields that code and chip both give, and give differently.

    Addresses change on the card's back and in the chip at different times: they aren't compared.
    """
    pairs = (
        ("personal_number", code.personal_number, holder.personal_number),
        ("full_name", code.full_name.casefold(), (holder.full_name or "").casefold() or None),
        ("date_of_birth", code.date_of_birth, holder.date_of_birth),
        ("sex", code.sex, holder.sex),
        ("date_of_issue", code.date_of_issue, holder.date_of_issue),
    )
    return tuple(name for name, printed, chip in pairs if chip is not None and printed != chip)


def _day(text: str) -> date:
    match = _DAY.match(text)
    try:
        if match and text.isascii():
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise malformed("QR: date")
