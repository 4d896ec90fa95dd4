"""Verifying identity evidence again: what a third party can, without the kiosk's word (docs/security.md).

Pure. The SOD's signature and every hash are always checked; the chain where an anchor is configured.
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kiosk.core.errors import Code, KioskError
from kiosk.core.text import words
from kiosk.idcard.anchors import Anchors
from kiosk.idcard.evidence import bound_challenge, judge
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import CardEvidence, Verified
from kiosk.idcard.mrz import Zone
from kiosk.idcard.passive import Policy
from portal.intake.contents import Statement
from portal.intake.parcel import OpenedParcel

_NAME_CHARACTERS = 30  # what a TD1 zone has room for; a longer name is cut


@dataclass(frozen=True, slots=True)
class Findings:
    """What the portal itself found, beside what the kiosk stated. None: nothing to check it with."""

    method: str
    passive: bool | None
    active: bool | None
    stated: dict[str, Any] | None


def verify_evidence(opened: OpenedParcel, *, anchors: Anchors, now: datetime) -> Findings:
    """Return what the evidence proves. Raises KioskError EVIDENCE_INVALID when it proves the contrary."""
    identity = opened.dossier.identity
    stated = None if identity.verified is None else asdict_of(identity.verified)
    if identity.method != "chip":
        if "chip" in opened.dossier.provenance.values():
            raise KioskError(Code.EVIDENCE_INVALID, "values of a chip, and no chip was read")
        return Findings(identity.method, None, None, stated)
    if opened.statement is None or not {"sod.bin", "dg1.bin"} <= opened.evidence.keys():
        raise KioskError(Code.EVIDENCE_INVALID, "chip without its evidence")
    if asdict_of(opened.statement.verified) != stated:
        raise KioskError(Code.EVIDENCE_INVALID, "dossier.json and statement.json differ")
    _check_challenge(opened.statement, opened.evidence)
    try:
        verified = _judged(opened.evidence, opened.statement, Policy(anchors, now))
    except CardFault as fault:
        raise KioskError(Code.EVIDENCE_INVALID, fault.fault.value) from fault
    return Findings("chip", verified.passive, verified.active, stated)


def asdict_of(verified: Any) -> dict[str, Any]:
    """Return a `Verified` payload as a mapping."""
    return dict(verified.model_dump())


def document(findings: Findings) -> dict[str, Any]:
    """Return findings as they are kept."""
    return asdict(findings)


def _judged(evidence: dict[str, bytes], statement: Statement, policy: Policy) -> Verified:
    """Check the files as any third party can, then compare them with what the kiosk says."""
    proof = CardEvidence(
        sod=evidence["sod.bin"],
        dg1=evidence["dg1.bin"],
        dg13=evidence.get("dg13.bin"),
        dg15=evidence.get("dg15.bin"),
        challenge=_bytes(statement.challenge),
        active_signature=_bytes(statement.active_signature),
        dg14=evidence.get("dg14.bin"),
    )
    told_as_copy = statement.verified.active is False  # found again here, and shown as such
    verdict = judge(
        proof,
        policy,
        expected_challenge=bound_challenge(statement.dossier_id, statement.kiosk_id),
        allow_copy=told_as_copy,
        whole=True,
    )
    _compare_holder(verdict.zone, statement.holder)
    return verdict.verified


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def _compare_holder(zone: Zone, holder: dict[str, str | None]) -> None:
    """Compare what the kiosk says that DG13 said with the signed zone: the number, and the folded name."""
    number, name = holder.get("personal_number"), holder.get("full_name")
    if number is not None and zone.personal_number is not None and number != zone.personal_number:
        raise KioskError(Code.EVIDENCE_INVALID, "personal_number is not the zone's")
    if name is None:
        return
    said, signed = "".join(words(name)), "".join(words(zone.name))
    cut = len(zone.name) >= _NAME_CHARACTERS
    if not (said.startswith(signed) if cut else said == signed):
        raise KioskError(Code.EVIDENCE_INVALID, "full_name is not the zone's")


def _check_challenge(statement: Statement, evidence: dict[str, bytes]) -> None:
    """The challenge is bound to dossier and kiosk: evidence of another visit doesn't fit, anchor or not."""
    if statement.verified.active and (statement.active_signature is None or "dg15.bin" not in evidence):
        raise KioskError(Code.EVIDENCE_INVALID, "active authentication without its evidence")
    bound = bound_challenge(statement.dossier_id, statement.kiosk_id)
    if statement.challenge is not None and _bytes(statement.challenge) != bound:
        raise KioskError(Code.EVIDENCE_INVALID, "challenge of another visit")
