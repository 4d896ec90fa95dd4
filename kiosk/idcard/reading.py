"""One card, read and verified: the whole course of it, over one transport.

open → EF.SOD → the groups that the visit needs → signature, hashes, signer → what came of it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.idcard import dg13, lds, sod
from kiosk.idcard.access import open_card
from kiosk.idcard.apdu import Transport
from kiosk.idcard.channel import SHORT_ONLY, Channel, File, Limits, group_file
from kiosk.idcard.faults import CardFault, Fault
from kiosk.idcard.groups import Rng
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified
from kiosk.idcard.mrz import FILLER, Zone
from kiosk.idcard.passive import Note, Policy, check_hashes, check_signer
from kiosk.idcard.passwords import Password

SENSITIVE = frozenset({"ethnicity", "religion"})
"""Fields of DG13 that are dropped unless a procedure declares that it needs them."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What to read, and what to believe."""

    password: Password = field(repr=False)
    policy: Policy
    limits: Limits = SHORT_ONLY
    sensitive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a read takes from outside: randomness, a clock in seconds, and who listens to its progress."""

    rng: Rng
    clock: Callable[[], float]
    on_phase: Callable[[ReadPhase], None]


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card said, and how far it can be believed."""

    protocol: str
    holder: Holder = field(repr=False)
    verified: Verified
    notes: tuple[str, ...]
    evidence: CardEvidence = field(repr=False)
    timing_ms: dict[str, int]
    apdus: int


def read_card(transport: Transport, plan: ReadPlan, around: Surroundings) -> CardContent:
    """Read and verify one card. Blocks as the transport does; raises CardFault, or what that raises."""
    times = _Stopwatch(around)
    channel = Channel(transport, plan.limits)
    while True:
        try:
            return _read_once(channel, plan, around, times)
        except CardFault as fault:
            # a card that refuses a length in the clear ends its session: begin again with shorter ones
            if fault.fault is not Fault.SESSION_BROKEN or channel.limits == plan.limits:
                raise
            plan = replace(plan, limits=channel.limits)
            channel = Channel(transport, plan.limits, channel.commands)


def _read_once(channel: Channel, plan: ReadPlan, around: Surroundings, times: _Stopwatch) -> CardContent:
    times.begin(ReadPhase.ACCESS)
    protocol = open_card(channel, plan.password, around.rng)
    times.begin(ReadPhase.READING)
    raw_sod = channel.read_file(File.SOD)
    security = sod.parse(raw_sod)
    groups = _read_groups(channel, security)
    times.begin(ReadPhase.VERIFYING)
    check_hashes(security, groups, allow_sha1=plan.policy.allow_sha1)
    zone = lds.parse_dg1(groups[1])
    holder = dg13.parse(groups[13]) if 13 in groups else _from_zone(zone)  # noqa: PLR2004 -- the group's number
    trusted = check_signer(
        security, plan.policy, issuing_state=zone.issuing_state, issued=holder.date_of_issue
    )
    notes = [] if trusted else [Note.NO_ANCHOR]
    if 13 not in groups:  # noqa: PLR2004 -- the group's number
        notes.append(Note.NO_NATIONAL_DATA)
    times.end()
    return CardContent(
        protocol,
        _without_undeclared(holder, plan.sensitive),
        Verified(passive=True if trusted else None, chip=None, active=None),
        tuple(notes),
        CardEvidence(raw_sod, groups[1], groups.get(13) if plan.sensitive else None),
        times.spent_ms,
        channel.commands,
    )


def _read_groups(channel: Channel, security: sod.SecurityObject) -> dict[int, bytes]:
    wanted = [number for number in (1, 13) if number in security.hashes]
    if 1 not in wanted:
        raise CardFault(Fault.MALFORMED, "EF.SOD lists no DG1")
    return {number: channel.read_file(group_file(number)) for number in wanted}


def _from_zone(zone: Zone) -> Holder:
    """Without national data the zone gives the number; its name is evidence, never text that fills a form."""
    if zone.personal_number is None:
        raise CardFault(Fault.NOT_AN_ID_CARD, "no personal number")
    name = zone.name.replace(FILLER, " ")
    return Holder(personal_number=zone.personal_number, zone_name=" ".join(name.split()))


def _without_undeclared(holder: Holder, declared: frozenset[str]) -> Holder:
    dropped: dict[str, Any] = dict.fromkeys(SENSITIVE - declared)
    return replace(holder, **dropped)


class _Stopwatch:
    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._phase: ReadPhase | None = None
        self._since = around.clock()
        self.spent_ms: dict[str, int] = {}

    def begin(self, phase: ReadPhase) -> None:
        self.end()
        self._phase = phase
        self._around.on_phase(phase)

    def end(self) -> None:
        now = self._around.clock()
        if self._phase is not None:
            spent = self.spent_ms.get(self._phase.value, 0)
            self.spent_ms[self._phase.value] = spent + round((now - self._since) * 1000)
        self._since = now
