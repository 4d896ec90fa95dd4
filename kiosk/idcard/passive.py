"""Passive authentication: whether the data are what the issuer signed, and the issuer is trusted.

Source: ICAO 9303-11, section 5.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from kiosk.idcard import keys, sod
from kiosk.idcard.anchors import Anchors, check_chain
from kiosk.idcard.certificates import country_of
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.suites import same


class Note(StrEnum):
    """Why something of `Verified` is null or false, or of the holder is missing."""

    NO_ANCHOR = "NO_ANCHOR"
    NO_CHIP_AUTHENTICATION = "NO_CHIP_AUTHENTICATION"
    NO_ACTIVE_AUTHENTICATION = "NO_ACTIVE_AUTHENTICATION"
    NO_NATIONAL_DATA = "NO_NATIONAL_DATA"
    COPY_SUSPECTED = "COPY_SUSPECTED"


@dataclass(frozen=True, slots=True)
class Policy:
    """What is believed. `now` and the anchors come from outside."""

    anchors: Anchors
    now: datetime
    allow_sha1: bool = False


def check_hashes(
    security: sod.SecurityObject, groups: Mapping[int, bytes], *, allow_sha1: bool = False
) -> None:
    """Compare what was read with what was signed. Raises CardFault TAMPERED, naming the group."""
    if security.hash_name == "sha1" and not allow_sha1:
        raise CardFault(Fault.SIGNER_UNTRUSTED, "SHA-1")
    for number, data in groups.items():
        signed = security.hashes.get(number)
        if signed is None or not same(signed, keys.digest(security.hash_name, data)):
            raise CardFault(Fault.TAMPERED, f"data group {number}")


def check_signer(
    security: sod.SecurityObject, policy: Policy, *, issuing_state: str, issued: date | None
) -> bool:
    """Return True when the signer chains to an anchor, False when none is configured for the issuing State.

    The time of signing is the signed attribute, else the day of issue that the card tells, else now. Raises
    CardFault SIGNER_UNTRUSTED, SIGNER_EXPIRED, UNSUPPORTED.
    """
    anchors = policy.anchors.for_states((issuing_state, country_of(security.signer.issuer)))
    if not anchors:
        return False
    if security.signature_hash == "sha1" and not policy.allow_sha1:
        raise CardFault(Fault.SIGNER_UNTRUSTED, "SHA-1")
    signed_at = security.signed_at or _noon(issued) or policy.now
    try:
        check_chain(security.signer, anchors, signed_at, allow_sha1=policy.allow_sha1)
    except keys.ASN1_ERRORS:
        raise malformed("document signer") from None
    return True


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day else None
