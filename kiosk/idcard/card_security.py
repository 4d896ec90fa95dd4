"""EF.CardSecurity: the chip's static keys under the issuer's signature, for chip-authentication mapping.

Source: ICAO 9303-11, 9.2.11 and 4.4.3.5.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.idcard import keys, security_infos, sod
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.pace import ChipProof

CONTENT = "0.4.0.127.0.7.3.2.1"


@dataclass(frozen=True, slots=True)
class CardSecurity:
    """What the issuer signed about the chip's keys. `security` says who signed; it lists no data groups."""

    security: sod.SecurityObject
    infos: security_infos.SecurityInfos


def parse(data: bytes) -> CardSecurity:
    """Return the content after checking its signature. Raises CardFault MALFORMED, UNSUPPORTED, TAMPERED."""
    try:
        payload, security = sod.open_signed(data, CONTENT)
    except keys.ASN1_ERRORS:
        raise malformed("EF.CardSecurity") from None
    return CardSecurity(security, security_infos.parse(payload))


def check_chip(proof: ChipProof, signed: CardSecurity) -> None:
    """Accept a chip whose mapping key fits a static key that the issuer signed. Raises CardFault COPIED."""
    for info in signed.infos.chip_keys:
        public, algorithm = keys.parse_public_key(info.public_key)
        if algorithm != "ec" or keys.curve_of(public) is not proof.group:
            continue
        if proof.matches(bytes(public["public_key"].native)):
            return
    raise CardFault(Fault.COPIED, "chip-authentication mapping")
