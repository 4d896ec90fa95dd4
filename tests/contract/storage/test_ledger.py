"""After the acknowledgement: files stay their time, days are compared, lost dossiers are queued again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.core.dossier import Submission
from kiosk.core.manifest import Acknowledgement
from kiosk.core.outbox import Delivered, Refused, after
from kiosk.storage.ledger import GONE
from kiosk.storage.store import Store

RECEIVED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def deliver(store: Store, submission: Submission) -> None:
    store.submissions.submit(submission, with_draft=False)
    row = next(row for row in store.outbox.open_rows() if row.dossier_id == submission.dossier_id)
    said = Acknowledgement(submission.dossier_id, "0" * 64, RECEIVED.isoformat(), 1)
    store.outbox.accept(after(row, Delivered(), 0.0, 0.0), said, b"signed")


def files_of(store: Store, submission: Submission) -> list[Path]:
    return list((store.folder / "sealed").glob(f"{submission.dossier_id}/*"))


def test_files_stay_for_their_time_and_only_after_an_acknowledgement(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    deliver(store, submission(1))
    store.submissions.submit(submission(2), with_draft=False)
    early, late = RECEIVED - timedelta(seconds=1), RECEIVED + timedelta(seconds=1)
    assert store.ledger.let_go(received_before=early, now=late) == 0
    assert len(files_of(store, submission(1))) == 2
    assert store.ledger.let_go(received_before=late, now=late) == 1
    assert files_of(store, submission(1)) == []
    assert len(files_of(store, submission(2))) == 2
    assert store.ledger.let_go(received_before=late, now=late) == 0
    assert [filed.dossier_id for filed in store.outbox.history()] == [
        submission(1).dossier_id,
        submission(2).dossier_id,
    ]


def test_days_list_what_was_acknowledged(store: Store, submission: Callable[[int], Submission]) -> None:
    deliver(store, submission(2))
    deliver(store, submission(1))
    store.submissions.submit(submission(3), with_draft=False)
    next_day = submission(4).submitted_at + timedelta(days=1)
    deliver(store, replace(submission(4), submitted_at=next_day))
    assert store.ledger.days() == {
        "2026-11-23": [submission(1).dossier_id, submission(2).dossier_id],
        "2026-11-24": [submission(4).dossier_id],
    }


def test_what_the_portal_lost_is_queued_again_with_the_same_bytes(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    deliver(store, submission(1))
    deliver(store, submission(2))
    before = store.outbox.parcel(submission(1).dossier_id)
    assert store.ledger.reopen([submission(1).dossier_id]) == 1
    [row] = store.outbox.open_rows()
    assert (row.dossier_id, row.attempts) == (submission(1).dossier_id, 1)
    assert store.outbox.parcel(submission(1).dossier_id) == before


def test_what_the_portal_lost_after_the_files_went_waits_for_a_person(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    deliver(store, submission(1))
    late = RECEIVED + timedelta(days=31)
    store.ledger.let_go(received_before=late, now=late)
    assert store.ledger.reopen([submission(1).dossier_id]) == 0
    filed = store.outbox.filed(submission(1).dossier_id)
    assert (filed.row_state, filed.reason) == ("quarantined", GONE)
    assert not store.ledger.release(submission(1).dossier_id)


def test_a_person_can_queue_a_rejected_dossier_again(
    store: Store, submission: Callable[[int], Submission]
) -> None:
    store.submissions.submit(submission(1), with_draft=False)
    [row] = store.outbox.open_rows()
    store.outbox.record(after(row, Refused("PAYLOAD_INVALID", "sai"), 0.0, 0.0), next_try_at=None)
    assert store.outbox.open_rows() == []
    assert store.outbox.backlog().count == 1
    assert store.ledger.release(submission(1).dossier_id)
    assert len(store.outbox.open_rows()) == 1
    assert not store.ledger.release(submission(1).dossier_id)


def test_the_audit_s_head_is_its_last_line(store: Store) -> None:
    assert store.ledger.audit_head() is None
    store.audit.append("one")
    store.audit.append("two")
    last = store.audit.lines()[-1]
    assert store.ledger.audit_head() == (2, last.hash)
