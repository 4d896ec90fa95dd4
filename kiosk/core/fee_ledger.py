"""One fee on its way: asked for at the portal, shown, confirmed by the portal alone, printed. Values only.

The kiosk never says of itself that something was paid. Of one fee the portal's highest revision counts, so a
confirmation may come late, twice or be taken back, and the ledger ends the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.core.ports import DossierId


@dataclass(frozen=True, slots=True)
class FeeChange:
    """What the portal says of one fee. `state` is `due` or `paid`; `changed_at` RFC 3339, the portal's."""

    fee_id: str
    dossier_id: DossierId
    revision: int
    state: str
    amount_vnd: int
    paid_vnd: int
    changed_at: str


@dataclass(frozen=True, slots=True)
class FeeOffer:
    """The portal's answer to an intent: what to show, and how it stands."""

    change: FeeChange
    reference: str
    vietqr: str
    payee: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as the kiosk keeps it. `state`: `asked` (no answer yet), `due`, `paid`. Moments as text."""

    fee_id: str
    dossier_id: DossierId
    amount_vnd: int
    state: str
    paid_vnd: int
    revision: int
    reference: str
    vietqr: str
    asked_at: str
    shown_at: str | None
    changed_at: str | None
    printed_at: str | None
