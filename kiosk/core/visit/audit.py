"""The audit line of a transition: names of types and public codes, never values."""

from __future__ import annotations

from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st


def audit_line(before: st.State, event: ev.Event, after: st.State) -> str | None:
    """Return one line for what is worth recording, or None when the event changed nothing."""
    if before == after:
        return None
    code = getattr(event, "code", None)
    ending = (
        f" {code.value}"
        if isinstance(
            event, ev.CardFailed | ev.ReopenFailed | ev.ScanFailed | ev.SheetFailed | ev.SubmitFailed
        )
        and code
        else ""
    )
    return f"{_name(before)} {type(event).__name__}{ending} {_name(after)}"


def _name(state: st.State) -> str:
    return f"Warned/{type(state.over).__name__}" if isinstance(state, st.Warned) else type(state).__name__
