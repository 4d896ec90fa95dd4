"""A date being typed in three columns: day, month, year. Each passes on to the next when it is full."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot

_SIZES = (2, 2, 4)
_HIGHEST_FIRST = (3, 1, 9)
"""The highest digit that can open a two-digit day or month; above it one digit is enough."""


class DateEntry(QObject):
    """Takes the same keys as `Entry`, so that one digits pad serves both."""

    changed = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts = ["", "", ""]
        self._part = 0

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # the stub leaves out Qt's type names
    def parts(self) -> list[str]:
        """Day, month, year as typed."""
        return list(self._parts)

    @Property(int, notify=changed)
    def part(self) -> int:
        """Which column is being typed: 0, 1, 2."""
        return self._part

    @property
    def value(self) -> str:
        """ISO 8601 when all three are there, "" when none is; else what there is, which no form accepts."""
        day, month, year = self._parts
        if not any(self._parts):
            return ""
        return f"{year:0>4}-{month:0>2}-{day:0>2}" if all(self._parts) else "-".join(reversed(self._parts))

    def start(self, iso: str) -> None:
        """Begin with a date, the cursor behind the year; or with nothing, at the day."""
        parts = iso.split("-")
        if len(parts) == len(_SIZES):
            self._parts = parts[::-1]
            self._part = 2
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Drop it."""
        self._parts = ["", "", ""]
        self._part = 0
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """Take one digit. A full column is begun anew."""
        if not digit.isdecimal():
            return
        now = self._parts[self._part]
        now = digit if len(now) >= _SIZES[self._part] else now + digit
        self._parts[self._part] = now
        alone = len(now) == 1 and self._part < 2 and int(digit) > _HIGHEST_FIRST[self._part]  # noqa: PLR2004 -- not the year
        if alone:
            self._parts[self._part] = f"0{now}"
        if (alone or len(now) == _SIZES[self._part]) and self._part < 2:  # noqa: PLR2004 -- the year is the last
            self._part += 1
        self.changed.emit()

    @Slot()
    def backspace(self) -> None:
        """Take a digit away, in the column before when this one is empty."""
        if not self._parts[self._part] and self._part:
            self._part -= 1
        self._parts[self._part] = self._parts[self._part][:-1]
        self.changed.emit()

    @Slot(int)
    def goTo(self, part: int) -> None:
        """A column was touched."""
        left = self._parts[self._part]
        if left and self._part < 2 and len(left) == 1:  # noqa: PLR2004 -- not the year
            self._parts[self._part] = f"0{left}"
        self._part = part
        self.changed.emit()

    @Slot(int, str, result=bool)
    def key(self, code: int, text: str) -> bool:
        """Take a key of a real keyboard; False when it means nothing here."""
        if code == Qt.Key.Key_Backspace:
            self.backspace()
        elif code in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submitted.emit()
        elif code == Qt.Key.Key_Left and self._part > 0:
            self.goTo(self._part - 1)
        elif code in {Qt.Key.Key_Right, Qt.Key.Key_Slash} and self._part < 2:  # noqa: PLR2004 -- the last one
            self.goTo(self._part + 1)
        elif len(text) == 1 and text.isdecimal():
            self.press(text)
        else:
            return False
        return True
