"""The composition root's other half: the portal, for calls that somebody waits for. It holds no rules.

Beside `app.py`, which joins the portal and runs the sync process. Adapters are imported late, as there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk import app

if TYPE_CHECKING:
    from kiosk.core.access import Access, Proof
    from kiosk.core.fee_ledger import Fee
    from kiosk.core.portal_calls import Portal
    from kiosk.core.ports import DossierId, IdCardReader, ReadRequest
    from kiosk.core.slip_code import SlipClaim
    from kiosk.storage.store import Store


def portal(store: Store) -> Portal:
    """Return the portal. Raises KioskError NOT_ENROLLED."""
    from kiosk.sync.portal import PortalCalls

    return PortalCalls(app.portal_client(store))


def ask_fee(store: Store, dossier_id: DossierId, amount_vnd: int) -> Fee:
    """Return a dossier's fee with its payment code, entered at the portal; blocks on the network.

    It is written down before it is asked for, so a crash or a lost answer makes no second one. Asking again
    tells how it stands. Raises KioskError NOT_ENROLLED, NET_*, DISK_*.
    """
    fee = store.fees.ask(app.new_uuid7(), dossier_id, amount_vnd, at=app.now())
    calls = portal(store)
    try:
        offer = calls.ask_fee(fee.fee_id, dossier_id, amount_vnd)
    finally:
        calls.close()
    return store.fees.answered(offer)


def access(store: Store, slip: SlipClaim, proof: Proof) -> Access:
    """Return what this kiosk may act with on the slip's dossier; blocks on the network.

    Raises KioskError ACCESS_REFUSED, NOT_ENROLLED, NET_*.
    """
    from kiosk.core.access import SlipProof

    calls = portal(store)
    try:
        return calls.access(SlipProof(slip.receipt_code, slip.secret), proof)
    finally:
        calls.close()


def access_by_card(store: Store, slip: SlipClaim, reader: IdCardReader, request: ReadRequest) -> Access:
    """Read the applicant's card for this slip, and return what this kiosk may act with; blocks.

    The card signs a challenge over the portal's time, so that is asked for first. Raises as `access`, and
    CARD_*, READER_*.
    """
    from kiosk.core.access import CardProof, SlipProof, access_challenge
    from kiosk.core.slip_code import tracking_secret
    from kiosk.core.tracking import SlipHandle

    calls = portal(store)
    try:
        calls.look_up(SlipHandle(slip.receipt_code, tracking_secret(slip.secret)))
        at = calls.moment()
        challenge = access_challenge(slip.receipt_code, store.enrolment.load().kiosk_id, at)
        card = reader.read(
            replace(request, challenge=challenge), on_progress=lambda _: None, cancelled=lambda: False
        )
        files = card.evidence
        proof = CardProof(
            at, files.sod, files.dg1, files.dg14, files.dg15, files.active_signature, card.verified.chip
        )
        return calls.access(SlipProof(slip.receipt_code, slip.secret), proof)
    finally:
        calls.close()


def document(store: Store, access: Access, number: int) -> bytes:
    """Return one of the office's papers as a PDF, to be printed from memory. Raises NET_*; blocks."""
    calls = portal(store)
    try:
        return calls.document(access, number)
    finally:
        calls.close()
