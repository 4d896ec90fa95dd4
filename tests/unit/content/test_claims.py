"""The page of claims is what the packages say."""

from __future__ import annotations

from pathlib import Path

from kiosk.core.claims import claims, page
from kiosk.core.procedures import Confidence
from kiosk.storage.packages import Catalogue

ROOT = Path(__file__).parents[3]
CATALOGUE = Catalogue(ROOT / "forms")
PACKAGES = tuple(CATALOGUE.procedure(code) for code in CATALOGUE.codes_with_package())


def test_the_committed_page_is_what_the_packages_say() -> None:
    assert (ROOT / "docs" / "claims.md").read_text(encoding="utf-8") == page(PACKAGES)


def test_an_amount_that_was_not_read_is_never_called_confirmed() -> None:
    wrong = [
        (p.code, c.text)
        for p in PACKAGES
        for c in claims(p)
        if "chưa biết" in c.text and c.confidence is Confidence.CONFIRMED
    ]
    assert wrong == []
