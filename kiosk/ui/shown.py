"""The values that QML reads from Python, by key; each key notifies by itself."""

from __future__ import annotations

import warnings

from PySide6.QtQml import QQmlPropertyMap


def value_map() -> QQmlPropertyMap:
    """Return an empty map. Whoever asks keeps it: Qt does not.

    Qt 6.11 deprecates the constructor for `create`, whose object PySide 6.12 deletes under our hands.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return QQmlPropertyMap()
