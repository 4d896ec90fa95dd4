"""What is being typed: text and cursor, and what each key does to them. Kept nowhere else."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot

from kiosk.core import telex
from kiosk.core.telex import RowKey, Typed

_LETTERS = 200
"""More than any answer of one line; a long text has more."""


class Entry(QObject):
    """A line (or, `lines`, several) of text that the screen's keyboard and a real one type into."""

    changed = Signal()
    shiftChanged = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._typed = Typed("", 0)
        self._shift = False
        self._locked = False
        self.digits_only = False
        self.capitals = False
        self.lines = False
        self.limit = _LETTERS

    @Property(str, notify=changed)
    def text(self) -> str:
        """The text so far."""
        return self._typed.text

    @Property(int, notify=changed)
    def cursor(self) -> int:
        """The cursor's place, in letters from the start."""
        return self._typed.cursor

    @Property(bool, notify=shiftChanged)
    def shift(self) -> bool:
        """Whether the next letter is a capital."""
        return self._shift

    @Property(bool, notify=shiftChanged)
    def capsLock(self) -> bool:
        """Whether all letters are capitals."""
        return self._locked

    @property
    def value(self) -> str:
        """What was typed, for Python."""
        return self._typed.text

    def start(self, text: str) -> None:
        """Begin with a text, the cursor behind it."""
        self._set(Typed(text, len(text)))

    def forget(self) -> None:
        """Drop the text."""
        self._shift = self._locked = False
        self._set(Typed("", 0))

    @Slot(str)
    def press(self, key: str) -> None:
        """Take one key of the keyboard: a letter, a digit, a sign, a space."""
        if len(self._typed.text) >= self.limit or (self.digits_only and not key.isdecimal()):
            return
        if key.isalpha():
            letter = key.upper() if self._shift else key
            self._set(telex.telex(self._typed.text, self._typed.cursor, letter))
        else:
            self._set(telex.insert(self._typed.text, self._typed.cursor, key))

    @Slot(str)
    def fill(self, text: str) -> None:
        """Replace everything: a suggestion was touched."""
        self.start(text)

    @Slot(str)
    def row(self, key: str) -> None:
        """Take one key of the tone row."""
        self._set(telex.press_row(self._typed.text, self._typed.cursor, RowKey(key)))

    @Slot()
    def backspace(self) -> None:
        """Take away the letter before the cursor."""
        self._set(telex.backspace(self._typed.text, self._typed.cursor))

    @Slot()
    def clear(self) -> None:
        """*Xóa chữ*."""
        self._set(Typed("", 0))

    @Slot(int)
    def moveTo(self, cursor: int) -> None:
        """Put the cursor somewhere."""
        place = min(max(cursor, 0), len(self._typed.text))
        if place != self._typed.cursor:
            self._set(Typed(self._typed.text, place))

    @Slot()
    def turnShift(self) -> None:
        """Small letters → one capital → all capitals → small letters."""
        self._shift, self._locked = (not self._locked, self._shift and not self._locked)
        self.shiftChanged.emit()

    @Slot(int, str, result=bool)
    def key(self, code: int, text: str) -> bool:
        """Take a key of a real keyboard; False when it means nothing here."""
        moves = {
            Qt.Key.Key_Left: self._typed.cursor - 1,
            Qt.Key.Key_Right: self._typed.cursor + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._typed.text),
        }
        if code == Qt.Key.Key_Backspace:
            self.backspace()
        elif code in moves:
            self.moveTo(moves[Qt.Key(code)])
        elif code in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.lines:
                self.press("\n")
            else:
                self.submitted.emit()
        elif len(text) == 1 and text.isprintable():
            shift, self._shift = self._shift, False
            self.press(text)
            self._shift = shift
        else:
            return False
        return True

    def _set(self, typed: Typed) -> None:
        self._typed = typed
        if not self._locked:
            before = typed.text[: typed.cursor]
            shift = self.capitals and (not before or before.endswith(" "))
            if shift != self._shift:
                self._shift = shift
                self.shiftChanged.emit()
        self.changed.emit()
