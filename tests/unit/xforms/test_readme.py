"""The package's README is run as it stands."""

from __future__ import annotations

import doctest
from pathlib import Path

README = Path(__file__).parents[3] / "kiosk" / "xforms" / "README.md"


def test_the_readmes_examples_hold() -> None:
    results = doctest.testfile(
        str(README), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert results.attempted > 10
    assert results.failed == 0
