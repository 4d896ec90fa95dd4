"""The composition root's other half: the portal, for calls that somebody waits for. It holds no rules.

Beside `app.py`, which joins the portal and runs the sync process. Adapters are imported late, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk import app

if TYPE_CHECKING:
    from kiosk.core.portal_calls import Portal
    from kiosk.storage.store import Store


def portal(store: Store) -> Portal:
    """Return the portal. Raises KioskError NOT_ENROLLED."""
    from kiosk.sync.portal import PortalCalls

    return PortalCalls(app.portal_client(store))
