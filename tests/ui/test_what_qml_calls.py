"""What QML calls is found on every page, however many came before it.

QML keeps what it knows of a type by the address of its meta-object, for good. PySide gives an object a
meta-object of its own as soon as a signal is connected to a method of it that is no `Slot`, and frees it with
the object; whichever object comes by that address next is taken for the old one, and lacks its own methods:
a touch on a choice then called a method that was not there, and did nothing.
"""

from __future__ import annotations

from collections import defaultdict

import shiboken6
from PySide6.QtCore import QObject

from tests.ui.hands import Hands
from tests.ui.shots import stage

PAGES = ["01-idle", "02-find-empty", "05-card", "08-digits", "08-date", "08-one-of", "15-reopen"]


def shown_to_qml(hands: Hands) -> list[QObject]:
    """Return the view-models that QML holds now."""
    screens = hands.window.screens
    page = screens.page
    return [
        screens,
        screens.quiet,
        page,
        page.entry,
        page.pad,
        *filter(None, [getattr(page, "selection", None)]),
    ]


def test_no_view_model_has_a_meta_object_of_its_own(hands: Hands) -> None:
    found: dict[str, set[int]] = defaultdict(set)
    for name in 2 * PAGES:
        stage(hands, name)
        for thing in shown_to_qml(hands):
            assert "__METAOBJECT__" not in vars(thing), (
                f"{type(thing).__name__}: a method without Slot is connected"
            )
            found[type(thing).__name__].add(shiboken6.getCppPointer(thing.metaObject())[0])
    assert {"FindPage", "CardPage", "QuestionPage", "Selection", "DateEntry", "Entry"} <= set(found)
    assert {name for name, addresses in found.items() if len(addresses) > 1} == set()
