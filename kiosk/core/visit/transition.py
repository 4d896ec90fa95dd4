"""What `step` returns, and the two small things that every part of the machine needs."""

from __future__ import annotations

from dataclasses import replace

from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st

Transition = tuple[st.State, tuple[do.Effect, ...]]


def stay(state: st.State) -> Transition:
    """Nothing happens."""
    return state, ()


def next_turn(filing: st.Filing) -> st.Filing:
    """Return the filing with a fresh turn, so that answers to earlier requests are dropped."""
    return replace(filing, turn=filing.turn + 1)


def answers(event: ev.Event, filing: st.Filing) -> bool:
    """Say whether the event answers the request that this filing made last."""
    return isinstance(event, ev.Answer) and (event.visit, event.turn) == (filing.visit, filing.turn)
