"""The choices that are ticked on the screen."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot


class Selection(QObject):
    """One value, or (`many`) several; the order is that of the choices."""

    changed = Signal()

    def __init__(self, order: tuple[str, ...], *, many: bool, ticked: str) -> None:
        super().__init__()
        self._order = order
        self._many = many
        self._ticked = [value for value in order if value in ticked.split()]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # the stub leaves out Qt's type names
    def ticked(self) -> list[str]:
        """The values that are ticked."""
        return list(self._ticked)

    @property
    def value(self) -> str:
        """The form's lexical value: values with spaces between (ODK XForms, select multiple)."""
        return " ".join(self._ticked)

    @Slot(str)
    def touch(self, value: str) -> None:
        """Tick it; of several, a second touch takes the tick away."""
        if not self._many:
            self._ticked = [value]
        else:
            held = set(self._ticked) ^ {value}
            self._ticked = [each for each in self._order if each in held]
        self.changed.emit()
