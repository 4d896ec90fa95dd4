"""What a card's elementary files prove, without the card: the reader asks this, and so does who gets them.

Signature, hashes, the signer's chain, and active authentication over a challenge can be checked again by a
third party. Chip authentication can't: it convinced the reader that ran it, and is that reader's word.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.idcard import active_auth, chip_auth, dg13, lds, sod
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.holder import CardEvidence, Holder, Verified
from kiosk.idcard.mrz import FILLER, Zone
from kiosk.idcard.passive import Note, Policy, check_hashes, check_signer
from kiosk.idcard.suites import same

SENSITIVE = frozenset({"ethnicity", "religion"})
"""Fields of DG13 that are dropped unless a procedure declares that it needs them."""
_PURPOSE = b"kiosk-aa"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says, and how far it can be believed. `chip` is None: nobody can tell from files."""

    holder: Holder = field(repr=False)
    zone: Zone = field(repr=False)
    verified: Verified
    notes: tuple[Note, ...]


def bound_challenge(dossier_id: str, kiosk_id: str) -> bytes:
    """Return the challenge that ties a signature to one dossier of one kiosk.

    First 8 bytes of SHA-256("kiosk-aa" ‖ dossier id ‖ kiosk id), both as UTF-8.
    """
    whole = _PURPOSE + dossier_id.encode("utf-8") + kiosk_id.encode("utf-8")
    return hashlib.sha256(whole).digest()[: active_auth.CHALLENGE]


def judge(
    proof: CardEvidence,
    policy: Policy,
    *,
    expected_challenge: bytes | None = None,
    allow_copy: bool = False,
    whole: bool = False,
) -> Verdict:
    """Check evidence. `expected_challenge` is the dossier's; evidence over another one is refused.

    `whole`: it should be all that the card can give; where the signed list of groups has a key for active
    authentication, leaving the signature out is what a copy does.

    Raises CardFault MALFORMED, UNSUPPORTED, TAMPERED, SIGNER_UNTRUSTED, SIGNER_EXPIRED; COPIED unless
    `allow_copy`. Pure.
    """
    security = sod.parse(proof.sod)
    groups = {1: proof.dg1, 13: proof.dg13, 14: proof.dg14, 15: proof.dg15}
    present = {number: data for number, data in groups.items() if data is not None}
    check_hashes(security, present, allow_sha1=policy.allow_sha1)
    zone = lds.parse_dg1(proof.dg1)
    holder = dg13.parse(proof.dg13) if proof.dg13 is not None else _from_zone(zone)
    trusted = check_signer(security, policy, issuing_state=zone.issuing_state, issued=holder.date_of_issue)
    notes: list[Note] = []
    if 13 not in security.hashes:  # noqa: PLR2004 -- the group's number
        notes.append(Note.NO_NATIONAL_DATA)
    if not trusted:
        return Verdict(holder, zone, Verified(None, None, None), (Note.NO_ANCHOR, *notes))
    bound = expected_challenge is None or proof.challenge is None or same(expected_challenge, proof.challenge)
    proven = active(proof) if bound else False
    if proven is None and whole and 15 in security.hashes:  # noqa: PLR2004 -- DG15
        proven = False
    if proven is None:
        notes.append(Note.NO_ACTIVE_AUTHENTICATION)
    elif not proven:
        if not allow_copy:
            raise CardFault(Fault.COPIED, "active authentication")
        notes.append(Note.COPY_SUSPECTED)
    return Verdict(holder, zone, Verified(passive=True, chip=None, active=proven), tuple(notes))


def active(proof: CardEvidence) -> bool | None:
    """Say whether the chip signed the challenge; None when there is nothing to say it by."""
    if proof.dg15 is None or proof.challenge is None or proof.active_signature is None:
        return None
    infos = chip_auth.parse_dg14(proof.dg14) if proof.dg14 is not None else None
    return active_auth.check(proof.dg15, proof.active_signature, proof.challenge, infos)


def _from_zone(zone: Zone) -> Holder:
    """Without national data the zone gives the number; its name is evidence, never text that fills a form."""
    if zone.personal_number is None:
        raise CardFault(Fault.NOT_AN_ID_CARD, "no personal number")
    name = zone.name.replace(FILLER, " ")
    sex = zone.sex if zone.sex in ("M", "F") else None
    return Holder(personal_number=zone.personal_number, sex=sex, zone_name=" ".join(name.split()))


def without_undeclared(holder: Holder, declared: frozenset[str]) -> Holder:
    """Return the holder without the sensitive fields that nobody declared."""
    dropped: dict[str, Any] = dict.fromkeys(SENSITIVE - declared)
    return replace(holder, **dropped)
