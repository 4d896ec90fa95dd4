"""What is done now and then once the portal is there: compare days, send the audit's head, let files go."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import cose
from kiosk.core.errors import Code
from kiosk.core.ports import DossierId
from kiosk.sync.client import PortalClient
from kiosk.sync.failure import PortalError

EVERY_S = 6 * 3600.0
log = logging.getLogger("kiosk.sync")


class Ledger(Protocol):
    """Accepted dossiers, as `storage/ledger.py` keeps them."""

    def days(self) -> dict[str, list[DossierId]]:
        """Return the accepted dossiers of each day that still has files, sorted."""
        ...

    def reopen(self, dossier_ids: list[DossierId]) -> int:
        """Queue again what the portal no longer has; return how many."""
        ...

    def let_go(self, *, received_before: datetime, now: datetime) -> int:
        """Remove the sealed files of what was acknowledged before then; return of how many."""
        ...

    def unknown(self, dossier_ids: set[DossierId]) -> list[DossierId]:
        """Return those that this kiosk never submitted."""
        ...

    def audit_head(self) -> tuple[int, str] | None:
        """Return the last audit line's number and hash."""
        ...


class Chores:
    """Runs in a thread of the worker's. `record` writes an audit line."""

    def __init__(
        self,
        client: PortalClient,
        ledger: Ledger,
        *,
        kiosk_id: str,
        key: Ed25519PrivateKey,
        keep_days: int,
        record: Callable[[str], None],
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._kiosk_id = kiosk_id
        self._key = key
        self._keep = timedelta(days=keep_days)
        self._record = record

    def run(self, now: datetime) -> int:
        """Do all of it; return how many dossiers are queued again. Blocks; raises PortalError, DISK_*.

        `now` is the wall clock's; files are let go of by the portal's time, which a dead clock doesn't move.
        """
        reopened = sum(self._compare(day, ids) for day, ids in self._ledger.days().items())
        self._send_head(now)
        there = now + timedelta(seconds=self._client.offset_s)
        gone = self._ledger.let_go(received_before=there - self._keep, now=now)
        log.info("chores: %d queued again, files of %d let go", reopened, gone)
        return reopened

    def _compare(self, day: str, ids: list[DossierId]) -> int:
        """Compare one day; what the portal lacks is queued again, what we lack is recorded."""
        listed = "".join(f"{each}\n" for each in ids)
        digest = hashlib.sha256(listed.encode()).hexdigest()
        answer = self._client.call(
            "POST",
            f"/v1/days/{day}/reconciliation",
            expect=frozenset({200}),
            body=json.dumps({"count": len(ids), "ids_sha256": digest}).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            document = json.loads(answer.body)
            theirs = set(document["dossier_ids"])
            if document["same"]:
                return 0
        except (ValueError, TypeError, KeyError) as error:
            raise PortalError(Code.PORTAL_FOREIGN_ANSWER, "reconciliation", connected=True) from error
        for unknown in self._ledger.unknown(theirs):
            self._record(f"reconciliation unknown-here {unknown}")
        lost = [each for each in ids if each not in theirs]
        for each in lost:
            self._record(f"reconciliation lost-there {each}")
        return self._ledger.reopen(lost) if lost else 0

    def _send_head(self, now: datetime) -> None:
        head = self._ledger.audit_head()
        if head is None:
            return
        payload = {
            "kiosk_id": self._kiosk_id,
            "sequence": head[0],
            "head_sha256": head[1],
            "at": now.isoformat(),
        }
        body = cose.sign(json.dumps(payload).encode(), kind=cose.Kind.AUDIT_HEAD, key=self._key)
        try:
            self._client.call(
                "POST",
                "/v1/audit-heads",
                expect=frozenset({204}),
                body=body,
                headers={"Content-Type": cose.MEDIA_TYPE},
            )
        except PortalError as failure:
            if failure.problem != "AUDIT_FORKED":
                raise
            log.warning("audit head %d refused: forked", head[0])
