"""A card's faults → public codes."""

from __future__ import annotations

from kiosk.core.errors import CardError, Code, KioskError
from kiosk.idcard.faults import CardFault, Fault

CODES: dict[Fault, Code] = {
    Fault.NOT_AN_ID_CARD: Code.CARD_FOREIGN,
    Fault.NEEDS_ZONE: Code.CARD_NEEDS_ZONE,
    Fault.UNSUPPORTED: Code.CARD_UNSUPPORTED,
    Fault.WRONG_KEY: Code.CARD_WRONG_CAN,
    Fault.BLOCKED: Code.CARD_BLOCKED,
    Fault.MALFORMED: Code.CARD_MALFORMED,
    Fault.SESSION_BROKEN: Code.CARD_MALFORMED,
    Fault.TAMPERED: Code.CARD_TAMPERED,
    Fault.SIGNER_UNTRUSTED: Code.CARD_SIGNER_UNTRUSTED,
    Fault.SIGNER_EXPIRED: Code.CARD_SIGNER_EXPIRED,
    Fault.OTHER_CARD: Code.CARD_OTHER,
    Fault.COPIED: Code.CARD_COPIED,
}


def error_of_fault(fault: CardFault) -> KioskError:
    """Return the public error of a card's fault."""
    code = CODES[fault.fault]
    if fault.tries_left is not None:
        return CardError(code, fault.detail, tries_left=fault.tries_left)
    return KioskError(code, fault.detail)
