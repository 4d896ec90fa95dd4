"""A failure code in words for the citizen: what happened, and what to do."""

from __future__ import annotations

from kiosk.core.error_words import WORDS
from kiosk.core.errors import Code
from kiosk.ui.text import Tongue


def failure_words(code: Code | None, say: Tongue, tries_left: int | None = None) -> tuple[str, str]:
    """Return what happened and what to do, empty without a failure."""
    if code is None:
        return "", ""
    words = WORDS[code]
    what, todo = (words.en, words.do_en) if say.language == "en" else (words.vi, words.do_vi)
    if tries_left is not None:
        left = say("lastTry") if tries_left == 1 else say("triesLeft", n=tries_left)
        todo = f"{todo} {left}"
    return what, todo
