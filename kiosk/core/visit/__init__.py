"""One citizen's visit, from touching the idle screen to the wipe, as a pure state machine.

`states` are what the screen may show, `events` what happened, `effects` what the shell must do, `machine`
the one function between them, `audit` the line that a transition leaves. Nothing here waits, reads a clock
or knows a machine. See the diagram in `machine`.
"""

from __future__ import annotations

from kiosk.core.visit.audit import audit_line
from kiosk.core.visit.machine import step

__all__ = ["audit_line", "step"]
