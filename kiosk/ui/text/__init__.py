"""The screens' words, outside Qt: one table of keys, Vietnamese first, English beside it."""

from __future__ import annotations

from kiosk.ui.text.catalogue import CATALOGUE

LANGUAGES = ("vi", "en")


class Tongue:
    """The language that the present visitor chose."""

    def __init__(self) -> None:
        self.language = "vi"

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key; values fill its `{names}`. A missing translation falls back."""
        return text(key, self.language).format(**values)

    def table(self) -> dict[str, str]:
        """Return every text that QML shows as it is."""
        return {key: text(key, self.language) for key in CATALOGUE}


def text(key: str, language: str) -> str:
    """Return a key's text in the language, Vietnamese where there is none."""
    vi, en = CATALOGUE[key]
    return en if language == "en" and en else vi
