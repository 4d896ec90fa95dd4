"""A virtual card's faults, by name: what `kiosk card virtual --fault` takes.

Some change how the card is made, some how the chip answers, some what happens in the reader's field. An
answer that never comes and a card that is pulled away are values here; `devices` acts them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kiosk.idcard.channel import File
from kiosk.idcard.rng import Rng
from kiosk.idcard.virtual.chip import Chip, VirtualCard
from kiosk.idcard.virtual.chip_keys import EcSigner

_AT = re.compile(r"(pulled|silent|garbage)-after-(\d{1,4})\Z")
_SLOW = re.compile(r"slow-(\d{1,5})ms\Z")
_DEFAULT_AFTER = {"pulled": 8, "silent": 8, "garbage": 8}
_DEFAULT_SLOW_MS = 300
_2024_KEYS = frozenset({"personal_number", "full_name", "date_of_birth", "sex", "nationality"}) | frozenset(
    {"place_of_residence", "date_of_issue", "date_of_expiry", "chip"}
)


class PulledAwayError(Exception):
    """The card left the field in the middle of a command."""


@dataclass(frozen=True, slots=True)
class Made:
    """How a fault changes the making: options of the chip, who signs, when, and the chip itself."""

    options: dict[str, Any]
    signer: str = "own"
    """`own`, `foreign` (another authority of the same name) or `expired`."""
    person: Callable[[dict[str, Any]], dict[str, Any]] = dict
    chip: Callable[[Chip], Chip] = lambda chip: chip


def _altered(chip: Chip) -> Chip:
    """Change one letter of the national data behind the issuer's back."""
    data = bytearray(chip.files[File.DG13])
    data[-1] ^= 0x01
    return replace(chip, files=chip.files | {File.DG13: bytes(data)})


def _other_agreement(chip: Chip) -> Chip:
    if chip.agreement is None:
        return chip
    private = chip.agreement.private % (chip.agreement.group.order - 1) + 1
    return replace(chip, agreement=replace(chip.agreement, private=private))


def _other_signer(chip: Chip) -> Chip:
    return replace(chip, signer=EcSigner.another(chip.signer)) if isinstance(chip.signer, EcSigner) else chip


def _of_2024(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key in _2024_KEYS}


MADE: dict[str, Made] = {
    "wrong-digits-counter": Made({"counts_wrong_can": True}),
    "no-dg13": Made({"national_data": False}),
    "no-pace": Made({"pace": []}),
    "no-extended-length": Made({"extended_length": False}),
    "2024": Made({}, person=_of_2024),
    "foreign-signer": Made({}, signer="foreign"),
    "expired-signer": Made({}, signer="expired"),
    "altered-dg13": Made({}, chip=_altered),
    "copied-chip": Made({}, chip=_other_agreement),
    "copied-active": Made({"chip_authentication": None}, chip=_other_signer),
    "short-le": Made({}, chip=lambda chip: replace(chip, longest_le=128)),
    "6cxx": Made({}, chip=lambda chip: replace(chip, wants_exact_le=True)),
    "no-master-file": Made({}, chip=lambda chip: replace(chip, answers_master_file=False)),
}
IN_THE_FIELD = ("pulled", "silent", "garbage", "slow")


def names() -> tuple[str, ...]:
    """Return every name; those in the field may carry a number (`pulled-after-12`, `slow-900ms`)."""
    return (*MADE, *IN_THE_FIELD)


def made(name: str | None) -> Made | None:
    """Return how a fault changes the making; an unchanged one for a fault in the field; None when unknown."""
    if name is None or name in IN_THE_FIELD or _AT.match(name) or _SLOW.match(name):
        return Made({})
    return MADE.get(name)


class FaultyCard:
    """A card whose answers go wrong at a command, once; put back, it behaves."""

    def __init__(self, card: VirtualCard, name: str | None, rng: Rng) -> None:
        self._card = card
        self._rng = rng
        match = _AT.match(name or "")
        self._kind = match[1] if match else (name if name in _DEFAULT_AFTER else None)
        self._left = int(match[2]) if match else _DEFAULT_AFTER.get(name or "", 0)
        self.delay_s = _delay_s(name)

    def reset(self) -> None:
        """Power off and on."""
        self._card.reset()

    def transmit(self, raw: bytes) -> bytes | None:
        """Answer one command; None: never. Raises PulledAwayError."""
        kind = self._kind
        if kind is not None and self._left == 0:
            self._kind = None
            if kind == "pulled":
                raise PulledAwayError
            return None if kind == "silent" else self._rng(40)
        self._left -= 1 if self._left else 0
        return self._card.transmit(raw)


def _delay_s(name: str | None) -> float:
    match = _SLOW.match(name or "")
    if match:
        return int(match[1]) / 1000
    return _DEFAULT_SLOW_MS / 1000 if name == "slow" else 0.0
