"""Getting in: EF.CardAccess, then PACE, else BAC. Source: ICAO 9303-11, section 4.2."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.idcard import bac, pace, security_infos
from kiosk.idcard.channel import Channel, File
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.pace import ChipProof
from kiosk.idcard.passwords import Password
from kiosk.idcard.rng import Rng
from kiosk.idcard.security_infos import PaceInfo


@dataclass(frozen=True, slots=True)
class Access:
    """How the card was opened; with chip-authentication mapping its proof, and EF.CardSecurity."""

    protocol: str
    proof: ChipProof | None = None
    card_security: bytes | None = field(default=None, repr=False)


def open_card(channel: Channel, password: Password, rng: Rng) -> Access:
    """Open the card and select the application.

    BAC is taken when the card offers no PACE that we can run and the zone is known. Raises CardFault
    NOT_AN_ID_CARD, WRONG_KEY, BLOCKED, NEEDS_ZONE, UNSUPPORTED, MALFORMED.
    """
    offers = _offers(channel)
    chosen = _chosen(offers, may_fall_back=password.bac_seed is not None)
    if chosen is not None:
        ambiguous = sum(offer.oid == chosen.oid for offer in offers) > 1
        opened = pace.run(channel.send, chosen, password, rng, ambiguous=ambiguous)
        channel.protect(opened.session)
        signed = channel.read_card_security() if opened.proof else None
        _select(channel)
        return Access("PACE", opened.proof, signed)
    _select(channel)
    if password.bac_seed is None:
        raise CardFault(Fault.NEEDS_ZONE)
    channel.protect(bac.run(channel.send, password.bac_seed, rng))
    return Access("BAC")


def _chosen(offers: tuple[PaceInfo, ...], *, may_fall_back: bool) -> PaceInfo | None:
    try:
        return pace.choose(offers) if offers else None
    except CardFault as fault:
        if fault.fault is Fault.UNSUPPORTED and may_fall_back:
            return None
        raise


def _offers(channel: Channel) -> tuple[PaceInfo, ...]:
    """Read EF.CardAccess from where the card stands; the master file is selected only if that fails."""
    if not channel.select_file(File.CARD_ACCESS).ok:
        channel.select_master_file()
        if not channel.select_file(File.CARD_ACCESS).ok:
            return ()
    try:
        offers = channel.read_selected(File.CARD_ACCESS)
    except CardFault as fault:
        if fault.status is None:
            raise
        return ()  # the card refuses it: as good as no offer
    return security_infos.parse(offers).pace


def _select(channel: Channel) -> None:
    answer = channel.select_application()
    if not answer.ok:
        raise CardFault(Fault.NOT_AN_ID_CARD, f"application {answer.sw:04X}", status=answer.sw)
