"""What opens a card: its access number, or the machine-readable zone. Source: ICAO 9303-11, 9.7.2, 9.7.3."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kiosk.idcard.mrz import Zone

MRZ_REFERENCE, CAN_REFERENCE = 1, 2
_SEED = 16
CAN_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Password:
    """A secret as PACE takes it, and BAC's seed where the zone is known."""

    reference: int
    secret: bytes = field(repr=False)
    bac_seed: bytes | None = field(default=None, repr=False)


def from_can(can: str) -> Password:
    """Return the password made of the card access number."""
    return Password(CAN_REFERENCE, can.encode("latin-1"))


def from_zone(zone: Zone) -> Password:
    """Return the password made of document number, birth and expiry with their check digits."""
    return from_zone_information(zone.information)


def from_zone_information(information: str) -> Password:
    """Return the password from the concatenated fields, as the standard's examples print them."""
    digest = hashlib.sha1(information.encode("ascii")).digest()  # noqa: S324 -- the standard's derivation
    return Password(MRZ_REFERENCE, digest, digest[:_SEED])


def can_of_number(personal_number: str) -> str:
    """Return the card access number of a Vietnamese card: the last six digits of the personal number.

    One open reader says so; not verified on a card, and nothing on the card is printed as "CAN".
    """
    return personal_number[-CAN_LENGTH:]
