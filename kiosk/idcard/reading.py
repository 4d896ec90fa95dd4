"""One card, read and verified: the whole course of it, over one transport.

open → EF.SOD → DG14, chip authentication → the groups that the visit needs → active authentication
→ signature, hashes, signer → what came of it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kiosk.idcard import active_auth, card_security, certificates, chip_auth, evidence, sod
from kiosk.idcard.access import Access, open_card
from kiosk.idcard.apdu import Transport
from kiosk.idcard.channel import SHORT_ONLY, Channel, File, Limits, group_file
from kiosk.idcard.faults import CardFault, Fault, malformed
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified
from kiosk.idcard.passive import Note, Policy, check_hashes, check_signer
from kiosk.idcard.passwords import Password
from kiosk.idcard.rng import Rng

SENSITIVE = evidence.SENSITIVE


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What to read, and what to believe."""

    password: Password = field(repr=False)
    policy: Policy
    limits: Limits = SHORT_ONLY
    sensitive: frozenset[str] = frozenset()
    photo: bool = False
    challenge: bytes | None = field(default=None, repr=False)
    """Eight bytes for active authentication; None: random ones."""
    same_card: bytes | None = field(default=None, repr=False)
    """The EF.SOD that the card must have, when a read goes on after the card was lifted."""
    allow_copy: bool = False
    """Go on when chip or active authentication fails, and say so: for procedures that only fill."""
    prove: bool = False
    """The chip must prove itself though no anchor is configured: for a card that is known from before."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a read takes from outside: randomness, a clock in seconds, and who listens to its progress."""

    rng: Rng
    clock: Callable[[], float]
    on_phase: Callable[[ReadPhase], None]
    on_card: Callable[[bytes], None] = lambda _sod: None
    """Told the card's EF.SOD as soon as it is read."""


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card said, and how far it can be believed. `photo` is DG2 as read."""

    protocol: str
    holder: Holder = field(repr=False)
    verified: Verified
    notes: tuple[str, ...]
    evidence: CardEvidence = field(repr=False)
    timing_ms: dict[str, int]
    apdus: int
    photo: bytes | None = field(default=None, repr=False)
    practice: bool = False
    """The signer that was believed is a practice issuer's: no State vouches for this card."""


def read_card(transport: Transport, plan: ReadPlan, around: Surroundings) -> CardContent:
    """Read and verify one card. Blocks as the transport does; raises CardFault, or what that raises."""
    times = _Stopwatch(around)
    reading = _Reading(Channel(transport, plan.limits), plan, around, times)
    while True:
        try:
            return reading.run()
        except CardFault as fault:
            again = reading.once_more(fault)
            if again is None:
                raise
            channel = Channel(transport, again.limits, reading.channel.commands)
            copied = reading.chip if fault.fault is not Fault.COPIED else False
            reading = _Reading(channel, again, around, times, chip=copied)


class _Reading:
    """One session with a card, from opening it to the last byte. `chip` is what chip authentication gave."""

    def __init__(
        self,
        channel: Channel,
        plan: ReadPlan,
        around: Surroundings,
        times: _Stopwatch,
        *,
        chip: bool | None = None,
    ) -> None:
        self.channel = channel
        self.chip = chip
        self._plan = plan
        self._around = around
        self._times = times
        self._groups: dict[int, bytes] = {}

    def once_more(self, fault: CardFault) -> ReadPlan | None:
        """Return the plan to begin again with, or None when the fault is final."""
        if fault.fault is Fault.SESSION_BROKEN and self.channel.limits != self._plan.limits:
            # a card that refuses a length in the clear ends its session: begin again with shorter ones
            return replace(self._plan, limits=self.channel.limits)
        if fault.fault is Fault.COPIED and self._plan.allow_copy and self.chip is None:
            return self._plan
        return None

    def run(self) -> CardContent:
        self._times.begin(ReadPhase.ACCESS)
        access = open_card(self.channel, self._plan.password, self._around.rng)
        self._times.begin(ReadPhase.READING)
        raw_sod = self.channel.read_file(File.SOD)
        if self._plan.same_card not in (None, raw_sod):
            raise CardFault(Fault.OTHER_CARD)
        self._around.on_card(raw_sod)
        security = sod.parse(raw_sod)
        if 1 not in security.hashes:
            raise malformed("EF.SOD lists no DG1")
        has_anchors = bool(self._plan.policy.anchors.certificates)
        judged = has_anchors or self._plan.prove
        if judged and self.chip is None and access.proof is None:
            self._authenticate_chip(security)
        for number in (1, 13, 2) if self._plan.photo else (1, 13):
            if number in security.hashes:
                self._read_group(number)
        signed = self._sign_challenge(security, needed=judged)
        self._times.begin(ReadPhase.VERIFYING)
        if has_anchors and self.chip is None and access.proof is not None:
            self._judge_mapping(access, security)
        return self._conclude(access.protocol, raw_sod, security, signed)

    def _judge_mapping(self, access: Access, security: sod.SecurityObject) -> None:
        """Believe chip-authentication mapping when its key is signed by one whom an anchor vouches for."""
        if access.proof is None or access.card_security is None:
            return
        signed = card_security.parse(access.card_security)
        state = certificates.country_of(security.signer.issuer)
        if check_signer(signed.security, self._plan.policy, issuing_state=state, issued=None):
            card_security.check_chip(access.proof, signed)
            self.chip = True

    def _read_group(self, number: int) -> bytes:
        if number not in self._groups:
            self._groups[number] = self.channel.read_file(group_file(number))
        return self._groups[number]

    def _authenticate_chip(self, security: sod.SecurityObject) -> None:
        """Run chip authentication; reading DG1 under the new keys is the proof."""
        if 14 not in security.hashes:  # noqa: PLR2004 -- the group's number
            return
        offered = self._read_group(14)
        check_hashes(security, {14: offered}, allow_sha1=self._plan.policy.allow_sha1)
        key = chip_auth.choose(chip_auth.parse_dg14(offered))
        if key is None:
            return
        self.channel.protect(chip_auth.run(self.channel.send, key, self._around.rng))
        try:
            self._read_group(1)
        except CardFault as fault:
            if fault.fault is Fault.SESSION_BROKEN:
                raise CardFault(Fault.COPIED, "chip authentication: session") from fault
            raise
        self.chip = True

    def _sign_challenge(self, security: sod.SecurityObject, *, needed: bool) -> tuple[bytes, bytes] | None:
        """Return challenge and signature, or None when the card has no key for it.

        Where nobody judges it here it is evidence all the same: whoever gets it may have the anchors.
        """
        if 15 not in security.hashes:  # noqa: PLR2004 -- the group's number
            return None
        self._read_group(15)
        challenge = self._plan.challenge or self._around.rng(active_auth.CHALLENGE)
        extended = self.channel.limits.extended_block is not None
        try:
            return challenge, active_auth.sign(self.channel.send, challenge, extended=extended)
        except CardFault as fault:
            if fault.fault is Fault.COPIED and not needed:
                return None
            if self._plan.allow_copy:
                return challenge, b""
            raise

    def _conclude(
        self, protocol: str, raw_sod: bytes, security: sod.SecurityObject, signed: tuple[bytes, bytes] | None
    ) -> CardContent:
        proof = CardEvidence(
            raw_sod,
            self._groups[1],
            self._groups.get(13),
            self._groups.get(15),
            signed[0] if signed else None,
            signed[1] if signed else None,
            self._groups.get(14),
        )
        if 2 in self._groups:  # noqa: PLR2004 -- the group's number
            check_hashes(security, {2: self._groups[2]}, allow_sha1=self._plan.policy.allow_sha1)
        verdict = evidence.judge(proof, self._plan.policy, allow_copy=self._plan.allow_copy)
        if self._plan.prove and not verdict.verified.passive and evidence.active(proof) is False:
            raise CardFault(Fault.COPIED, "active authentication")
        chip = self.chip if verdict.verified.passive else None
        self._times.end()
        return CardContent(
            protocol,
            evidence.without_undeclared(verdict.holder, self._plan.sensitive),
            replace(verdict.verified, chip=chip),
            _notes(verdict, chip),
            proof if self._plan.sensitive else replace(proof, dg13=None),
            self._times.spent_ms,
            self.channel.commands,
            self._groups.get(2),
            practice=bool(verdict.verified.passive) and certificates.is_practice_name(security.signer.issuer),
        )


def _notes(verdict: evidence.Verdict, chip: bool | None) -> tuple[str, ...]:  # noqa: FBT001 -- three-valued
    """Say why something is null or false: one reason where nothing could be believed, else one each."""
    notes = list(verdict.notes)
    if verdict.verified.passive and chip is None:
        notes.append(Note.NO_CHIP_AUTHENTICATION)
    if chip is False and Note.COPY_SUSPECTED not in notes:
        notes.append(Note.COPY_SUSPECTED)
    return tuple(notes)


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
