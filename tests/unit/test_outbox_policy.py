"""The outbox's policy: what each answer means, and what holds after any sequence of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import outbox
from kiosk.core.errors import Code
from kiosk.core.outbox import (
    BIG_BYTES,
    FIRST_S,
    LONGEST_S,
    SAME_REFUSALS,
    Delivered,
    Interrupted,
    Link,
    LinkFailed,
    OtherManifest,
    OutboxRow,
    Refused,
    Rest,
    RowState,
    Send,
    Unexpected,
    WaitUntil,
)
from kiosk.core.outbox_words import reason_words
from kiosk.core.ports import DossierId


def row(number: int = 1, **changes: object) -> OutboxRow:
    return replace(OutboxRow(DossierId(f"d{number}"), number, 1000), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Delivered(), RowState.ACCEPTED, ""),
        (Delivered(already_there=True), RowState.ACCEPTED, ""),
        (OtherManifest("khác"), RowState.SUPERSEDED, "OTHER_MANIFEST"),
        (Refused("PAYLOAD_INVALID", "sai"), RowState.REJECTED, "PAYLOAD_INVALID"),
        (Unexpected("OTHER_LENGTH"), RowState.WAITING, "OTHER_LENGTH"),
        (Interrupted("NET-007"), RowState.WAITING, "NET-007"),
        (LinkFailed("NET-001"), RowState.WAITING, "NET-001"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_outcome_has_its_state_and_reason(outcome: outbox.Outcome, state: RowState, reason: str) -> None:
    after = outbox.after(row(state=RowState.SENDING), outcome, 100.0, 0.5)
    assert (after.state, after.reason, after.attempts) == (state, reason, 1)


def test_a_new_row_is_sent_at_once_and_an_ended_one_never() -> None:
    assert outbox.next_action(row(), 0.0, Link()) == Send()
    for state in set(RowState) - outbox.OPEN:
        assert outbox.next_action(row(state=state), 1e9, Link()) == Rest()


def test_a_row_waits_for_itself_and_for_the_link() -> None:
    assert outbox.next_action(row(due_s=5.0), 4.0, Link(1, 3.0)) == WaitUntil(5.0)
    assert outbox.next_action(row(due_s=5.0), 6.0, Link(1, 8.0)) == WaitUntil(8.0)
    assert outbox.next_action(row(due_s=5.0), 8.0, Link(1, 8.0)) == Send()


@given(st.integers(1, 1000), st.floats(0, 1))
def test_backoff_lies_between_ten_seconds_and_fifteen_minutes(attempts: int, jitter: float) -> None:
    assert FIRST_S <= outbox.backoff_s(attempts, jitter) <= LONGEST_S


def test_backoff_doubles_and_two_kiosks_differ_even_at_the_longest() -> None:
    steps = [outbox.backoff_s(n, 0.0) for n in range(1, 7)]
    assert [b / a for a, b in pairwise(steps)] == [2.0] * 5
    assert outbox.backoff_s(50, 0.0) < outbox.backoff_s(50, 1.0)


def test_the_same_refusal_five_times_is_quarantined_and_another_one_starts_anew() -> None:
    current = row()
    for _ in range(SAME_REFUSALS - 1):
        current = outbox.after(current, Unexpected("A"), 0.0, 0.0)
        assert current.state is RowState.WAITING
    assert outbox.after(current, Unexpected("B"), 0.0, 0.0).state is RowState.WAITING
    assert outbox.after(current, Unexpected("A", "từ chối"), 0.0, 0.0).state is RowState.QUARANTINED


def test_a_failed_link_counts_no_refusal_and_delays_everybody_until_it_mends() -> None:
    link = outbox.link_after(Link(), LinkFailed("NET-001"), 100.0, 0.0)
    assert link == Link(1, 110.0, "NET-001")
    link = outbox.link_after(link, LinkFailed("NET-001", retry_after_s=300.0), 110.0, 0.0)
    assert (link.failures, link.due_s) == (2, 410.0)
    assert outbox.link_after(link, Interrupted("NET-007"), 500.0, 0.0) == link
    assert outbox.link_after(link, Unexpected("A"), 500.0, 0.0) == Link()


def test_no_answer_asks_for_more_than_the_longest_wait() -> None:
    assert outbox.link_after(Link(), LinkFailed("X", retry_after_s=1e9), 0.0, 0.0).due_s == LONGEST_S


def test_progress_makes_the_next_try_soon() -> None:
    tired = row(attempts=9)
    assert outbox.after(tired, Interrupted("NET-001", progressed=True), 0.0, 0.0).due_s == FIRST_S
    assert outbox.after(tired, Interrupted("NET-001"), 0.0, 0.0).due_s > 10 * FIRST_S


def test_one_bad_row_does_not_delay_another() -> None:
    bad = outbox.after(row(1), Unexpected("A"), 0.0, 0.0)
    assert outbox.choose([bad, row(2)], [], 0.0, Link()) == [row(2)]


def test_at_most_four_are_in_flight_and_small_ones_pass_big_ones() -> None:
    big = [row(n, size_bytes=BIG_BYTES + 1) for n in range(1, 5)]
    small = [row(n) for n in range(5, 12)]
    assert [r.sequence for r in outbox.choose([*big, *small], [], 0.0, Link())] == [1, 2, 5, 6]
    assert outbox.choose([*big, *small], big[:2], 0.0, Link()) == small[:2]
    assert outbox.choose(small, small[:4], 0.0, Link()) == []


def test_a_link_that_failed_is_tried_by_one_alone() -> None:
    rows = [row(n) for n in range(1, 6)]
    assert outbox.choose(rows, [], 100.0, Link(3, 90.0)) == rows[:1]
    assert outbox.choose(rows, rows[:1], 100.0, Link(3, 90.0)) == []


def test_waking_makes_everything_due_but_remembers_failures() -> None:
    rows, link = outbox.woken([row(due_s=99.0)], Link(3, 500.0, "NET-001"))
    assert rows == [row(due_s=0.0)]
    assert link == Link(3, 0.0, "NET-001")


def test_the_loop_sleeps_until_the_first_is_due() -> None:
    rows = [row(1, due_s=30.0), row(2, due_s=20.0), row(3, state=RowState.REJECTED)]
    assert outbox.wake_at_s(rows, 10.0, Link()) == 20.0
    assert outbox.wake_at_s(rows[2:], 10.0, Link()) is None


def test_reasons_are_told_in_words() -> None:
    assert reason_words("") == ""
    assert reason_words(Code.PORTAL_UNREACHABLE.value).startswith("NET-001 Chưa nối được")
    assert "hồ sơ khác" in reason_words("OTHER_MANIFEST")
    assert (
        reason_words("PAYLOAD_INVALID", "Bản kê không đúng mẫu.") == "PAYLOAD_INVALID Bản kê không đúng mẫu."
    )
    assert reason_words("NEW_CODE") == "NEW_CODE Cổng không nhận hồ sơ này."
