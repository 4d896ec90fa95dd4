"""Six digits: touched, typed, or scanned with a hand scanner, which types the card's whole QR and Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot

from kiosk.ui.entry import Entry

CAN_DIGITS = 6
_BAR = "|"
"""What no one types here, and every code has."""
_LONGEST = 1000


class DigitsEntry(Entry):
    """What a scanner types is kept apart: else the code's first six would be taken for the digits."""

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.digits_only = True
        self.limit = CAN_DIGITS
        self._line = ""

    @Slot(int, str, result=bool)
    def key(self, code: int, text: str) -> bool:
        """Take a key of a real keyboard or of a scanner; the end of a code tells it whole."""
        if code in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and _BAR in self._line:
            line, self._line = self._line, ""
            self.scanned.emit(line)
            return True
        if len(text) == 1 and text.isprintable():
            self._line = (self._line + text)[:_LONGEST]
            if _BAR in self._line:
                if self.value:
                    self._empty()
                return True
        else:
            self._line = ""
        return super().key(code, text)

    @Slot()
    def clear(self) -> None:
        """*Xóa chữ*."""
        self._line = ""
        super().clear()

    def forget(self) -> None:
        """Drop the digits, and what was scanned of a code."""
        self._line = ""
        super().forget()

    def _empty(self) -> None:
        super().clear()
