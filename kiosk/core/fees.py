"""What a filing costs, as far as it is known: by channel, date, case and number of copies. Pure.

Everything here is provisional until the office accepts. An amount that isn't known is None, never 0: a 0 in
the national catalogue is often a placeholder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.core.procedures import Channel, Confidence, FeeRule, Procedure, Words

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of one filing. `total` in đồng; None: the office says how much."""

    name: Words
    quantity: int
    per: Words
    total: int | None
    note: Words
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Fees:
    """The fees of one filing."""

    lines: tuple[FeeLine, ...]

    @property
    def total(self) -> int | None:
        """Return the sum in đồng; None when a part of it isn't known, or no fee is stated at all."""
        if not self.lines or any(line.total is None for line in self.lines):
            return None
        return sum(line.total for line in self.lines if line.total is not None)


def fees(
    procedure: Procedure,
    *,
    channel: Channel,
    on: date,
    holds: Callable[[str], bool],
    number: Callable[[str], float],
) -> Fees:
    """Return what is due by what is known today.

    `holds` and `number` evaluate XPath over the form's answers. Of rules with one key, the first that fits
    the channel, the date and its condition counts.
    """
    chosen: dict[str, FeeRule] = {}
    for rule in procedure.fees:
        if rule.key not in chosen and _fits(rule, channel, on) and (not rule.when or holds(rule.when)):
            chosen[rule.key] = rule
    return Fees(tuple(_line(rule, number) for rule in chosen.values()))


def before_starting(procedure: Procedure, *, channel: Channel, on: date) -> tuple[FeeRule, ...]:
    """Return the rules that may apply on that day, conditions open: for the screen before the questions."""
    return tuple(rule for rule in procedure.fees if _fits(rule, channel, on))


def _fits(rule: FeeRule, channel: Channel, on: date) -> bool:
    if rule.channels and channel not in rule.channels:
        return False
    if rule.valid_from and on < rule.valid_from:
        return False
    return not (rule.valid_to and on > rule.valid_to)


def _line(rule: FeeRule, number: Callable[[str], float]) -> FeeLine:
    counted = number(rule.count) if rule.count else 1.0
    quantity = int(counted) if counted == counted and counted > 0 else 0  # noqa: PLR0124 -- XPath's NaN
    return FeeLine(rule.name, quantity, rule.per, total_of(rule, quantity), rule.note, rule.confidence)


def total_of(rule: FeeRule, quantity: int) -> int | None:
    """Return the đồng due for so many; the percentage in force and the cap applied."""
    if rule.amount is None:
        return None
    first = quantity if rule.first is None else min(quantity, rule.first)
    sum_vnd = first * rule.amount + (quantity - first) * (rule.further or 0)
    capped = sum_vnd if rule.cap is None else min(sum_vnd, rule.cap)
    return capped * rule.percent // _PERCENT
