"""What one visit has open in memory. It belongs to one visit and is dropped whole at its end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.core.form import Form
from kiosk.ui.backroom import SlipPicture


@dataclass(slots=True)
class OpenVisit:
    """Values of the present visitor. Nothing of it is shown by `repr`."""

    form: Form | None = field(default=None, repr=False)
    given: dict[str, str] = field(default_factory=dict, repr=False)
    """Values held for the next `AnswerGiven`, by question."""
    pages: dict[str, list[bytes]] = field(default_factory=dict, repr=False)
    """Scanned pages (JPEG), by paper."""
    slip: SlipPicture | None = field(default=None, repr=False)
    delivered_at: datetime | None = None
    to_bring: tuple[str, ...] = ()
    reading: threading.Event = field(default_factory=threading.Event)
    """Set to stop the present read of a card."""
    gone: threading.Event = field(default_factory=threading.Event)
    """Set at the visit's end: whoever still reads, scans or prints for it stops."""

    def opened_form(self) -> Form:
        """Return the form; a state that asks for it without one is a bug."""
        if self.form is None:
            raise RuntimeError("no form is open in this state")
        return self.form

    def count_pages(self, paper: str) -> None:
        """Tell the form how many pages of a paper there are."""
        if self.form is not None:
            self.form.set_pages(paper, len(self.pages.get(paper, ())))

    def end(self) -> None:
        """Stop whoever works for this visit."""
        self.reading.set()
        self.gone.set()
