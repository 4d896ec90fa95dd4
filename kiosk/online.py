"""The composition root's other half: the portal, for calls that somebody waits for. It holds no rules.

Beside `app.py`, which joins the portal and runs the sync process. Adapters are imported late, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import app

if TYPE_CHECKING:
    from kiosk.core.fee_ledger import Fee
    from kiosk.core.portal_calls import Portal
    from kiosk.core.ports import DossierId
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
