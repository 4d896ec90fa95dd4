"""What a visit, or a technician's command, asks the portal and waits for. A port: values and protocol only.

The queue and the state poll are the sync process's (`core/delivery.py`); these calls are made by whoever
waits for their answer, from a worker thread. The adapter is `sync/portal.py`.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.core.access import Access, Proof, SlipProof
from kiosk.core.events import Event
from kiosk.core.fee_ledger import FeeOffer
from kiosk.core.parking import ParkedHead, ParkedKeys
from kiosk.core.ports import DossierId
from kiosk.core.tracking import SlipHandle, Standing


class Portal(Protocol):
    """The portal, asked now. Methods block up to a minute; failures are KioskError NET_*."""

    def look_up(self, slip: SlipHandle) -> Standing | None:
        """Return how the slip's dossier stands; None: the portal has no such dossier, or another secret."""
        ...

    def ask_fee(self, fee_id: str, dossier_id: DossierId, amount_vnd: int) -> FeeOffer:
        """Enter what is to be paid and return its payment code; the same again tells how it stands now.

        Raises PORTAL_REFUSED where the portal takes no transfers, PORTAL_FOREIGN_ANSWER for a code over
        another sum.
        """
        ...

    def moment(self) -> str:
        """Return the portal's time as RFC 3339 text, as far as its answers so far told it; never blocks."""
        ...

    def access(self, slip: SlipProof, proof: Proof) -> Access:
        """Return what this kiosk may act with. Raises ACCESS_REFUSED (slip or person), NET_*."""
        ...

    def document(self, access: Access, number: int) -> bytes:
        """Return one of the office's papers as a PDF, to be printed from memory. Raises NET_*."""
        ...

    def file_event(self, access: Access, event: Event) -> bytes | None:
        """File an event; returns the portal's acknowledgement, None when this very thing was filed before.

        Raises STATE_IMPOSSIBLE (the dossier has ended, or its result is there already), NET_*.
        """
        ...

    def upload(self, content: bytes) -> str:
        """Upload a sealed file; returns its SHA-256. Raises NET_*."""
        ...

    def park(self, keys: ParkedKeys, ciphertext: bytes, factor: str) -> ParkedHead:
        """Park a visit's ciphertext; the same again changes nothing. Raises NET_*."""
        ...

    def parked(self, parked_id: str) -> ParkedHead:
        """Tell what opens a parked visit. Raises DRAFT_LOST (nothing is parked there), NET_*."""
        ...

    def claim(self, keys: ParkedKeys) -> bytes:
        """Return the ciphertext, claimed for this kiosk.

        Raises DRAFT_FACTOR_WRONG, DRAFT_LOST (gone, expired, locked after ten wrong tries, or claimed by
        another kiosk), NET_*.
        """
        ...

    def drop_parked(self, parked_id: str) -> None:
        """Have the portal forget a parked visit; again changes nothing. Raises NET_*."""
        ...

    def close(self) -> None:
        """Let the connections go."""
        ...
