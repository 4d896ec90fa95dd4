"""The composition root's other half: the portal, for calls that somebody waits for. It holds no rules.

Beside `app.py`, which joins the portal and runs the sync process. Adapters are imported late, as there.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk import app
from kiosk.core.errors import KioskError

if TYPE_CHECKING:
    from kiosk.core.access import Access, Proof
    from kiosk.core.fee_ledger import Fee
    from kiosk.core.parking import ParkedHead, ParkedVisit
    from kiosk.core.portal_calls import Portal
    from kiosk.core.ports import DossierId, IdCardReader, ReadRequest, VisitId
    from kiosk.core.slip_code import SlipClaim
    from kiosk.storage.keys import Factor
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


def park(store: Store, visit: VisitId, factor: Factor, *, site: str) -> ParkedVisit:
    """Park an open draft at the portal and wipe it here; blocks about two seconds and on the network.

    What comes back has the receipt code and the secret of the slip to be printed. Until the portal has it
    the draft stays. Raises KioskError DRAFT_LOST, NOT_ENROLLED, NET_*, DISK_*.
    """
    from kiosk.core.parking import keys_of, sealed
    from kiosk.core.slip_code import SECRET_BYTES
    from kiosk.storage.parking import taken_out

    code, secret = store.submissions.fresh_code(site), app.random_bytes(SECRET_BYTES)
    parked = taken_out(store.drafts, visit, receipt_code=code, slip_secret=secret)
    keys = keys_of(secret, parked_factor(factor))
    calls = portal(store)
    try:
        calls.park(keys, sealed(parked, keys, app.random_bytes), factor.kind.value)
    finally:
        calls.close()
    store.drafts.forget(visit)
    return parked


def parked_head(store: Store, slip_secret: bytes) -> ParkedHead:
    """Tell what opens the slip's parked visit. Raises KioskError DRAFT_LOST, NOT_ENROLLED, NET_*; blocks."""
    from kiosk.core.parking import parked_id_of

    calls = portal(store)
    try:
        return calls.parked(parked_id_of(slip_secret))
    finally:
        calls.close()


def resume(store: Store, visit: VisitId, slip_secret: bytes, factor: Factor) -> ParkedVisit:
    """Bring a parked visit back as this kiosk's draft, and have the portal forget it; blocks.

    The slip is used up once the draft is durable here. Raises KioskError DRAFT_FACTOR_WRONG, DRAFT_LOST,
    NOT_ENROLLED, NET_*, DISK_*.
    """
    from kiosk.core.parking import keys_of, opened
    from kiosk.storage.parking import put_back

    keys = keys_of(slip_secret, parked_factor(factor))
    calls = portal(store)
    try:
        visit_again = opened(calls.claim(keys), keys)
        put_back(store.drafts, visit, visit_again, factor)
        with contextlib.suppress(KioskError):  # the portal forgets it by itself after seven days
            calls.drop_parked(keys.parked_id)
    finally:
        calls.close()
    return visit_again


def parked_factor(factor: Factor) -> bytes:
    """Return what a factor stands for when parking: digits as they are, a card by its security object."""
    from kiosk.core.parking import factor_of_card
    from kiosk.storage.keys import FactorKind

    return factor.secret if factor.kind is FactorKind.CODE else factor_of_card(factor.secret)


def withdraw(store: Store, access: Access, *, reason: str) -> int:
    """Withdraw the dossier; returns its state afterwards. Again changes nothing; blocks on the network.

    Raises KioskError STATE_IMPOSSIBLE, SIGNATURE_INVALID, NOT_ENROLLED, NET_*.
    """
    return _file(store, access, "withdrawal", {"reason": reason}, says=b"")


def supplement(store: Store, access: Access, papers: list[bytes]) -> int:
    """Add papers to the dossier, sealed as it was; returns its state. The same ones again change nothing.

    Blocks on the network. Raises KioskError as `withdraw`.
    """
    import pyrage

    recipients = [pyrage.x25519.Recipient.from_str(text) for text in store.enrolment.load().recipients.all]
    calls = portal(store)
    try:
        sealed = [pyrage.encrypt(paper, recipients) for paper in papers]
        blobs = [{"sha256": calls.upload(each), "bytes": len(each)} for each in sealed]
    finally:
        calls.close()
    says = b"".join(hashlib.sha256(paper).digest() for paper in papers)
    return _file(store, access, "supplement", {"blobs": blobs}, says=says)


def _file(store: Store, access: Access, kind: str, members: dict[str, Any], *, says: bytes) -> int:
    from kiosk.core.events import event, verified_state

    trust = store.enrolment.load()
    made = event(
        kind,
        members,
        dossier_id=access.dossier_id,
        kiosk_id=trust.kiosk_id,
        happened_at=app.now().isoformat(timespec="milliseconds"),
        says=says,
        key=store.enrolment.key(),
    )
    calls = portal(store)
    try:
        acknowledged = calls.file_event(access, made)
    finally:
        calls.close()
    return (
        access.state
        if acknowledged is None
        else verified_state(acknowledged, of=made, key=trust.portal_key.key)
    )
