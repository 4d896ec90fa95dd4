"""What can go wrong between a reader and a card. The package's one exception, with its own enum.

`devices` maps a `Fault` to a public code. Failures of the transport itself (a card pulled away, a lost
reader) aren't ours: they pass through as the transport raised them.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a read ended."""

    NOT_AN_ID_CARD = "not an ID card"
    NEEDS_ZONE = "offers only BAC, and no machine-readable zone was given"
    UNSUPPORTED = "asks for a protocol or curve that isn't supported"
    WRONG_KEY = "the CAN or the machine-readable zone is wrong"
    BLOCKED = "the password is blocked"
    MALFORMED = "an answer makes no sense"
    SESSION_BROKEN = "secure messaging broke"
    TAMPERED = "data do not match their signature"
    SIGNER_UNTRUSTED = "the signer does not chain to an anchor"
    SIGNER_EXPIRED = "the signer was not valid when it signed"
    OTHER_CARD = "another card than the one that began"
    COPIED = "chip or active authentication failed"


class CardFault(Exception):  # noqa: N818 -- it carries a Fault, and is said so everywhere
    """One failure. `detail` names steps, status words and file ids; never a value of the card or its key."""

    def __init__(
        self, fault: Fault, detail: str = "", *, tries_left: int | None = None, status: int | None = None
    ) -> None:
        super().__init__(f"{fault.value}{': ' + detail if detail else ''}")
        self.fault = fault
        self.detail = detail
        self.tries_left = tries_left
        self.status = status


def malformed(detail: str) -> CardFault:
    """Return the fault for an answer that can't be parsed; most parsers raise nothing else."""
    return CardFault(Fault.MALFORMED, detail)
