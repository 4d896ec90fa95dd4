"""The kiosk's ledger of fees: asked once, moved by the portal's word only, and on the slip."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from kiosk.core.fee_ledger import FeeChange, FeeOffer
from kiosk.core.ports import DossierId
from kiosk.storage.fees import store_fees
from kiosk.storage.store import Store

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
MINE, OTHER = (
    DossierId("0198c0de-0000-7000-8000-000000000001"),
    DossierId("0198c0de-0000-7000-8000-000000000002"),
)
FEE = "0198c0de-0000-7000-8000-00000000000f"


def change(revision: int, state: str, paid: int, fee_id: str = FEE) -> FeeChange:
    return FeeChange(fee_id, MINE, revision, state, 135_000, paid, f"2026-11-23T02:{revision:02}:00.000Z")


def told(store: Store, *changes: FeeChange, afresh: bool = False) -> None:
    with store.database.transaction() as connection:
        store_fees(connection, changes, afresh=afresh)


def test_same_fee_asked_again_is_the_first_one(store: Store) -> None:
    first = store.fees.ask(FEE, MINE, 135_000, at=NOW)
    again = store.fees.ask("0198c0de-0000-7000-8000-0000000000ff", MINE, 135_000, at=NOW)
    assert (first, first.state) == (again, "asked")
    assert store.fees.ask("0198c0de-0000-7000-8000-0000000000ff", OTHER, 135_000, at=NOW).fee_id != FEE


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_confirmations_in_any_order_end_the_same(store: Store, order: tuple[int, ...]) -> None:
    store.fees.ask(FEE, MINE, 135_000, at=NOW)
    news = [
        change(2, "paid", 135_000),
        change(3, "due", 0),
        change(4, "paid", 135_000),
        change(4, "paid", 135_000),
    ]
    for index in order:
        told(store, news[index])
    [fee] = store.fees.of(MINE)
    assert (fee.state, fee.paid_vnd, fee.revision) == ("paid", 135_000, 4)
    assert store.fees.of(OTHER) == []


def test_answer_that_is_older_than_the_news_keeps_the_news(store: Store) -> None:
    store.fees.ask(FEE, MINE, 135_000, at=NOW)
    told(store, change(2, "paid", 135_000))
    fee = store.fees.answered(FeeOffer(change(1, "due", 0), "MC7Q4KM2HDA", "0002…", "Kho bạc"))
    assert (fee.state, fee.reference, fee.vietqr) == ("paid", "MC7Q4KM2HDA", "0002…")


def test_news_of_a_fee_that_was_lost_here_is_kept(store: Store) -> None:
    told(store, change(5, "paid", 135_000))
    assert store.fees.paid_vnd(MINE) == 135_000


def test_portal_that_begins_afresh_is_believed(store: Store) -> None:
    told(store, change(9, "paid", 135_000))
    told(store, change(2, "due", 0))
    assert store.fees.paid_vnd(MINE) == 135_000
    told(store, change(2, "due", 0), afresh=True)
    assert store.fees.paid_vnd(MINE) == 0


def test_shown_and_printed_are_noted_the_first_time(store: Store) -> None:
    store.fees.ask(FEE, MINE, 135_000, at=NOW)
    store.fees.printed(MINE, at=NOW)
    assert store.fees.of(MINE)[0].printed_at is None  # nothing was paid: the slip said nothing
    told(store, change(2, "paid", 135_000))
    later = NOW.replace(hour=10)
    for at in (NOW, later):
        store.fees.shown(FEE, at=at)
        store.fees.printed(MINE, at=at)
    [fee] = store.fees.of(MINE)
    assert (fee.shown_at, fee.printed_at) == (NOW.isoformat(), NOW.isoformat())
