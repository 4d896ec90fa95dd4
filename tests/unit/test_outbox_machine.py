"""The policy against a model portal, with requests and answers lost, doubled and late, crashes, clock jumps.

The machine does what `sync/worker.py` does, step by step and in any interleaving; the portal behaves as
docs/protocol says. Whatever happens: nothing lost, nothing twice, nothing accepted without acknowledgement,
and everything ends once the trouble does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from kiosk.core import outbox
from kiosk.core.outbox import Link, OutboxRow, RowState, Send
from kiosk.core.ports import DossierId


@dataclass
class ModelPortal:
    """Commits each id once; the same manifest again is the same, another one is refused."""

    held: dict[DossierId, str] = field(default_factory=dict)
    commits: list[DossierId] = field(default_factory=list)

    def put(self, dossier_id: DossierId, manifest: str) -> outbox.Outcome:
        if dossier_id not in self.held:
            self.held[dossier_id] = manifest
            self.commits.append(dossier_id)
            return outbox.Delivered()
        if self.held[dossier_id] == manifest:
            return outbox.Delivered(already_there=True)
        return outbox.OtherManifest()


class Delivery(RuleBasedStateMachine):
    """One kiosk's outbox; `disk` is what a crash leaves."""

    requests = Bundle("requests")
    answers = Bundle("answers")

    def __init__(self) -> None:
        super().__init__()
        self.portal = ModelPortal()
        self.disk: dict[DossierId, OutboxRow] = {}
        self.due_s: dict[DossierId, float] = {}
        self.flying: dict[DossierId, int] = {}
        self.link = Link()
        self.now_s = 0.0
        self.life = 0
        self.elsewhere: set[DossierId] = set()

    def rows(self) -> list[OutboxRow]:
        return [replace(row, due_s=self.due_s.get(row.dossier_id, 0.0)) for row in self.disk.values()]

    @rule(size=st.sampled_from([100, 5_000_000]), taken=st.integers(0, 9))
    def submit(self, size: int, taken: int) -> None:
        number = len(self.disk) + 1
        dossier_id = DossierId(f"d{number}")
        self.disk[dossier_id] = OutboxRow(dossier_id, number, size)
        if taken == 0:  # a copy of this visit was submitted at another kiosk first
            self.portal.put(dossier_id, "another manifest")
            self.elsewhere.add(dossier_id)

    @rule(target=requests)
    def start(self) -> object:
        flying = [self.disk[each] for each in self.flying]
        chosen = outbox.choose(self.rows(), flying, self.now_s, self.link)
        assert len(chosen) + len(flying) <= outbox.IN_FLIGHT
        if not chosen:
            return None
        row = chosen[0]
        self.disk[row.dossier_id] = replace(row, state=RowState.SENDING)
        self.flying[row.dossier_id] = self.life
        return (self.life, row.dossier_id)

    @rule(request=consumes(requests), target=answers)
    def arrive(self, request: tuple[int, DossierId] | None) -> object:
        if request is None:
            return None
        return (*request, self.portal.put(request[1], "the manifest"))

    @rule(request=requests)
    def arrive_twice(self, request: tuple[int, DossierId] | None) -> None:
        if request is not None:
            self.portal.put(request[1], "the manifest")

    @rule(answer=consumes(answers))
    def answered(self, answer: tuple[int, DossierId, outbox.Outcome] | None) -> None:
        if answer is not None:
            life, dossier_id, outcome = answer
            if self.flying.get(dossier_id) == life == self.life:
                self.land(dossier_id, outcome)

    @rule(
        outcome=st.sampled_from(
            [
                outbox.LinkFailed("NET-001"),
                outbox.LinkFailed("TOO_MANY_TRIES", 120.0),
                outbox.Interrupted("NET-005"),
                outbox.Interrupted("NET-005", progressed=True),
                outbox.Unexpected("OTHER_LENGTH"),
            ]
        )
    )
    @precondition(lambda self: self.flying)
    def lost_or_failed(self, outcome: outbox.Outcome) -> None:
        self.land(next(iter(self.flying)), outcome)

    @rule()
    def crash(self) -> None:
        """The process dies; another starts. What flew is `sending` on disk and is tried again."""
        self.life += 1
        self.flying.clear()
        self.due_s.clear()
        self.link = Link()

    @rule(seconds=st.floats(0, 1000))
    def time_passes(self, seconds: float) -> None:
        self.now_s += seconds

    @rule()
    def somebody_waits(self) -> None:
        _, self.link = outbox.woken([], self.link)
        self.due_s.clear()

    def land(self, dossier_id: DossierId, outcome: outbox.Outcome) -> None:
        del self.flying[dossier_id]
        self.disk[dossier_id] = outbox.after(self.disk[dossier_id], outcome, self.now_s, 0.5)
        self.due_s[dossier_id] = self.disk[dossier_id].due_s
        self.link = outbox.link_after(self.link, outcome, self.now_s, 0.5)

    @invariant()
    def nothing_counts_twice(self) -> None:
        assert len(self.portal.commits) == len(set(self.portal.commits))

    @invariant()
    def accepted_means_the_portal_has_exactly_ours(self) -> None:
        for row in self.disk.values():
            if row.state is RowState.ACCEPTED:
                assert self.portal.held[row.dossier_id] == "the manifest"
            if row.state is RowState.SUPERSEDED:
                assert self.portal.held[row.dossier_id] == "another manifest"

    @invariant()
    def whatever_waits_has_a_time(self) -> None:
        for row in self.rows():
            if row.state is RowState.WAITING:
                action = outbox.next_action(row, self.now_s, self.link)
                latest_s = self.now_s + outbox.LONGEST_S
                assert isinstance(action, Send) or action.at_s <= latest_s  # type: ignore[union-attr]

    def teardown(self) -> None:
        """The trouble ends: everything arrives within a bounded number of tries."""
        self.crash()
        for _ in range(len(self.disk) + 1):
            self.now_s += outbox.LONGEST_S
            for row in outbox.choose(self.rows(), [], self.now_s, self.link):
                self.flying[row.dossier_id] = self.life
                self.land(row.dossier_id, self.portal.put(row.dossier_id, "the manifest"))
        for row in self.disk.values():
            if row.state is not RowState.QUARANTINED:
                wanted = RowState.SUPERSEDED if row.dossier_id in self.elsewhere else RowState.ACCEPTED
                assert row.state is wanted


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
