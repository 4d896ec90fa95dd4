"""The sync process's loop: it alone drains the outbox and polls the state. It decides nothing.

`core/outbox.py` says what is to be sent when; up to four dossiers are in flight on a thread each, the state
poll on a fifth. The loop sleeps until something is due, a nudge comes, the network changes, or another
process has written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.core import outbox as policy
from kiosk.core.delivery import Outbox
from kiosk.core.errors import Code, KioskError
from kiosk.core.outbox import Link, OutboxRow, RowState
from kiosk.core.ports import DossierId
from kiosk.sync.chores import EVERY_S
from kiosk.sync.client import PortalClient
from kiosk.sync.deliver import Delivery, deliver
from kiosk.sync.failure import PortalError
from kiosk.sync.network import fingerprint
from kiosk.sync.state import Heartbeat, News, poll
from kiosk.sync.upload import Chunk, Upload
from kiosk.sync.wakeup import Listener

POLL_S = 60.0
_POLL_JITTER_S = 12.0
_AFTER_DELIVERY_S = (0.5, 3.0)
"""The portal opens and numbers a dossier right after committing it: ask soon."""
LOOK_S = 2.0
"""How long a lost nudge may go unnoticed."""

_LIST_REFUSED = frozenset({Code.SIGNATURE_INVALID, Code.SIGNER_UNKNOWN, Code.LIST_OLDER})
T = TypeVar("T")

log = logging.getLogger("kiosk.sync")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, as arguments. `wall` is for people, `monotonic_s` for waiting, `chance` 0 to 1."""

    wall: Callable[[], datetime]
    monotonic_s: Callable[[], float]
    chance: Callable[[], float]


@dataclass(slots=True)
class Tally:
    """What was done since it was last read."""

    sent: int = 0
    already_there: int = 0
    rejected: int = 0


class Worker:
    """One per data folder (`sync/process.py` holds the lock). Runs in the thread that calls `run`."""

    def __init__(
        self, outbox: Outbox, client: PortalClient, listener: Listener, clock: Clock, *, software: str
    ) -> None:
        """`listener` is `DATA/run/sync.sock`; `told` is called after each change that a screen may show."""
        self._outbox = outbox
        self._client = client
        self._listener = listener
        self._clock = clock
        self._software = software
        self._threads = ThreadPoolExecutor(policy.IN_FLIGHT + 1, "sync")
        self._flying: dict[DossierId, tuple[OutboxRow, Future[Delivery]]] = {}
        self._polling: Future[News | int | PortalError] | None = None
        self._afresh = False
        self._due_s: dict[DossierId, float] = {}
        self._link = Link()
        self._chunk = Chunk()
        self._polls_at_s = [0.0]
        self._network = fingerprint()
        self.tally = Tally()
        self.told: Callable[[], object] = lambda: None
        self.chores: Callable[[datetime], int] = lambda _: 0
        self._chores_at_s = 0.0

    # -- running ---------------------------------------------------------------------------------------

    def follow(self, stopped: Callable[[], bool], reported: Callable[[Tally], None]) -> None:
        """Work until `stopped`; `reported` gets what each round that did something has done."""
        while not stopped():
            try:
                self._round()
            except KioskError as error:
                # what was in flight is still `sending` on the disk, and is tried again when the disk is back
                log.error("storage: %s", error.code.value)  # noqa: TRY400 -- the code is all there is to say
            if not self._flying and self.tally != Tally():
                reported(self.tally)
                self.tally = Tally()
            if self._listener.wait(self._sleep_s()) or self._network_changed():
                self.wake()
        self.close()

    def once(self) -> Tally:
        """Try everything that waits once, ask for news, and return when nothing is in flight."""
        self.wake()
        tried: set[DossierId] = set()
        self._drain(tried)
        self._polls_at_s = [0.0]
        while self._poll_if_due():
            while self._polling is not None:
                self._listener.wait(LOOK_S)
                self._land()
        self._drain(tried)  # what a comparison of days has queued again
        self.close()
        return self.tally

    def _drain(self, tried: set[DossierId]) -> None:
        while True:
            waiting = [row for row in self._rows() if row.dossier_id not in tried]
            tried |= {row.dossier_id for row in self._start(waiting)}
            if not self._flying:
                return
            self._listener.wait(LOOK_S)
            self._land()

    def wake(self) -> None:
        """Somebody waits, or the network is another: all that waits is due now."""
        _, self._link = policy.woken([], self._link)
        self._due_s.clear()

    def close(self) -> None:
        """Wait for what is in flight, and end the threads."""
        self._threads.shutdown(wait=True)
        self._land()
        self._client.close()

    # -- a round ---------------------------------------------------------------------------------------

    def _round(self) -> None:
        self._land()
        self._start(self._rows())
        self._poll_if_due()

    def _rows(self) -> list[OutboxRow]:
        rows = self._outbox.open_rows()
        return [replace(row, due_s=self._due_s.get(row.dossier_id, 0.0)) for row in rows]

    def _start(self, rows: list[OutboxRow]) -> list[OutboxRow]:
        flying = [row for row, _ in self._flying.values()]
        chosen = policy.choose(rows, flying, self._clock.monotonic_s(), self._link)
        for row in chosen:
            self._outbox.begin(row.dossier_id)
            self._flying[row.dossier_id] = (row, self._go(self._deliver, row))
        return chosen

    def _land(self) -> None:
        """Draw the consequences of what has ended; an unexpected exception is a bug and ends the process."""
        for dossier_id, (row, future) in list(self._flying.items()):
            if future.done():
                del self._flying[dossier_id]
                self._delivered(row, future.result())
        if self._polling is not None and self._polling.done():
            ended, self._polling = self._polling, None
            self._polled(ended.result())

    def _go(self, work: Callable[..., T], *arguments: object) -> Future[T]:
        future = self._threads.submit(work, *arguments)
        future.add_done_callback(lambda _: self._listener.poke())
        return future

    def _sleep_s(self) -> float:
        now_s = self._clock.monotonic_s()
        due = [self._polls_at_s[0], now_s + LOOK_S]
        wake_at_s = None if self._flying else policy.wake_at_s(self._rows(), now_s, self._link)
        if wake_at_s is not None:
            due.append(wake_at_s)
        return max(0.0, min(due) - now_s) if self._polling is None else LOOK_S

    def _network_changed(self) -> bool:
        before, self._network = self._network, fingerprint()
        return before != self._network

    # -- one dossier -----------------------------------------------------------------------------------

    def _deliver(self, row: OutboxRow) -> Delivery:
        """In a thread of its own: it reads the database, and leaves writing to the loop."""
        upload = Upload(self._client, self._chunk, monotonic_s=self._clock.monotonic_s)
        parcel = self._outbox.parcel(row.dossier_id)
        first_time = row.attempts == 0 and row.state is RowState.WAITING
        return deliver(self._client, upload, parcel, self._outbox.enrolled(), first_time=first_time)

    def _delivered(self, row: OutboxRow, result: Delivery) -> None:
        now_s = self._clock.monotonic_s()
        ended = policy.after(row, result.outcome, now_s, self._clock.chance())
        if result.acknowledgement is not None:
            self._outbox.accept(ended, result.acknowledgement, result.document)
            self._polls_at_s = sorted([*self._polls_at_s, *(now_s + s for s in _AFTER_DELIVERY_S)])[:8]
        else:
            self._due_s[row.dossier_id] = ended.due_s
            self._outbox.record(ended, next_try_at=self._next_try(ended))
        self.told()
        self._settle(result.outcome)
        log.info("dossier %s: %s %s", row.dossier_id, ended.state.value, ended.reason)

    def _settle(self, outcome: policy.Outcome) -> None:
        """Draw the consequences for the link and the tally."""
        self._link = policy.link_after(self._link, outcome, self._clock.monotonic_s(), self._clock.chance())
        self._outbox.note_link(online=not isinstance(outcome, policy.LinkFailed), at=self._clock.wall())
        match outcome:
            case policy.Delivered(already_there):
                self.tally.already_there += already_there
                self.tally.sent += not already_there
            case policy.OtherManifest() | policy.Refused():
                self.tally.rejected += 1
            case policy.LinkFailed(reason):
                self._outbox.hold(reason, next_try_at=self._wall_at(self._link.due_s))
            case _:
                pass

    def _next_try(self, row: OutboxRow) -> datetime | None:
        return self._wall_at(max(row.due_s, self._link.due_s)) if row.state in policy.OPEN else None

    def _wall_at(self, monotonic_s: float) -> datetime:
        wait_s = max(0.0, monotonic_s - self._clock.monotonic_s())
        return self._clock.wall() + timedelta(seconds=wait_s)

    # -- the state poll --------------------------------------------------------------------------------

    def _poll_if_due(self) -> bool:
        now_s = self._clock.monotonic_s()
        if self._polling is not None or max(self._polls_at_s[0], self._link.due_s) > now_s:
            return False
        later = [at_s for at_s in self._polls_at_s if at_s > now_s]
        self._polls_at_s = later or [now_s + POLL_S + _POLL_JITTER_S * self._clock.chance()]
        cursor = self._outbox.cursor()
        self._afresh = self._afresh or not cursor
        self._polling = self._go(self._poll, cursor)
        return True

    def _poll(self, cursor: str) -> News | PortalError:
        """In a thread of its own."""
        backlog = self._outbox.backlog()
        oldest_s = (self._clock.wall() - backlog.since).total_seconds() if backlog.since else 0.0
        try:
            return poll(self._client, cursor, Heartbeat(self._software, backlog.count, max(0, int(oldest_s))))
        except PortalError as failure:
            return failure

    def _do_chores(self) -> int | PortalError:
        """In a thread of its own."""
        try:
            return self.chores(self._clock.wall())
        except PortalError as failure:
            return failure

    def _polled(self, result: News | int | PortalError) -> None:
        if isinstance(result, int):
            return
        if isinstance(result, PortalError):
            log.info("state poll: %s", result.code.value)
            if not result.status or result.code is Code.PORTAL_FOREIGN_ANSWER:
                self._settle(policy.LinkFailed(result.code.value))
            return
        self._link = Link()
        self._outbox.note_link(online=True, at=self._clock.wall())
        for change in result.lists:
            try:
                self._outbox.keep_list(change.name, change.document)
            except KioskError as error:
                if error.code not in _LIST_REFUSED:
                    raise
                log.warning("list %s refused: %s", change.name, error.code.value)
        told = (list(result.dossiers), list(result.fees), result.cursor)
        self._outbox.apply(*told, afresh=self._afresh, at=self._clock.wall())
        self._afresh = self._afresh and result.more
        if result.more:
            self._polls_at_s.insert(0, 0.0)
        if result.dossiers or result.fees:
            self.told()
        now_s = self._clock.monotonic_s()
        if not result.more and now_s >= self._chores_at_s:
            self._chores_at_s = now_s + EVERY_S
            self._polling = self._go(self._do_chores)
