"""A person as a JSON file anyone can edit → the chip of that person's card.

    {"personal_number": "014099012345", "full_name": "…", "date_of_birth": "1999-02-03", …, "chip": {…}}

The keys are those of `kiosk card read`'s holder. `chip` is optional: `CHIP_DEFAULTS` lists what it takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from kiosk.idcard import dg13, facial, lds, security_infos
from kiosk.idcard.channel import File, group_file
from kiosk.idcard.facial import Portrait
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import Holder
from kiosk.idcard.mrz import FILLER, check_digit, parse_lines
from kiosk.idcard.passwords import CAN_REFERENCE, MRZ_REFERENCE, can_of_number, from_can, from_zone
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import Mapping as PaceMapping
from kiosk.idcard.virtual.chip import Chip
from kiosk.idcard.virtual.chip_keys import SUITES, AgreementKey, Signer, agreement_key, dg14
from kiosk.idcard.virtual.chip_keys import signer as make_signer
from kiosk.idcard.virtual.issuer import Issuer

_DATES = ("date_of_birth", "date_of_issue", "date_of_expiry")
_MAPPINGS = {mapping.name.replace("_", "-"): mapping for mapping in PaceMapping}
_NUMBER_DIGITS, _NAME = 9, 30
_FAR = date(1999, 12, 31)

CHIP_DEFAULTS: dict[str, Any] = {
    "can": None,
    "pace": ["ECDH-GM/AES-128/12"],
    "bac": True,
    "extended_length": True,
    "national_data": True,
    "wrapped": True,
    "nested_parents": False,
    "chip_authentication": "AES-128/12",
    "active": "ECDSA/12",
    "counts_wrong_can": False,
}
"""What `chip` takes. `can`: None is the number's last six digits. `pace`: mapping/cipher/curve number."""


@dataclass(frozen=True, slots=True)
class Person:
    """The holder, and how the chip is made."""

    holder: Holder = field(repr=False)
    chip: dict[str, Any] = field(repr=False)

    @property
    def can(self) -> str:
        """The six digits that open the card."""
        return str(self.chip["can"] or can_of_number(self.holder.personal_number))

    @property
    def zone_lines(self) -> tuple[str, str, str]:
        """The machine-readable zone as printed."""
        return td1(self.holder)


def parse(document: Mapping[str, Any]) -> Person:
    """Return the person. Raises ValueError that names the wrong key, never its value."""
    known = {item.name for item in fields(Holder)} - {"zone_name"}
    chip = dict(document.get("chip") or {})
    if unknown := (set(document) - known - {"chip"}) | (set(chip) - set(CHIP_DEFAULTS)):
        raise ValueError(f"unknown key: {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {
        key: value for key, value in document.items() if key != "chip" and value is not None
    }
    for key in _DATES:
        if key in values:
            values[key] = _day(key, values[key])
    number = str(values.get("personal_number", ""))
    if len(number) != 12 or not number.isdecimal():  # noqa: PLR2004 -- the law's length
        raise ValueError("personal_number must be twelve digits")
    if "date_of_birth" not in values or "full_name" not in values:
        raise ValueError("full_name and date_of_birth are needed")
    return Person(Holder(**values), CHIP_DEFAULTS | _tied(chip))


def _tied(chip: dict[str, Any]) -> dict[str, Any]:
    """Chip-authentication mapping proves the static key on its own curve: unless one is named, take that."""
    tied = [str(text) for text in chip.get("pace") or () if str(text).startswith("ECDH-CAM/")]
    if not tied or "chip_authentication" in chip:
        return chip
    return chip | {"chip_authentication": tied[0].removeprefix("ECDH-CAM/")}


def _day(key: str, value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{key} must be a date such as 1999-02-03") from None


def make_chip(person: Person, issuer: Issuer, rng: Rng, portrait: Portrait | None = None) -> Chip:
    """Return the chip of this person's card, signed by the issuer; `rng` makes the chip's own keys."""
    options = person.chip
    lines = person.zone_lines
    groups = {1: lds.encode_dg1(lines)}
    if options["national_data"]:
        groups[13] = dg13.encode(
            person.holder, wrapped=options["wrapped"], nested_parents=options["nested_parents"]
        )
    if portrait is not None:
        groups[2] = facial.encode(portrait)
    agreement, signer = _own_keys(options, rng)
    infos = (agreement.infos() if agreement else b"") + (signer.infos if signer else b"")
    if infos:
        groups[14] = dg14(infos)
    if signer:
        groups[15] = signer.dg15()
    offers = security_infos.encode(*(_offer(text) for text in options["pace"]))
    files = {group_file(number): data for number, data in groups.items()}
    files |= {File.COM: lds.encode_com(tuple(groups)), File.SOD: issuer.sign(groups)}
    if options["pace"]:
        files[File.CARD_ACCESS] = offers
    if agreement:
        files[File.CARD_SECURITY] = issuer.sign_card_security(security_infos.encode(agreement.infos()))
    zone = from_zone(parse_lines(lines))
    return Chip(
        files=files,
        secrets={MRZ_REFERENCE: zone.secret, CAN_REFERENCE: from_can(person.can).secret},
        pace=security_infos.parse(offers).pace,
        bac_seed=zone.bac_seed if options["bac"] else None,
        extended=bool(options["extended_length"]),
        counts_wrong_can=bool(options["counts_wrong_can"]),
        agreement=agreement,
        signer=signer,
    )


def _own_keys(options: Mapping[str, Any], rng: Rng) -> tuple[AgreementKey | None, Signer | None]:
    try:
        agreement = (
            agreement_key(options["chip_authentication"], rng) if options["chip_authentication"] else None
        )
        return agreement, make_signer(options["active"], rng) if options["active"] else None
    except (ValueError, KeyError, CardFault):
        raise ValueError("chip.chip_authentication or chip.active") from None


def _offer(text: str) -> bytes:
    try:
        mapping, suite, number = text.split("/")
        return security_infos.encode_pace(_MAPPINGS[mapping], SUITES[suite], int(number))
    except (ValueError, KeyError):
        raise ValueError("chip.pace must look like ECDH-GM/AES-128/12") from None


def td1(holder: Holder) -> tuple[str, str, str]:
    """Return the zone of a Vietnamese card: last nine digits, and all twelve in the optional data."""
    number = holder.personal_number[-_NUMBER_DIGITS:]
    one = "IDVNM" + number + check_digit(number) + holder.personal_number.ljust(15, FILLER)
    birth = f"{holder.date_of_birth:%y%m%d}"
    expiry = f"{holder.date_of_expiry or _FAR:%y%m%d}"
    sex = {"Nam": "M", "Nữ": "F"}.get(holder.sex or "", FILLER)
    head = birth + check_digit(birth) + sex + expiry + check_digit(expiry)
    two = head + "VNM" + FILLER * 11
    composite = check_digit(one[5:] + two[:7] + two[8:15] + two[18:29])
    return one, two + composite, zone_name(holder.full_name or "")


def zone_name(full_name: str) -> str:
    """Return the zone's third line: family name first, no diacritics, cut at thirty characters."""
    family, *given = fold(full_name).split()
    return f"{family}{FILLER * 2}{FILLER.join(given)}".ljust(_NAME, FILLER)[:_NAME]


def fold(text: str) -> str:
    """Return text in capitals without diacritics, as the zone and comparisons with it need."""
    bare = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(character for character in bare if not unicodedata.combining(character))
