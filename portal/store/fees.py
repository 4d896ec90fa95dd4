"""The ledger of fees: what was asked for, and every confirmation of money, each counted once.

A confirmation is known by the bank's own reference. It may come late, twice, or be taken back; what is paid
is always the sum of those that stand, and each change is told to the kiosk that asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.core.errors import Code, KioskError
from portal.store import changes, lists
from portal.store.tables import confirmations, dossiers, fees


@dataclass(frozen=True, slots=True)
class Intent:
    """What a kiosk asks money for. The dossier needn't be filed yet."""

    fee_id: str
    dossier_id: str
    kiosk_id: str
    amount_vnd: int
    reference: str
    """What the payer's bank sends along: it leads to this intent."""


def ask(connection: Connection, intent: Intent, *, moment: str) -> tuple[Row[Any], bool]:
    """Enter an intent; returns its row, the earlier one when its id is known, and whether it is new."""
    row = {
        "fee_id": intent.fee_id,
        "dossier_id": intent.dossier_id,
        "kiosk_id": intent.kiosk_id,
        "amount_vnd": intent.amount_vnd,
        "reference": intent.reference,
        "paid_vnd": 0,
        "revision": lists.first_revision(connection),
        "asked_at": moment,
        "changed_at": moment,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(fees).values(row))
    except IntegrityError:
        return connection.execute(select(fees).where(fees.c.fee_id == intent.fee_id)).one(), False
    return connection.execute(select(fees).where(fees.c.fee_id == intent.fee_id)).one(), True


def confirm(
    connection: Connection, reference: str, *, bank_reference: str, amount_vnd: int, moment: str
) -> bool:
    """Enter money that came under a reference; False when this very transfer was entered before.

    Raises KioskError FEE_UNKNOWN (nobody asked under that reference), FEE_CONFLICT (the bank's reference
    stands for another transfer).
    """
    row = _locked(connection, fees.c.reference == reference.upper())
    values = {"fee_id": row.fee_id, "amount_vnd": amount_vnd, "received_at": moment}
    try:
        with connection.begin_nested():
            connection.execute(insert(confirmations).values(bank_reference=bank_reference, **values))
    except IntegrityError:
        mine = confirmations.c.bank_reference == bank_reference
        known = connection.execute(select(confirmations).where(mine)).one()
        if (known.fee_id, known.amount_vnd) != (row.fee_id, amount_vnd):
            raise KioskError(Code.FEE_CONFLICT, bank_reference) from None
        return False
    _settle(connection, row, moment)
    return True


def take_back(connection: Connection, bank_reference: str, *, moment: str) -> bool:
    """Enter that the bank cancelled a transfer; False when that was entered before.

    Raises KioskError FEE_UNKNOWN.
    """
    mine = confirmations.c.bank_reference == bank_reference
    found = connection.execute(select(confirmations).where(mine)).one_or_none()
    if found is None:
        raise KioskError(Code.FEE_UNKNOWN, bank_reference)
    row = _locked(connection, fees.c.fee_id == found.fee_id)
    undone = update(confirmations).where(mine, confirmations.c.reversed_at.is_(None))
    if connection.execute(undone.values(reversed_at=moment)).rowcount == 0:
        return False
    _settle(connection, row, moment)
    return True


def everything(connection: Connection) -> list[Row[Any]]:
    """Return every intent with whether its dossier is filed, in the order in which they came."""
    filed = fees.outerjoin(dossiers, dossiers.c.dossier_id == fees.c.dossier_id)
    query = select(fees, dossiers.c.official_code, dossiers.c.receipt_code).select_from(filed)
    return list(connection.execute(query.order_by(fees.c.asked_at, fees.c.fee_id)))


def paid_for(connection: Connection, dossier_id: str) -> int:
    """Return what was paid for a dossier under its intents, in đồng."""
    total = select(func.coalesce(func.sum(fees.c.paid_vnd), 0)).where(fees.c.dossier_id == dossier_id)
    return int(connection.execute(total).scalar_one())


def state_of(row: Row[Any]) -> str:
    """Return `paid` when enough has come, else `due`."""
    return "paid" if row.paid_vnd >= row.amount_vnd else "due"


def change_of(row: Row[Any]) -> dict[str, Any]:
    """Return a fee as the kiosk is told of it (docs/protocol/schemas/state-answer.json)."""
    return {
        "kind": "fee",
        "fee_id": row.fee_id,
        "dossier_id": row.dossier_id,
        "revision": row.revision,
        "state": state_of(row),
        "amount_vnd": row.amount_vnd,
        "paid_vnd": row.paid_vnd,
        "changed_at": row.changed_at,
    }


def _locked(connection: Connection, condition: Any) -> Row[Any]:
    row = connection.execute(select(fees).where(condition).with_for_update()).one_or_none()
    if row is None:
        raise KioskError(Code.FEE_UNKNOWN)
    return row


def _settle(connection: Connection, row: Row[Any], moment: str) -> None:
    """Add up what stands, and tell the kiosk."""
    mine = (confirmations.c.fee_id == row.fee_id) & confirmations.c.reversed_at.is_(None)
    total = select(func.coalesce(func.sum(confirmations.c.amount_vnd), 0)).where(mine)
    values = {
        "paid_vnd": int(connection.execute(total).scalar_one()),
        "revision": fees.c.revision + 1,
        "changed_at": moment,
    }
    connection.execute(update(fees).where(fees.c.fee_id == row.fee_id).values(values))
    now = connection.execute(select(fees).where(fees.c.fee_id == row.fee_id)).one()
    changes.add(connection, now.kiosk_id, change_of(now))
