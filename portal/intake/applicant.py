"""Who filed a dossier, as its answers and evidence say, and whether a card is theirs. Knows no database."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.access import CardProof
from kiosk.core.errors import KioskError
from kiosk.idcard import lds
from kiosk.idcard.anchors import Anchors
from kiosk.idcard.evidence import judge
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import CardEvidence
from kiosk.idcard.passive import Policy
from kiosk.xforms import FormDefinition
from portal.intake.parcel import OpenedParcel
from portal.intake.validation import filled

_FROM = "kiosk:from"
_BY_PATH = {"phone": "/data/contact/phone", "email": "/data/contact/email"}


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the office's papers name. Empty: the form doesn't ask."""

    full_name: str = field(default="", repr=False)
    residence: str = field(default="", repr=False)
    personal_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def applicant_of(definition: FormDefinition, opened: OpenedParcel) -> Applicant:
    """Return who filed: the answers that the form takes from the card. Raises KioskError ANSWERS_INVALID."""
    now = datetime.fromisoformat(opened.dossier.submitted_at)
    session = filled(definition, opened.xml, now=now)
    asked = [(node.binds.get(_FROM), node.ref, node.value) for node in session.questions()]
    from_card = {origin: value for origin, _, value in reversed(asked) if origin}
    by_path = {ref: value for _, ref, value in asked}
    return Applicant(
        full_name=from_card.get("card.full_name", ""),
        residence=from_card.get("card.place_of_residence", ""),
        personal_number=from_card.get("card.personal_number", ""),
        **{name: by_path.get(path, "") for name, path in _BY_PATH.items()},
    )


def is_theirs(
    opened: OpenedParcel,
    definition: FormDefinition,
    proof: CardProof,
    *,
    challenge: bytes,
    anchors: Anchors,
    now: datetime,
) -> bool:
    """Tell whether a card that was just read is the applicant's.

    With an anchor: a genuine card of the same person, which signed the challenge, or whose chip convinced the
    kiosk. Without any anchor nothing tells a forged card apart: then it must be the very card of the filing.
    """
    evidence = CardEvidence(
        sod=proof.sod,
        dg1=proof.dg1,
        dg14=proof.dg14,
        dg15=proof.dg15,
        challenge=challenge if proof.active_signature is not None else None,
        active_signature=proof.active_signature,
    )
    try:
        verdict = judge(evidence, Policy(anchors, now), expected_challenge=challenge)
        number = verdict.zone.personal_number or ""
        filed_by = _number_of(opened, definition)
    except (CardFault, KioskError):
        return False
    if not number or not hmac.compare_digest(number.encode(), filed_by.encode()):
        return False
    if verdict.verified.passive is None:
        return hmac.compare_digest(proof.sod, opened.evidence.get("sod.bin", b""))
    return verdict.verified.active is True or proof.chip is True


def _number_of(opened: OpenedParcel, definition: FormDefinition) -> str:
    """Return the applicant's number: the card's of the filing, else the one in the answers."""
    if "dg1.bin" in opened.evidence:
        return lds.parse_dg1(opened.evidence["dg1.bin"]).personal_number or ""
    return applicant_of(definition, opened).personal_number
